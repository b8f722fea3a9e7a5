"""The command line of the proof: how it ends, what it says, and that it works anywhere."""

import json
import re
import shlex
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.budgets import read_budget
from contract_tests.command import main
from tests.contract.corner_shop import ACTORS, ROOT, SPEC, Shop, open_shop, prove


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with open_shop() as shop:
        yield shop


def test_good_server_is_proven_from_an_installed_copy_in_a_strange_folder(tmp_path: Path, shop: Shop) -> None:
    """What lies around there is not looked at: configuration, conftest, a package of the same name."""
    site, folder = tmp_path / "site", tmp_path / "folder"
    shutil.copytree(ROOT / "contract_tests", site / "contract_tests", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "contract_tests").mkdir(parents=True)
    (folder / "contract_tests" / "__init__.py").write_text("raise SystemExit(9)")
    for place in (tmp_path, folder):  # a virtual environment often lies inside of a project, with all that is there
        (place / "conftest.py").write_text("raise SystemExit(9)")
        (place / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "--nonsense"\n')
    done = prove(*shop.options, "statuses", "document", folder=folder, package=site, PYTEST_ADDOPTS="--nonsense")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Corner <shop> 7: 3 operations at http://127.0.0.1:")
    assert "\ndocument " in done.stdout
    assert "\nall " in done.stdout
    assert "FAILED" not in done.stdout
    assert sorted(each.name for each in folder.iterdir()) == ["conftest.py", "contract_tests", "pyproject.toml"]


def test_defect_is_told_without_a_traceback(tmp_path: Path) -> None:
    with open_shop("open door") as shop:
        done = prove(*shop.options, "statuses", folder=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert (
        "FAILED statuses: declared refusal is seen [getMember-403-application/problem+json] (getMember)" in done.stdout
    )
    assert "  documented: 200, 401, 403, 500 at specs/openapi.yaml:" in done.stdout
    assert "  again:      curl -i -X GET " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "pytest" not in done.stdout + done.stderr


def test_vacuous_run_proves_nothing(tmp_path: Path, shop: Shop) -> None:
    done = prove(*shop.options, "vacuum", folder=tmp_path)
    assert done.returncode == 1
    assert "NOT PROVABLE vacuum: " in done.stdout


def test_rule_of_what_cannot_be_proven_fails_when_it_is_needed_no_more(tmp_path: Path, shop: Shop) -> None:
    """One for an answer that came, and one for what nobody declares; one that is needed is none."""
    rules = {"status = 500": "no way", 'operation = "getMember"\nstatus = 401': "it comes", "status = 404": "no such"}
    (tmp_path / "rules.toml").write_text(
        "".join(f'[[rule]]\n{told}\nreason = "{reason}"\n' for told, reason in rules.items())
    )
    words = ["--unprovable", "rules.toml", "auth", "statuses", "--only", "nobody gets in [", "--only", "rule of what"]
    done = prove(*shop.options, *words, "--json", "out.json", folder=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    outcomes = json.loads((tmp_path / "out.json").read_text())["outcomes"]
    texts = {each["test"].partition("[")[2]: each["text"] for each in outcomes if each["state"] == "failed"}
    assert list(texts) == ["operation=getMember status=401]", "status=404]"]
    came, undeclared = texts.values()
    assert "rules.toml says that getMember-401-application/problem+json cannot be had, and it came" in came
    assert undeclared.endswith("rules.toml: the rule status=404 is for an answer that the specs do not declare")
    assert "rule of what cannot be proven is needed [status=500]" in {
        each["test"] for each in outcomes if each["state"] == "proven"
    }


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("spec", None, "openapi.yaml: No such file or directory"),
        ("spec", "openapi: 3.1.0\npaths: [\n", "openapi.yaml:3:1: "),
        ("spec", "swagger: '2.0'\npaths: {}\n", "openapi.yaml:1:1: this is no OpenAPI document"),
        ("spec", "openapi: 3.1.0\npaths:\n  /a: {$ref: '#/nowhere'}\n", "openapi.yaml:3:15: `#/nowhere` leads nowhere"),
        ("actors", '[register]\noperation = "jion"\n', "actors.toml:1: [register] has no `body`"),
        ("actors", "[register\n", "actors.toml:1: "),
        ("server", 'command = ["a"]\n[enviroment]\n', "server.toml:2: `enviroment` is not known"),
        (
            "server",
            'command = ["a"]\n[environment]\nPORT = 8000\n',
            "server.toml:3: [environment] `PORT` has to be a text",
        ),
        ("server", 'command = ["a"]\n[environment]\nPORT = "{prt}"\n', "server.toml:3: nothing says what {prt} is; "),
        (
            "actors",
            '[register]\noperation = "join"\nbody = { nick = "{uniqe}" }\n',
            "actors.toml:3: [register] `body`: ",
        ),
        ("unprovable", "[[rule]]\nstatus = \n", "unprovable.toml:2: "),
    ],
)
def test_wrong_file_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, told: str
) -> None:
    file = tmp_path / ("openapi.yaml" if name == "spec" else f"{name}.toml")
    if text is not None:
        file.write_text(text)
    words = ["--spec", str(SPEC), "--actors", str(ACTORS), f"--{name}", str(file)]
    is_broken = name == "spec" and text is not None
    code = main([*words, *([] if name == "server" else ["--base-url", "http://127.0.0.1:9"])])
    out, err = capsys.readouterr()
    assert (code, out) == (1 if is_broken else 2, "")
    assert told in err
    assert err.splitlines()[1:] == (["1 finding"] if is_broken else [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--base-url", "http://127.0.0.1:9"], "http://127.0.0.1:9: nothing answers there (ConnectError"),
        (["--base-url", "localhost:8000"], "localhost:8000: a base URL begins with http://"),
        (["--base-url", "http://ada:sesame@localhost"], "a base URL holds no name and no password"),
        (["--budget", "some"], "`some` is no budget; there are small, default, thorough"),
        (["--leave-out", "getMembers"], "--leave-out: no operation is called getMembers\n"),
        (["everything"], "`everything` is no claim; there are auth, "),
    ],
)
def test_misuse_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert main(["--spec", str(SPEC), "--actors", str(ACTORS), *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"handfast contract: {told}")
    assert err.count("\n") == 1
    assert "sesame" not in err


def test_verb_of_handfast_passes_on_words_and_exit_code(tmp_path: Path) -> None:
    done = prove("contract", "--help", folder=tmp_path, program=("-P", "-m", "handfast"))
    assert done.returncode == 0
    assert "Exit codes: 0 proven, 1 findings, 2 misuse." in done.stdout
    done = prove("contract", "--spec", "nowhere.yaml", folder=tmp_path, program=("-P", "-m", "handfast"))
    assert done.returncode == 2
    assert "nowhere.yaml: No such file or directory" in done.stderr


def test_server_that_does_not_start_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "server.toml").write_text(
        'command = ["{python}", "-c", "print(\'no luck\'); exit(3)"]\n[environment]\n'
    )
    words = ["--spec", str(SPEC), "--actors", str(ACTORS), "--server", "server.toml", "auth"]
    done = prove(*words, folder=tmp_path)
    assert done.returncode == 2, done.stdout
    assert (
        done.stderr == "handfast contract: the server ended with 3 before it was ready; its log ends with\n  no luck\n"
    )


