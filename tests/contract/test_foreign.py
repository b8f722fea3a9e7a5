"""Other teams' APIs, with all of the suite: no false alarm, reasons where an API has no occasion, and defects found.

The library asks nobody who they are. The harbour gives out keys, in any form, and speaks OpenAPI 3.0 in one file of
JSON. The kiosk has members with orders of their own, who may log in or show a token, behind a path; the ids of orders
are counted from one. The depot has thirty operations: things in things, things that name others, versions that have to
be told, slugs, ranges.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from contract_tests.servers.server import free_port
from tests.contract.corner_shop import ROOT, prove

FOREIGN = Path(__file__).with_name("foreign")
ADA, BOB = "ada:1b5d-Key-of-Ada-77c2", "bob:9e30-Key-of-Bob-41fa"
# What is missing by the nature of each: nobody copies their worlds, and none has what ends a static key.
UNPROVEN = {"library": set[str](), "harbour": {"endings"}, "kiosk": {"isolation-worlds"}}

IN_THE_DEPOT = (
    "listBoxes",
    "makeBox",
    "addItem",
    "replaceItem",
    "removeNote",
    "putJar",
    "changeJar",
    "listTips",
    "listItems",
    "showBox",
    "putUpShelf",
    "removeItems",
)
DEPOT_DEFECTS = (
    "anybody's boxes by parent",
    "any parent",
    "any box",
    "428 tells",
    "everybody's note is removed",
    "any shelf",
    "jars on any shelf",
    "limits are forgotten",
    "from is after",
    "ref tells",
    "keys are everybodys",
    "any but the first",
)


def outcomes_of(name: str, folder: Path, defects: str, *words: str) -> tuple[int, str, list[dict[str, Any]]]:
    """Run the suite on a server in a copy; return the exit code, what was told, and what came of each test."""
    shutil.copytree(FOREIGN / name, folder, dirs_exist_ok=True)
    told = (folder / "server.toml").read_text()
    told = told.replace("APP", str(FOREIGN / name / "app.py")).replace("NONE", defects)
    (folder / "server.toml").write_text(told)
    spec = next(file.name for file in folder.glob("openapi.*"))
    done = prove("--spec", spec, "--json", "out.json", "--budget", "8", *words, folder=folder, ADA_KEY=ADA, BOB_KEY=BOB)
    assert (folder / "out.json").is_file(), done.stdout + done.stderr
    found = json.loads((folder / "out.json").read_text())
    return done.returncode, done.stdout + done.stderr, found["outcomes"]


@pytest.mark.parametrize("name", UNPROVEN)
def test_nothing_is_wrong_with_a_good_server(tmp_path: Path, name: str) -> None:
    code, told, outcomes = outcomes_of(name, tmp_path, "")
    assert code == 0, told
    assert {each["claim"] for each in outcomes if each["state"] == "proven"} >= {"conformance", "statuses", "vacuum"}
    assert {line.split()[2].rstrip(":") for line in told.splitlines() if line.startswith("NOT PROVEN")} == UNPROVEN[
        name
    ]
    assert all(each["text"] for each in outcomes if each["state"] == "not provable")
    assert not [key for key in (ADA, BOB) if key in told or quote(key, safe="") in told]


def test_nothing_is_wrong_with_a_good_server_of_many_operations(tmp_path: Path) -> None:
    words = ["isolation-worlds", "semantics", "--budget", "20"]
    code, told, _ = outcomes_of("depot", tmp_path, "", *words)
    assert code == 0, told


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        (
            "depot",
            ["isolation", "semantics", "--budget", "40", *(word for name in IN_THE_DEPOT for word in ("--only", name))],
            dict(zip(DEPOT_DEFECTS, IN_THE_DEPOT, strict=True)),
        ),
        (
            "library",
            ["statuses"],
            {
                "page is JSON": "frontPage",
                "isbn is a number": "findBooks",
                "one more property": "showBook",
                "200 for 204": "wish",
                "code is a number": "sendCover",
            },
        ),
        ("library", ["conformance"], {"crash": "findBooks", "error is a text": "sendCover", "one too many": ""}),
        (
            "harbour",
            ["auth", "statuses"],
            {
                "key in the query": "listShips",
                "one of two": "sinkShip",
                "410 for 404": "readShip",
                "200 for 201": "addShip",
                "part of a login": "putManifest",
                "metres as text": "tide",
            },
        ),
        ("harbour", ["auth", "statuses"], {"any key": "addShip", "key shows": "readShip", "body with 204": "sinkShip"}),
        ("harbour", ["auth"], {"any case": "listShips"}),
        ("harbour", ["statuses"], {"403 for nobody": "listShips"}),
        ("harbour", ["auth"], {"no header": "listShips"}),
        (
            "kiosk",
            ["auth", "endings", "isolation", "semantics", "statuses"],
            {
                "any member": "listOrders",
                "garbage is nobody": "readNews",
                "leaving is forgotten": "leave",
                "another default": "order",
            },
        ),
        (
            "kiosk",
            ["auth", "isolation", "semantics"],
            {
                "any order": "showOrder",
                "all orders": "listOrders",
                "cancelled first": "cancelOrder",
                "location elsewhere": "order",
                "basic is not looked at": "",
                "keys open doors": "order",
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value) if isinstance(value, list) else "",
)
def test_defects_are_found(tmp_path: Path, name: str, words: list[str], found: dict[str, str]) -> None:
    code, told, outcomes = outcomes_of(name, tmp_path, ", ".join(found), *words)
    failed = {each["operation"] for each in outcomes if each["state"] == "failed"}
    assert code == 1, told
    assert set(filter(None, found.values())) <= failed, told


@pytest.mark.parametrize(
    ("defects", "only", "found"),
    [
        ("all orders", "stranger sees nothing", ["listOrders"]),
        ("all orders, each member counts", "stranger sees nothing", ["listOrders"]),
        ("each member counts", "stranger sees nothing", []),
        ("each member counts", "strangers path", []),
    ],
)
def test_short_ids_tell_of_what_is_anothers(tmp_path: Path, defects: str, only: str, found: list[str]) -> None:
    """Nobody copies the kiosk's world. Where each member counts, two have orders of one id; refusals are counted."""
    code, told, outcomes = outcomes_of("kiosk", tmp_path, defects, "isolation", "--only", only)
    assert code == (1 if found else 0), told
    assert [each["operation"] for each in outcomes if each["state"] == "failed"] == found, told
    assert "showOrder" in {each["operation"] for each in outcomes if each["state"] == "proven"}


