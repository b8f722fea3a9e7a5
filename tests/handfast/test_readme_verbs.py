"""README shows each verb with its real output: the commands are run, one after the other, in a project of their own."""

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchfiles import Change

from handfast.cli import VERBS, main
from handfast.tools.installation import installed
from tests import readme_verbs

# On servers that are made for it: see the tests of the backend.
ELSEWHERE = {"features", "database"}
WITH_TOOLS = {"lint", "publish", "tools"}
HERE = [verb for verb in readme_verbs.commands() if verb not in ELSEWHERE]


def test_each_verb_is_shown() -> None:
    assert sorted(readme_verbs.commands()) == sorted(VERBS)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands are run: what one has done, the next one finds."""
    return tmp_path_factory.mktemp("readme")


def save(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture(autouse=True)
def no_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would go on until somebody stops it ends by itself; while `watch` does, somebody saves twice."""
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: None)

    def saves(*_: object, **__: object) -> Iterator[set[tuple[Change, str]]]:
        public, schemas = Path("specs/paths/public.yaml"), Path("specs/components/schemas.yaml")
        save(public, "tags: [public]", "tags: [pubic]")
        yield {(Change.modified, str(public))}
        save(public, "tags: [pubic]", "tags: [public]")
        save(schemas, "required: [text]", "required: [text, pinned]")
        yield {(Change.modified, str(public)), (Change.modified, str(schemas))}

    monkeypatch.setattr("handfast.watching.loop.watch", saves)


@pytest.mark.parametrize("verb", HERE)
def test_what_is_shown_is_what_comes(
    verb: str, project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if verb in WITH_TOOLS and not installed():
        pytest.skip("the Node tools are not installed: `handfast tools` does that")
    monkeypatch.chdir(project if verb == "new" else project / "notes")
    said = []
    for command, _ in readme_verbs.commands()[verb]:
        capfd.readouterr()
        if command.startswith("handfast "):
            main(shlex.split(command.partition("  #")[0])[1:])
        else:
            subprocess.run(["bash", "-eu", "-c", command], check=True)
        out, err = capfd.readouterr()
        said.append(
            (command, out + "".join(line for line in err.splitlines(keepends=True) if not line.endswith(" s)\n")))
        )
    readme_verbs.check(verb, said)