def test_nothing_secret_and_no_foreign_command_gets_out(tmp_path: Path) -> None:
    """A server that says its tokens aloud, and would steer a terminal and a workflow."""
    with open_shop("telltale") as shop:
        words = [*shop.options, "--github", "--junit", "out/junit.xml", "--report", "out/proof.html", "--budget", "5"]
        words += ["auth", "statuses"]
        done = prove(*words, folder=tmp_path, GITHUB_WORKSPACE=str(ROOT))
    assert done.returncode == 1, done.stdout + done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    page, junit = (tmp_path / "out" / "proof.html").read_text(), (tmp_path / "out" / "junit.xml").read_text()
    for text in (done.stdout, junit, page):
        assert "\x1b" not in text
        assert "***" in text
        assert not re.search(r"\b[0-9a-f]{40}\b", text)
    assert ET.fromstring(junit).find(".//failure") is not None  # noqa: S314 - our own file
    lines = done.stdout.splitlines()
    [stop] = {line.removeprefix("::stop-commands::") for line in lines if line.startswith("::stop-commands::")}
    told = lines[lines.index(f"::{stop}::") :]
    errors = [line for line in told if line.startswith("::")][1:]
    assert errors
    assert all(each.startswith("::error file=tests/contract/corner/specs/openapi.yaml,line=") for each in errors)


def test_budget_is_a_word_a_count_or_a_time() -> None:
    assert [read_budget(text, 10) for text in ("small", "default", "thorough", "75")] == [20, 40, 300, 75]
    assert read_budget("30s", 10) < read_budget("1m", 10) < read_budget("1m", 5)
    for text in ("", "0", "-1", "1.5s", "lots"):
        with pytest.raises(ValueError, match="is no budget"):
            read_budget(text, 10)