@contextmanager
def kiosk() -> Iterator[str]:
    """A kiosk that somebody else started, with two members who are there for good."""
    port = free_port()
    environment = {**os.environ, "ADA_KEY": ADA, "BOB_KEY": BOB, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(FOREIGN / "kiosk" / "app.py")], env=environment) as process:
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    httpx.get(f"http://127.0.0.1:{port}/api/open")
                    break
                except httpx.TransportError:
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/api"
        finally:
            process.terminate()


def test_users_who_stay_are_not_ended(tmp_path: Path) -> None:
    """Neither by what is named in [ends] nor by what looks like it; and what is not tried for that is told."""
    shutil.copy(FOREIGN / "kiosk" / "openapi.yaml", tmp_path)
    users = (FOREIGN / "harbour" / "actors.toml").read_text()
    (tmp_path / "actors.toml").write_text(users)
    with kiosk() as url:
        words = ["--spec", "openapi.yaml", "--base-url", url, "--json", "out.json", "--budget", "8"]
        done = prove(*words, folder=tmp_path, ADA_KEY=ADA, BOB_KEY=BOB)
        for name, key in (("ada", ADA), ("bob", BOB)):
            fields = {"Authorization": f"Bearer {key}"}
            assert httpx.get(f"{url}/members/{name}/orders", headers=fields).status_code == 200, done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = json.loads((tmp_path / "out.json").read_text())["outcomes"]
    left = [each for each in outcomes if each["operation"] == "leave" and each["state"] == "not provable"]
    assert any("users who stay are not ended" in each["text"] for each in left)
    assert {each["claim"] for each in left} >= {"conformance", "statuses", "vacuum"}
