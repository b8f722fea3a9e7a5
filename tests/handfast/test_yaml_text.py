"""Data as YAML: what a person would write, and what reads as the same data again."""

from typing import Any

import pytest
import yaml

from handfast.rendering.yaml_text import as_yaml
from handfast.spec.source import plain

SAME = {"type": "object", "required": ["a"]}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"a": {}, "b": [], "c": [{}, []]}, "a: {}\nb: []\nc:\n- {}\n- []\n"),
        ({"null": None, "true": True, "n": 1, "f": 1.5}, "'null': null\n'true': true\nn: 1\nf: 1.5\n"),
        ({"200": "200", "no": "yes", "x": "0o7", "d": "2020-01-01", "empty": ""}, None),
        ({"words": "two\nlines"}, "words: |-\n  two\n  lines\n"),
        ({"words": "a space \nat the end", "other": "a\u2028b", "colon": "a: b", "hash": "a #b"}, None),
        ({"one": SAME, "two": SAME}, None),
    ],
)
def test_it_says_the_same_to_readers_of_yaml(data: Any, text: str | None) -> None:
    written = as_yaml(data)
    assert text in (written, None)
    assert "&" not in written
    assert yaml.safe_load(written) == data


@pytest.mark.parametrize("text", ["200", "1e3", "0x1F", ".5", "null", "True", ""])
def test_text_that_looks_like_something_else_is_quoted(text: str) -> None:
    assert not isinstance(plain(text), str)
    assert as_yaml([text]) == f"- '{text}'\n"


def test_it_may_be_nested_deeply() -> None:
    data: Any = "end"
    for _ in range(2_000):
        data = [data]
    assert as_yaml(data).count("- ") == 2_000
