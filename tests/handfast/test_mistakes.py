"""What users get wrong, verb by verb: a clear line, exit 1 or 2, and never a stack trace."""

import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pytest

from tests.handfast.approved import needs_tools
from tests.handfast.documents import Write
from tests.handfast.test_verbs import code_of

SPEC = "specs/openapi.yaml"
SMALL = 'openapi: 3.1.0\ninfo: {title: A, version: "1"}\npaths: {/a: {get: {responses: {"204": {description: ""}}}}}\n'
LAUGHS = "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"x-{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghi")
)
LATIN = "is not UTF-8 text"
DEEP = "is nested too deeply, or holds itself"
MARKDOWN, WORKFLOWS, TABLES = "specs/features/x.md", "specs/features/x.arazzo.yaml", "specs/database/schema.dbml"
LOCK, MANIFEST = "specs/approved.lock", "specs/manifest.tsv"
NOBODY = "--base-url http://127.0.0.1:9"


class Mistake(NamedTuple):
    """Files beside a small document, or in its place; what is asked for; the code, and the end of what is said."""

    files: dict[str, str | bytes]
    words: str
    code: int
    said: str


def of_document(text: str | bytes, said: str) -> Iterator[Mistake]:
    """A broken document, told alike by each verb that reads one."""
    new, split = f"new n --spec {SPEC}", f"split {SPEC} --out o"
    for words in ("lint", "plan", "generate", "approve", "publish", "mock", split, new):
        yield Mistake({SPEC: text}, words, 1, f"{said}\n1 finding")


DOCUMENTS = [
    *of_document("", f"{SPEC}:1:1: is no OpenAPI 3 document: it has no `openapi: 3.…`"),
    *of_document('{"openapi": "3.1.0", "x": ' + '{"a":' * 3_000 + "1" + "}" * 3_001, f"{SPEC}:1:1022: {DEEP}"),
    *of_document(f"{SMALL}x-a: {'[' * 100_000}", f"{SPEC}:4:205: {DEEP}"),
    *of_document(f"{SMALL}x-a: &a [*a]\n", f"{SPEC}:1:1: {DEEP}"),
    *of_document(SMALL + LAUGHS, f"{SPEC}:1:1: its aliases stand for millions of values"),
    *of_document(
        f"{SMALL}x-a: \0\n",
        f"{SPEC}:1:1: is not YAML: unacceptable character #x0000: control characters are not allowed",
    ),
]
BESIDE = [
    *(
        Mistake({MARKDOWN: b"# X\n\n## caf\xe9\n"}, words, 1, f"{MARKDOWN}:3:7: {LATIN}\n1 finding")
        for words in ("approve", "lint", f"features {NOBODY}", "generate")
    ),
    Mistake({WORKFLOWS: b"# caf\xe9", MARKDOWN: "## a"}, "approve", 1, f"{WORKFLOWS}:1:6: {LATIN}\n1 finding"),
    *(
        Mistake({TABLES: b"// caf\xe9"}, words, 1, f"{TABLES}:1:7: {LATIN}\n1 finding")
        for words in ("database", "approve", "generate")
    ),
    Mistake({LOCK: b"# caf\xe9"}, "approve", 1, f"{LOCK}:1:6: {LATIN}\n1 finding"),
    Mistake({LOCK: "[operations]\na = 7\n"}, "approve", 1, f"{LOCK}:2:1: is no lock of ours\n1 finding"),
    Mistake({MANIFEST: b"caf\xe9"}, "corpus specs", 1, f"{MANIFEST}:1:4: {LATIN}\n1 finding"),
]
OPTIONS = [
    *(
        Mistake({}, f"{verb} {option} {value}", 2, f"argument {option}: {said}")
        for verb, option, value, said in (
            ("watch", "--serve", '"x \'y"', "is no command: no closing quotation: x 'y"),
            ("watch", "--serve", "''", "is no command: it is empty"),
            ("features", "--serve", '"x \'y"', "is no command: no closing quotation: x 'y"),
            ("features", "--serve", "''", "is no command: it is empty"),
            ("features", "--base-url", "''", "is no http:// or https:// with a host: "),
            ("features", "--base-url", "localhost:8000", "is no http:// or https:// with a host: localhost:8000"),
            ("features", "--base-url", "http://[", "is no http:// or https:// with a host: http://["),
            ("mock", "--port", "99999999", "is no port from 0 to 65535: 99999999"),
            ("mock", "--port", "-1", "is no port from 0 to 65535: -1"),
        )
    ),
    Mistake({}, "mock --host nowhere.invalid --port 9", 2, "handfast: nowhere.invalid:9: .+"),
    Mistake({}, "watch --code nowhere", 2, "handfast: nowhere: No such file or directory"),
    Mistake({}, "plan --code nowhere", 2, "handfast: nowhere: No such file or directory"),
    Mistake({}, f"stub --written --out specs --sources {SPEC}", 2, f"handfast: {SPEC}: Not a directory"),
    Mistake({}, "new n --spec http://[", 2, "handfast: http://[: is no address: Invalid IPv6 URL"),
    Mistake({}, "new n --spec ''", 2, "handfast: .: Is a directory"),
    Mistake({}, "stub getA", 1, "generated:1:1: is not there; run generate\n1 finding"),
    Mistake({}, "stub --unwritten", 1, "generated:1:1: is not there; run generate\n1 finding"),
    Mistake({MARKDOWN: "# X\n"}, f"features {NOBODY}", 2, "handfast: http://127.0.0.1:9: Connection refused"),
    Mistake({MARKDOWN: "# X\n"}, f"features {NOBODY} --only x --only y", 2, "handfast: no feature y in specs/features"),
    Mistake({"x": ""}, "plan --out x", 2, "handfast: x: Not a directory"),
    Mistake({"x": ""}, "generate --out x", 2, "handfast: x: File exists"),
    Mistake({"x": ""}, "split specs/openapi.yaml --out x", 2, "handfast: x: File exists"),
    Mistake({}, "publish --proof specs", 2, "handfast: specs: Is a directory"),
    Mistake({}, "corpus specs --alone --json nowhere/x", 2, "handfast: nowhere/x.new: No such file or directory"),
]


