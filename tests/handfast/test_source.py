"""Files as the toolchain reads them: YAML 1.2, JSON, and where each node stands."""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from handfast.findings import FindingsError
from handfast.spec.source import read_source, walk
from tests.handfast.documents import Write


def findings(path: Path) -> list[str]:
    with pytest.raises(FindingsError) as caught:
        read_source(path)
    return [str(finding) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("No", "No"),
        ("y", "y"),
        ("2026-11-04", "2026-11-04"),
        ("2026-11-04T09:15:00Z", "2026-11-04T09:15:00Z"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("=", "="),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ("nULL", "nULL"),
        ("7", 7),
        ("-7", -7),
        ("+7", 7),
        ("012", 12),
        ("0o12", 10),
        ("0x1F", 31),
        ("-0x1F", "-0x1F"),
        ("12345678901234567890123", 12345678901234567890123),
        ("1.5", 1.5),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("1.5E-3", 0.0015),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("+.Inf", math.inf),
        ("1.2.3", "1.2.3"),
        ("'7'", "7"),
        ('"true"', "true"),
        ('"null"', "null"),
        ("|-\n  7", "7"),
        (">-\n  a\n  b", "a b"),
    ],
)
def test_a_scalar_is_what_the_core_schema_says(write: Write, written: str, value: Any) -> None:
    read = read_source(write(f"value: {written}\n")).data["value"]
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize("written", [".nan", ".NaN", ".NAN"])
def test_not_a_number_is_read(write: Write, written: str) -> None:
    assert math.isnan(read_source(write(f"value: {written}")).data["value"])


def test_keys_are_text(write: Write) -> None:
    """A status is a key like any other, however it is written."""
    data = read_source(write("{200: a, true: b, null: c, 1.50: d}")).data
    assert data == {"200": "a", "true": "b", "null": "c", "1.50": "d"}


def test_an_anchor_stands_for_its_node(write: Write) -> None:
    data = read_source(write("a: &list [1, {b: 2}]\nc: *list")).data
    assert data["c"] == data["a"] == [1, {"b": 2}]
    assert data["c"] is not data["a"]


@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ("<<: *a\n  y: 3", {"x": 1, "y": 3}),
        ("y: 3\n  <<: *a", {"x": 1, "y": 3}),
        ("<<: [*b, *a]\n  z: 9", {"x": 5, "y": 2, "z": 9}),
        ("'<<': *a", {"<<": {"x": 1, "y": 2}}),
    ],
    ids=["own after", "own before", "earlier of a list wins", "quoted is a key"],
)
def test_a_merge_key_adds_what_is_not_there(write: Write, text: str, merged: dict[str, Any]) -> None:
    data = read_source(write(f"a: &a {{x: 1, y: 2}}\nb: &b {{x: 5}}\nc:\n  {text}\n")).data
    assert data["c"] == merged


@pytest.mark.parametrize("value", ["7", "[7]", "[[a]]"])
def test_a_merge_key_takes_mappings_only(write: Write, value: str) -> None:
    path = write(f"a:\n  <<: {value}\n")
    assert findings(path) == ["openapi.yaml:2:7: is not YAML: << takes a mapping or a list of them"]


def test_doubled_keys_are_all_found(write: Write) -> None:
    path = write(
        """
        a: 1
        b: {x: 1, y: 2, x: 3}
        "a": 2
        c: [{200: a, "200": b}]
        """
    )
    assert findings(path) == [
        "openapi.yaml:2:17: the key 'x' is given twice",
        "openapi.yaml:3:1: the key 'a' is given twice",
        "openapi.yaml:4:14: the key '200' is given twice",
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("a:\n  b: [1, 2\nc: 3\n", "3:2: is not YAML: did not find expected ',' or ']' while parsing a flow sequence"),
        ("a: b\n c: d: e\n", "2:3: is not YAML: mapping values are not allowed in this context"),
        ("a: *nobody\n", "1:4: is not YAML: found undefined alias"),
        ("a: 1\n---\nb: 2\n", "2:1: is not YAML: but found another document expected a single document in the stream"),
        ("a: \x00\n", "1:1: is not YAML: unacceptable character #x0000: control characters are not allowed"),
        ('{"a": 1,,}', "1:9: is not YAML: did not find expected node content while parsing a flow node"),
    ],
    ids=["open list", "bad mapping", "no such anchor", "two documents", "NUL", "JSON"],
)
def test_broken_text_is_one_finding(write: Write, text: str, finding: str) -> None:
    assert findings(write(text.encode())) == [f"openapi.yaml:{finding}"]


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a {b: *a}", "a: &a {<<: *a}"])
def test_what_holds_itself_is_one_finding(write: Write, text: str) -> None:
    assert findings(write(text)) == ["openapi.yaml:1:1: is nested too deeply, or holds itself"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 100_000 + "]" * 100_000, "1:201"),
        ("- " * 100_000 + "1", "1:401"),
        ('{"a":' * 3_000 + "1" + "}" * 3_000, "1:1001"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "1:1001"),
        ("\n".join(f"{' ' * depth}a:" for depth in range(300)), "201:201"),
    ],
    ids=["lists", "lists in lines", "JSON", "JSON beyond its reader", "mappings"],
)
def test_what_is_too_deep_is_one_finding(write: Write, text: str, place: str) -> None:
    assert findings(write(text)) == [f"openapi.yaml:{place}: is nested too deeply, or holds itself"]


def test_brackets_in_prose_are_not_deep(write: Write) -> None:
    assert read_source(write(f"a: {{b: '{'[' * 500}'}}")).data == {"a": {"b": "[" * 500}}


