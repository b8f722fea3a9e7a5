"""The newcomer's tour of docs/first-api.md, word for word: from `handfast new` to a proof, and to what fails it."""

import os
import sys
from pathlib import Path

from tests.handfast.houses import MYPY_CACHE
from tests.tours import paste, read_blocks, served, shown

ROOT = Path(__file__).resolve().parents[1]
VENV = Path(sys.executable).parents[1]
ENVIRONMENT = {
    "VENV": str(VENV),  # everything is installed there; what `make` installs of a wheel is tested with the wheel
    "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}",
    "MYPYPATH": str(ROOT / "scripts"),  # a checkout that is installed to be edited is not seen by mypy by itself
    "MYPY_CACHE_DIR": str(MYPY_CACHE),
    "HANDFAST_EXAMPLES": "5",
}


def test_newcomers_tour_ends_in_a_proof_and_in_what_fails_it(tmp_path: Path) -> None:
    blocks = read_blocks(ROOT / "docs" / "first-api.md")
    assert "7 passed" in paste(blocks.pop("found"), tmp_path, **ENVIRONMENT)
    notes = tmp_path / "notes"

    with served(notes, "/health", **ENVIRONMENT) as address:
        talk = blocks.pop("talk").replace("localhost:8000", address)
        answers = paste(talk, notes, **ENVIRONMENT)
    assert answers.count('"text":"Buy milk"') == 2
    assert '"error_code": "forbidden"' in answers

    paste(blocks.pop("promise"), notes)
    expected, printed = shown(blocks.pop("refused"), notes, **ENVIRONMENT)
    assert printed == expected
    assert "generated/apis/notes.py" in paste(blocks.pop("link"), notes, **ENVIRONMENT)
    expected, printed = shown(blocks.pop("stub"), notes, **ENVIRONMENT)
    assert printed == expected
    paste(blocks.pop("handler"), notes, **ENVIRONMENT)
    proof = paste(blocks.pop("proof"), notes, **ENVIRONMENT)
    assert " failed" not in proof.partition("claim  ")[0]
    paste(blocks.pop("careless"), notes)
    expected, printed = shown(blocks.pop("red"), notes, **ENVIRONMENT)
    assert printed == expected
    assert not blocks, "each block is executed"