@pytest.mark.parametrize(
    "mistake", [*DOCUMENTS, *BESIDE, *OPTIONS], ids=lambda mistake: f"{mistake.words}: {mistake.said[:40]!r}"
)
def test_a_mistake_is_told_in_a_line(
    mistake: Mistake, write: Write, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///nowhere")
    for name, text in {SPEC: SMALL, **mistake.files}.items():
        write(text, name)
    assert code_of(*shlex.split(mistake.words)) == mistake.code
    said = capfd.readouterr()
    assert said.out == ""
    told = said.err.rstrip("\n")
    assert told.endswith(mistake.said) or re.fullmatch(mistake.said, told)
    assert told.startswith(("usage: ", mistake.said.partition(":")[0]))


@pytest.mark.parametrize("words", ["plan", "approve --check", "publish", "generate", "stub getB"])
def test_one_broken_file_of_many_is_told_by_all(words: str, write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    """Its operations are lost, and that is no wish of anybody's."""
    write(SMALL.replace("paths: {", "paths: {/b: {$ref: b.yaml#/b}, "), SPEC)
    write("b: [\n", "specs/b.yaml")
    write("", "generated/__init__.py")
    code_of(*words.split())
    assert "warning: specs/b.yaml:2:1: is not YAML: did not find expected node content" in capfd.readouterr().err


@needs_tools
def test_what_cannot_be_read_is_told_once(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    write(SMALL.replace("paths: {", "paths: {\n  /b: {$ref: b.yaml#/b},\n  "), SPEC)
    write("b: [\n", "specs/b.yaml")
    assert code_of("lint", "--general") == 1
    told = capfd.readouterr().err
    assert "specs/b.yaml:2:1: is not YAML: did not find expected node content while parsing a flow node\n" in told
    assert "no-unresolved-refs" not in told


def test_a_port_that_is_taken_is_told(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    write(SMALL, SPEC)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert code_of("mock", "--port", str(port)) == 2
    assert capfd.readouterr() == ("", f"handfast: 127.0.0.1:{port}: Address already in use\n")


def test_tags_and_components_that_are_none_can_be_split(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    """What is wrong with them is for the lint to say."""
    broken = SMALL.replace("get: {", "get: {tags: 7, ").replace("{title: A", "7 # ")
    write(f"{broken}components: 7\n", SPEC)
    assert code_of("split", SPEC, "--out", "o") == 0
    assert capfd.readouterr().err == ""


def test_nobody_has_to_read_to_the_end(write: Write) -> None:
    """As in `handfast plan | head`."""
    write(SMALL, SPEC)
    with subprocess.Popen(
        [sys.executable, "-m", "handfast", "plan"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