def test_aliases_that_stand_for_millions_of_values_are_one_finding(write: Write) -> None:
    """Each name stands for nine of the one before."""
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise("abcdefghi")]
    assert findings(write("\n".join(lines))) == ["openapi.yaml:1:1: its aliases stand for millions of values"]


def test_a_file_that_is_not_utf8_is_a_finding(write: Write) -> None:
    assert findings(write("a: caf\xe9".encode("latin-1"))) == ["openapi.yaml:1:7: is not UTF-8 text"]


def test_a_file_that_is_not_utf8_is_read_as_windows_writes_it_where_it_must_be(write: Write) -> None:
    source = read_source(write("a: 1\nb: caf\xe9 “”".encode("cp1252")), lenient=True)
    assert source.data["b"] == "café “”"
    said = "openapi.yaml:2:7: is not UTF-8 text; the file is read as Windows-1252"
    assert [str(finding) for finding in source.findings] == [said]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ['{"a": "é"}', "a: é\r\n"])
def test_unicode_is_read_however_it_is_written(write: Write, encoding: str, text: str) -> None:
    assert read_source(write(text.encode(encoding))).data == {"a": "é"}


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_half_of_a_surrogate_pair_is_no_character(write: Write, name: str) -> None:
    path = write(r'{"a": "\ud83d\ude00 \ud83d \\ud83d", "b": 1}', name)
    source = read_source(path, lenient=True)
    assert source.data == {"a": "\U0001f600 \ufffd \\ud83d", "b": 1}
    assert source.locate("/b").line == 1


def test_a_number_of_too_many_digits_is_beyond_all_others(write: Write) -> None:
    assert read_source(write(f"a: {'9' * 5000}\nb: -{'9' * 5000}")).data == {"a": math.inf, "b": -math.inf}


def test_a_byte_order_mark_is_no_text(write: Write) -> None:
    source = read_source(write(b"\xef\xbb\xbfa: 1"))
    assert source.data == {"a": 1}
    assert source.locate("/a", key=True).column == 1


def test_an_empty_file_is_null(write: Write) -> None:
    assert read_source(write("")).data is None
    assert read_source(write("# only a comment\n")).data is None


def test_a_missing_file_and_a_folder_are_findings(folder: Path) -> None:
    assert findings(folder / "none.yaml") == ["none.yaml:1:1: No such file or directory"]
    assert findings(folder) == [".:1:1: Is a directory"]


def test_json_is_read_as_json_is(write: Write) -> None:
    value = {"emoji": "\U0001f600", "slash": "a/b", "control": "\x01\x7f\t", "n": [1, -2.5, 1e100, True, None]}
    written = json.dumps(value, indent="\t").replace("a/b", r"a\/b")
    source = read_source(write(written.encode(), "openapi.json"))
    assert source.data == value
    assert str(source.locate("/n/1")) == "openapi.json:7:3"


def test_a_backslash_before_an_escape_is_itself(write: Write) -> None:
    value = {"a": r"\ud83d\ude00", "b": "\\\U0001f600"}
    assert read_source(write(json.dumps(value).encode(), "a.json")).data == value


def test_each_node_has_its_place(write: Write) -> None:
    source = read_source(
        write(
            """
            paths:
              /a/{b}:
                get: {tags: [x, y]}
            """
        )
    )
    assert str(source.locate("/paths/~1a~1{b}/get")) == "openapi.yaml:3:10"
    assert str(source.locate("/paths/~1a~1{b}/get", key=True)) == "openapi.yaml:3:5"
    assert str(source.locate("/paths/~1a~1{b}/get/tags/1")) == "openapi.yaml:3:21"


def test_a_node_that_is_not_there_stands_at_its_nearest_parent(write: Write) -> None:
    source = read_source(write("a:\n  b: [1]\n"))
    assert str(source.locate("/a/b/7/c")) == "openapi.yaml:2:6"
    assert str(source.locate("/nothing")) == "openapi.yaml:1:1"


def test_walk_gives_parents_first() -> None:
    assert list(walk({"a": [1], "b/c": {}})) == [
        ("", {"a": [1], "b/c": {}}),
        ("/a", [1]),
        ("/a/0", 1),
        ("/b~1c", {}),
    ]


PLACED = """ {"a": {"b c": [1, {"d/e": "}"}, []], "": null},
\t"f" : "\\u00e4\\"",\r\n"g":[ [ true ] ], "xy": "a\u2028b", "z": {}}
"""


@pytest.mark.parametrize("key", [True, False])
def test_places_in_json_are_those_that_yaml_has(write: Write, *, key: bool) -> None:
    read, as_yaml = (read_source(write(PLACED.encode(), name)) for name in ("a.json", "b.json"))
    as_yaml.__dict__["root"] = as_yaml.root  # as if it had not been read as JSON
    pointers = [*(pointer for pointer, _ in walk(read.data)), "/nothing", "/a/b c/7", "/a/b c/x", "/f/deeper"]
    for pointer in pointers:
        found, expected = (source.locate(pointer, key=key) for source in (read, as_yaml))
        assert (found.line, found.column) == (expected.line, expected.column), pointer


def test_places_are_known_of_json_that_is_no_yaml(write: Write) -> None:
    path = write('{\n "%s": {"a\u2028b": 1}}' % ("k" * 2_000))
    where = read_source(path).locate(f"/{'k' * 2_000}")
    assert (where.line, where.column) == (2, 2_006)
