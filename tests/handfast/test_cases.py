"""The golden cases: what each document makes is what is committed, and it is typed, imports and answers.

`HANDFAST_UPDATE_GOLDEN=1 pytest tests/handfast/test_cases.py` makes what comes what is expected.
"""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from handfast.cli import main
from handfast.spec.drafts import settled
from tests.handfast import golden
from tests.handfast.mounted import unimplemented
from tests.handfast.samples import USER, Sample, samples


@pytest.fixture(scope="session")
def type_errors(packages: Path, pytestconfig: pytest.Config) -> str:
    """What mypy says of all packages, in one run."""
    cache = pytestconfig.rootpath / ".mypy_cache" / "golden"
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version=3.11", f"--cache-dir={cache}", "--no-pretty"]
    names = [f"case_{name}" for name in golden.ACCEPTED]
    done = subprocess.run([*command, *names], cwd=packages, capture_output=True, text=True, check=False)
    assert "Success" in done.stdout or done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", golden.ACCEPTED)
def test_the_package_is_the_one_that_is_committed(name: str) -> None:
    files = golden.made(name).interesting
    if golden.UPDATE:
        golden.update(name, files)
    assert files == golden.expected(name)


@pytest.mark.parametrize("name", golden.REFUSED)
def test_a_refusal_says_what_is_wrong_where(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(golden.FOLDER / name)
    code = main(["generate", "--strict", "--spec", "openapi.yaml", "--out", str(tmp_path / "out")])
    said = capsys.readouterr().err
    if golden.UPDATE:
        Path("expected.txt").write_text(said, encoding="utf-8")
    assert (code, said) == (1, Path("expected.txt").read_text(encoding="utf-8"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", golden.ACCEPTED)
def test_what_is_lost_is_said_where(name: str) -> None:
    """A case that loses something says so in a file of its own; the others lose nothing."""
    path = golden.FOLDER / name / "warnings.txt"
    said = "".join(f"{finding}\n" for finding in golden.made(name).lost)
    if golden.UPDATE and said:
        path.write_text(said, encoding="utf-8")
    assert said == (path.read_text(encoding="utf-8") if path.is_file() else "")


@pytest.mark.parametrize("name", golden.ACCEPTED)
def test_the_types_hold(name: str, type_errors: str) -> None:
    """`mypy --strict` finds nothing in the package."""
    assert re.findall(rf"^case_{name}/.*error.*$", type_errors, re.MULTILINE) == []


@pytest.mark.parametrize("name", golden.ACCEPTED)
def test_every_module_imports(name: str, packages: Path) -> None:
    for path in sorted((packages / f"case_{name}").rglob("*.py")):
        module = path.relative_to(packages).with_suffix("").as_posix().replace("/", ".")
        importlib.import_module(module.removesuffix(".__init__"))


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        pytest.param(name, sample, id=f"{name}-{sample.method} {sample.template}")
        for name in golden.ACCEPTED
        for sample in samples(settled(golden.document_of(name)))  # drafts are mounted apart
    ],
)
def test_every_operation_is_reached(name: str, sample: Sample, packages: Path) -> None:
    """At its exact template and method, behind its guard, with a request that fits the document."""
    seen: list[Any] = []
    app = unimplemented(packages, name)

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)
        seen.append(scope.get("handfast.operation"))

    client = TestClient(watched, raise_server_exceptions=False, cookies=sample.cookies)
    if sample.secured:
        refused = client.request(sample.method, sample.url, headers=sample.headers, content=sample.content)
        assert refused.status_code == 401
    headers = {**sample.headers, "Authorization": f"Bearer {USER}"}
    answer = client.request(sample.method, sample.url, headers=headers, content=sample.content)
    assert answer.status_code == 501, answer.text
    bare = issubclass(seen[-1].problem(501) or object, importlib.import_module(f"case_{name}.support.failures").Bare)
    assert answer.headers.get("content-type") in ((None,) if bare else ("application/problem+json", "application/json"))
    found = [(item.operation_id, item.method, item.path) for item in seen]
    assert {(method, template) for _, method, template in found} == {(sample.method, sample.template)}
    assert all(name.startswith(sample.operation_id) for name, _, _ in found)  # one given twice has a number
