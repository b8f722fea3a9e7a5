"""The README's tour, word for word: what it says to paste is pasted, what it shows is what comes."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readme_verbs import README, UPDATE
from tests.tours import paste, read_blocks, served, shown

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as a stranger has it, with the dependencies installed already."""
    subprocess.run(["make", ".venv/installed-dev"], cwd=ROOT, check=True)  # or the clone would install itself there
    folder = tmp_path_factory.mktemp("clone")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)  # with its times, or make would install again
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


@pytest.fixture(scope="module")
def blocks() -> dict[str, str]:
    return read_blocks(ROOT / "README.md")


@pytest.fixture
def server(clone: Path) -> Iterator[str]:
    with served(clone, "/health/ready") as address:
        yield address


def test_first_round_makes_and_lists_a_task_and_talks_about_it(
    clone: Path, server: str, blocks: dict[str, str]
) -> None:
    text = "echo ---\n".join((blocks["first-round"], blocks["chat"]))
    first_round, chat = paste(text.replace("localhost:8000", server), clone).split("---\n")
    assert '"title":"Write the contract"' in first_round
    assert first_round.count('"priority":"high"') == 2
    whole, _, streamed = chat.partition("event: delta")
    assert json.loads(whole)["message"].startswith("You have 1 open task")
    assert "Write" in streamed
    assert streamed.count("event: done") == 1


def test_pin_holds_for_this_edition_and_for_no_other(clone: Path, server: str, blocks: dict[str, str]) -> None:
    """A frontend's CI is red when the contract has moved."""
    digest = hashlib.sha256((clone / "generated" / "openapi.json").read_bytes()).hexdigest()[:16]
    pin = blocks["pin"]
    if UPDATE:
        pin = re.sub(r"\b[0-9a-f]{16}\b", digest, pin)
        text = README.read_text(encoding="utf-8")
        README.write_text(text.replace(blocks["pin"], pin), encoding="utf-8")
    asked = pin.replace("https://api.example.com", f"http://{server}")
    assert asked.count(digest) == 1
    assert [_code(asked), _code(asked.replace(digest, digest[::-1]))] == [0, 1]


def _code(command: str) -> int:
    return subprocess.run(["bash", "-c", command], check=False).returncode


@pytest.mark.timeout(900)  # a proof, beside other proofs
def test_tour_of_one_change_ends_in_its_proof(clone: Path, blocks: dict[str, str]) -> None:
    paste("git init --quiet .", clone)  # `git apply` wants to be in a repository of its own
    paste(blocks["promise"], clone)
    expected, printed = shown(blocks["generate-refused"], clone)
    assert printed == expected
    assert "generated/apis/tasks.py" in paste(blocks["generate"], clone)
    expected, printed = shown(blocks["missing"], clone)
    assert printed == expected
    paste(blocks["handler"], clone)
    paste(".venv/bin/mypy backend", clone)
    assert "proven by" in paste(blocks["proof"], clone)


def test_every_tour_block_is_executed(blocks: dict[str, str]) -> None:
    assert set(blocks) == {
        "first-round",
        "pin",
        "chat",
        "promise",
        "generate-refused",
        "generate",
        "missing",
        "handler",
        "proof",
    }
