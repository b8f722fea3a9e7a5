"""The corner shop: a server that a test starts, and the proof of it by the command line."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from contract_tests.servers.server import free_port

ROOT = Path(__file__).parents[2]
CORNER = Path(__file__).with_name("corner")
SPEC, ACTORS = CORNER / "specs" / "openapi.yaml", CORNER / "actors.toml"


@dataclass
class Shop:
    """A running server, and all tokens that it gave."""

    base_url: str
    options: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.options = ["--spec", str(SPEC), "--actors", str(ACTORS), "--base-url", self.base_url]


@contextmanager
def open_shop(defect: str = "") -> Iterator[Shop]:
    port = free_port()
    with subprocess.Popen([sys.executable, str(CORNER / "app.py"), str(port), defect]) as process:
        try:
            deadline = time.monotonic() + 20
            while True:
                try:
                    httpx.get(f"http://127.0.0.1:{port}/ready")
                    break
                except httpx.TransportError:
                    assert time.monotonic() < deadline
                    time.sleep(0.02)
            yield Shop(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def prove(
    *words: str,
    folder: Path,
    package: Path = ROOT,
    program: tuple[str, ...] = ("-P", "-m", "contract_tests"),
    **more: str,
) -> subprocess.CompletedProcess[str]:
    """Run the command line in some folder, and return how it ended."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HANDFAST_", "GITHUB_"))}
    return subprocess.run(
        [sys.executable, *program, *words],
        cwd=folder,
        env={**clean, "PYTHONPATH": f"{package}:{ROOT / 'scripts'}", **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,  # a machine may have other things to do
    )
