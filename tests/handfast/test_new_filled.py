"""A house whose handlers somebody wrote: its proof is green, and red once they forget whose a thing is."""

import shutil
from pathlib import Path

import pytest

from tests.handfast.houses import found, hold, run

FOUNDED, FILLED = (Path(__file__).with_name(name) for name in ("founded", "filled"))
OF_PROJECT = ["--only", "getProject", "--only", "deleteProject"]
OF_PART = ["--only", "getPart"]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of a document with users, projects of theirs and parts of these, all of which are written."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        house = found(FOUNDED / "workshop.yaml", tmp_path_factory.mktemp("filled") / "house", monkeypatch)
    shutil.copytree(FILLED, house, dirs_exist_ok=True)
    told = house / "specs" / "server.toml"
    before, environment, after = told.read_text().partition("[environment]\n")
    outside = (FILLED / "outside.toml").read_text()
    told.write_text(f'{before}{environment}DATABASE = "{{database_url}}"\n{after}{outside}')
    return house


def prove(house: Path, *words: str) -> tuple[int, str]:
    done = run(house, "contract_tests", "--budget", "1", *words)
    return done.returncode, done.stdout + done.stderr


def forget(house: Path, module: str, filter_of_owner: str, instead: str) -> str:
    """Take a filter out of a handler; gives the text as it was."""
    path = house / "backend" / "handlers" / f"{module}.py"
    text = path.read_text()
    assert filter_of_owner in text
    path.write_text(text.replace(filter_of_owner, instead))
    return text


def test_what_is_written_is_clean(workshop: Path) -> None:
    hold(workshop)


def test_proof_is_green(workshop: Path) -> None:
    code, told = prove(workshop, "statuses", "auth", "isolation", "--only", "getProject", *OF_PART)
    assert code == 0, told
    assert "\nisolation-worlds " in told
    # What nobody said how to end is the one thing that cannot be tried.
    assert told.count("NOT PROVABLE") == told.count("NOT PROVABLE auth: nobody gets in with a token that was ended")


def test_nothing_is_asked_of_what_is_left_out(workshop: Path) -> None:
    """That it is there all the same is no finding of what is at the same path."""
    code, told = prove(workshop, "conformance", "--only", "addPart", "--leave-out", "listParts")
    assert code == 0, told
    assert "1 operation is not written, so nothing is asked of listParts\n" in told


@pytest.mark.parametrize(
    ("module", "careful", "careless", "only"),
    [
        ("projects", "WHERE id = :id AND owner = :owner", "WHERE id = :id", OF_PROJECT),
        ("parts", "AND owner = :owner", "", OF_PART),
    ],
    ids=["shown and deleted", "nested"],
)
def test_proof_is_red_without_the_owner(
    workshop: Path, module: str, careful: str, careless: str, only: list[str]
) -> None:
    text = forget(workshop, module, careful, careless)
    try:
        code, told = prove(workshop, "isolation", *only)
    finally:
        (workshop / "backend" / "handlers" / f"{module}.py").write_text(text)
    assert code == 1, told
    assert "FAILED isolation" in told
    for name in only[1::2]:
        assert f"{name} (" in told