def test_one_test_is_run_again_by_the_line_that_its_failure_ends_with(tmp_path: Path) -> None:
    with open_shop("open door") as shop:
        done = prove(*shop.options, "statuses", "--json", "all.json", folder=tmp_path)
        line = next(line for line in done.stdout.splitlines() if line.startswith("  repeat:     "))
        again = prove(*shlex.split(line)[3:], "--json", "one.json", folder=tmp_path)
    assert shlex.split(line)[1:4] == ["handfast", "contract", "statuses"]
    assert (done.returncode, again.returncode) == (1, 1), again.stdout + again.stderr
    told = json.loads((tmp_path / "all.json").read_text())["outcomes"]
    [failed] = json.loads((tmp_path / "one.json").read_text())["outcomes"]
    assert failed["state"] == "failed"
    assert failed["operation"] == "getMember"
    assert failed["test"] in [each["test"] for each in told if each["state"] == "failed"]


def test_operation_is_picked_and_the_first_failure_may_be_the_last(tmp_path: Path, shop: Shop) -> None:
    done = prove(*shop.options, "statuses", "vacuum", "--only", "join", "--json", "join.json", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "join.json").read_text())
    assert {each["operation"] for each in told["outcomes"]} == {"join"}
    assert "a part of the tests was picked" in done.stdout
    done = prove(*shop.options, "statuses", "--only", "jion", folder=tmp_path)
    assert (done.returncode, done.stderr) == (2, "handfast contract: no test is picked by --only jion\n")
    with open_shop("open door") as broken:
        done = prove(*broken.options, "statuses", "--fail-fast", "--json", "first.json", folder=tmp_path)
    told = json.loads((tmp_path / "first.json").read_text())
    assert (done.returncode, told["counts"]["failed"], told["is_complete"]) == (1, 1, False)
    assert "\nstopped at a failure: what is not counted was not tried\n" in done.stdout


def test_strange_shape_of_a_document_is_a_finding_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text, told in {
        "hello\n": "h.yaml:1:1: this is no OpenAPI document, but a text",
        "- a\n": "h.yaml:1:1: this is no OpenAPI document, but a list",
        "": "h.yaml:1:1: this is no OpenAPI document, but an empty file",
        "openapi: 3.1.0\npaths: []\n": "h.yaml:2:1: `paths` has to be a mapping",
        "openapi: 3.1.0\npaths:\n  /a: {get: x}\n": "h.yaml:3:8: `get` has to be a mapping",
        "openapi: 3.1.0\npaths:\n  /a: {get: {parameters: [x]}}\n": "h.yaml:3:14: each of `parameters` has a `name`",
        "openapi: 3.1.0\npaths:\n  /a: {get: {responses: {200: x}}}\n": "h.yaml:3:26: `200` has to be a mapping",
        "openapi: 3.1.0\npaths:\n  /a: {get: {security: [{x: []}], responses: {200: {}}}}\n": "h.yaml:3:8: GET",
        "openapi: 3.1.0\npaths:\n  /a:\n    get: &a {operationId: a, responses: {}}\n    put: *a\n": "h.yaml:5:5: `a`",
    }.items():
        (tmp_path / "h.yaml").write_text(text)
        assert main(["--spec", "h.yaml"]) == 1
        first, *others = capsys.readouterr().err.splitlines()
        assert first.startswith(told)
        assert others == ["1 finding"]


def test_files_of_this_project_are_not_taken_for_those_of_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shop: Shop
) -> None:
    """Who names none is shown what one looks like, with operations of the own document."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SPEC.parent, "specs")
    assert main([]) == 2
    assert "give --server FILE, or put server.toml beside openapi.yaml" in capsys.readouterr().err
    assert main(["--base-url", shop.base_url]) == 2
    err = capsys.readouterr().err
    assert "nothing says how users come to be: give --actors FILE, or put actors.toml beside openapi.yaml" in err
    assert '  [register]\n  operation = "join"\n' in err
    shutil.copy(ACTORS, "specs/actors.toml")
    done = prove("--base-url", shop.base_url, "statuses", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_base_url_may_have_a_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_shop("/v1") as shop:
        text = SPEC.read_text().replace("paths:\n", "servers: [{url: 'https://{host}.example/v1'}]\npaths:\n", 1)
        (tmp_path / "openapi.yaml").write_text(text)
        (tmp_path / "actors.toml").write_text(ACTORS.read_text())
        assert main(["--spec", str(tmp_path / "openapi.yaml"), "--base-url", shop.base_url]) == 2
        assert f"is it --base-url {shop.base_url}/v1?" in capsys.readouterr().err
        words = ["--spec", "openapi.yaml", "--base-url", f"{shop.base_url}/v1", "--json", "out.json", "--budget", "5"]
        done = prove(*words, "statuses", "auth", "isolation", "vacuum", "conformance", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads((tmp_path / "out.json").read_text())["outcomes"]
    assert any(each["claim"] == "vacuum" and each["state"] == "proven" for each in told)
