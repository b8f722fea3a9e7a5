"""Houses of real documents in which a team says whose things are: their proof is green, and red once nobody asks."""

import re
from pathlib import Path

import pytest

from tests.handfast.houses import found, hold, run
from tests.handfast.ownership import THERE, WANTED, Ownership


@pytest.fixture(scope="module", params=WANTED, ids=lambda each: each.name)
def owned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ownership, Path, Path]:
    """What was added, the house in which it was, and the module of the handlers."""
    ownership: Ownership = request.param
    if ownership.name not in THERE:
        pytest.skip(f"HANDFAST_DOCUMENTS names no folder with a document like {ownership.title!r}")
    folder = tmp_path_factory.mktemp("owned")
    ownership.promise(THERE[ownership.name], folder / "promised.yaml")
    with pytest.MonkeyPatch.context() as monkeypatch:
        house = found(folder / "promised.yaml", folder / ownership.name, monkeypatch)
    ownership.excuse(house)
    handlers = ownership.fill(house)
    for words in (["ruff", "check", "--quiet", "--select=I", "--fix"], ["ruff", "format", "--quiet"]):
        assert run(house, *words).returncode == 0
    return ownership, house, handlers


def prove(house: Path, *words: str) -> tuple[int, str]:
    done = run(house, "contract_tests", "--budget", "1", *words)
    return done.returncode, done.stdout + done.stderr


def test_what_is_written_is_clean(owned: tuple[Ownership, Path, Path]) -> None:
    hold(owned[1])


def test_proof_is_green(owned: tuple[Ownership, Path, Path]) -> None:
    ownership, house, _ = owned
    code, told = prove(house, *ownership.claims, "--only", ownership.operation)
    assert code == 0, told
    assert re.search(r"^isolation +[1-9]\d* +0 +0 ", told, re.MULTILINE), told


def test_proof_is_red_without_the_owner(owned: tuple[Ownership, Path, Path]) -> None:
    ownership, house, handlers = owned
    text = handlers.read_text()
    assert ownership.filter in text
    handlers.write_text(text.replace(ownership.filter, ""))
    try:
        code, told = prove(house, "isolation", "--fail-fast", "--only", ownership.operation)
    finally:
        handlers.write_text(text)
    assert code == 1, told
    assert "FAILED isolation:" in told
    assert f"({ownership.operation})" in told
