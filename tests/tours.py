"""Tours that documents give, word for word: what they say to paste is pasted, what they show is what comes."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from contract_tests.servers.server import free_port

BLOCK = re.compile(r"<!-- tour: (\S+) -->\n```(sh|console)\n(.*?)```", re.DOTALL)
START_SECONDS = 60


def read_blocks(document: Path) -> dict[str, str]:
    """What is to be pasted or compared, by its name in the document."""
    return {name: text for name, _, text in BLOCK.findall(document.read_text())}


def paste(text: str, folder: Path, **variables: str) -> str:
    """Runs lines as a shell does that stops at the first failure; gives all that they print."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["bash", "-eu", "-o", "pipefail", "-c", text]
    done = subprocess.run(
        command, cwd=folder, env=environment | variables, check=False, text=True, stdout=-1, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def shown(text: str, folder: Path, **variables: str) -> tuple[str, str]:
    """What a console block says that its command prints, and what it prints."""
    command, _, expected = text.removeprefix("$ ").partition("\n")
    printed = paste(f"{command} || true", folder, **variables)
    return expected, "\n".join(line for line in printed.splitlines() if not line.startswith("make")) + "\n"


@contextmanager
def served(folder: Path, readiness: str, **variables: str) -> Iterator[str]:
    """`make run` in a folder, until the test is over: its host and port."""
    port = free_port()
    command = ["make", "run", f"PORT={port}"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=-2, env=os.environ | variables)
        try:
            wait_until_ready(f"http://localhost:{port}{readiness}", process)
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
