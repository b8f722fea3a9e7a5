"""The README's tour, word for word: what it says to paste is pasted, what it shows is what comes."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"<!-- tour: (\S+) -->\n```(sh|console)\n(.*?)```", re.DOTALL)
START_SECONDS = 60


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
    return {name: text for name, _, text in BLOCK.findall((ROOT / "README.md").read_text())}


def paste(text: str, folder: Path, **variables: str) -> str:
    """Runs lines as a shell does that stops at the first failure; gives all that they print."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["bash", "-eu", "-o", "pipefail", "-c", text]
    done = subprocess.run(
        command, cwd=folder, env=environment | variables, check=False, text=True, stdout=-1, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def shown(text: str, folder: Path) -> tuple[str, str]:
    """What a console block says that its command prints, and what it prints."""
    command, _, expected = text.removeprefix("$ ").partition("\n")
    printed = paste(f"{command} || true", folder)
    return expected, "\n".join(line for line in printed.splitlines() if not line.startswith("make")) + "\n"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(clone: Path, port: int) -> Iterator[str]:
    """`make run` in the clone, until the test is over."""
    command = ["make", "run", f"PORT={port}"]
    with (clone / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=clone, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(f"http://localhost:{port}/health/ready", process)
            yield f"localhost:{port}"
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    with httpx.Client() as client:
        for _ in range(START_SECONDS * 10):
            assert process.poll() is None, "the server ended by itself"
            try:
                if client.get(url).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    pytest.fail("the server was not ready in time")


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
    paste(blocks["proof"], clone, HANDFAST_EXAMPLES="5")


def test_every_tour_block_is_executed(blocks: dict[str, str]) -> None:
    assert set(blocks) == {
        "first-round",
        "chat",
        "promise",
        "generate-refused",
        "generate",
        "missing",
        "handler",
        "proof",
    }
