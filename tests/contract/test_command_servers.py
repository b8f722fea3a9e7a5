"""Servers that fail the proof: each is told once, with what it said last, and what was started is ended."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.contract.corner_shop import ACTORS, ROOT, SPEC, Shop, open_shop, prove


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with open_shop() as shop:
        yield shop


CORNER_APP = SPEC.parents[1] / "app.py"


def started(folder: Path, defect: str, more: str = "") -> list[str]:
    """Options for a server that the suite starts by itself."""
    told = f'command = ["{{python}}", "{CORNER_APP}", "{{port}}", "{defect}"]\n{more}'
    (folder / "server.toml").write_text(told)
    return ["--spec", str(SPEC), "--actors", str(ACTORS), "--server", "server.toml"]


def test_server_that_dies_on_the_way_is_one_finding_with_the_end_of_its_log(tmp_path: Path) -> None:
    done = prove(*started(tmp_path, "dies"), "auth", "statuses", "isolation", folder=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.count("FAILED ") == 1
    assert "the server ended with 7; its log ends with\n  no more paper for ***" in done.stdout
    assert "stopped at a failure: what is not counted was not tried\n1 finding, in 1 test\n" in done.stdout
    assert not re.search(r"\b[0-9a-f]{40}\b", done.stdout)


def test_server_that_is_never_ready_is_told_once(tmp_path: Path) -> None:
    words = started(tmp_path, "", "ready_seconds = 1.5\n")
    text = SPEC.read_text().replace("/ready:", "/members/ready:")  # which asks for a user
    (tmp_path / "openapi.yaml").write_text(text)
    done = prove(*words[2:], "--spec", "openapi.yaml", "auth", folder=tmp_path)
    assert done.returncode == 2, done.stdout
    assert "is not ready within 1.5 s (`ready_seconds` in server.toml): isReady answers 401; it logged" in done.stderr
    assert done.stderr.count("\n") == 1


def test_port_that_is_taken_is_told_with_the_part_that_wants_it(tmp_path: Path, shop: Shop) -> None:
    port = shop.base_url.rpartition(":")[2]
    words = started(tmp_path, "", f'[outside.oracle]\nkind = "http"\nport = {port}\n')
    done = prove(*words, "auth", folder=tmp_path)
    assert done.returncode == 2, done.stdout
    assert f"server.toml: [outside.oracle] cannot listen at port {port}: " in done.stderr
    assert done.stderr.count("\n") == 1


def test_interrupted_run_stops_what_it_started(tmp_path: Path) -> None:
    words = [sys.executable, "-P", "-m", "contract_tests", *started(tmp_path, ""), "--budget", "300"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as suite:
        assert suite.stdout is not None
        for line in suite.stdout:
            if line.startswith("auth "):  # so the server is there
                suite.send_signal(signal.SIGINT)
                break
        told = suite.stdout.read()
    assert suite.returncode == 130, told
    assert "broken off before the end; what was started is stopped, and what is not counted was not tried" in told


def test_api_without_a_public_question_is_ready_when_it_answers(tmp_path: Path, shop: Shop) -> None:
    data = yaml.safe_load(SPEC.read_text())
    del data["paths"]["/ready"]
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(data))
    words = ["--spec", "openapi.yaml", "--actors", str(ACTORS), "--base-url", shop.base_url, "statuses"]
    done = prove(*words, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
