"""The same seed and budget send the same requests, but for ids and tokens; another seed sends others."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

from tests.contract.corner_shop import open_shop, prove

# What is made anew for each run: users, ids, where the server is, the numbers that schemathesis gives its cases.
FRESH = re.compile(
    r"actor-[0-9a-f]{31,32}|[0-9a-f]{40}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|127\.0\.0\.1:\d+|(?<=TestCaseId: ).*",
    re.IGNORECASE,
)
CREDENTIAL = re.compile(r"(?<=Authorization: ).*", re.DOTALL)


def masked(part: str) -> str:
    """A part of a request without what is fresh in it; of credentials, whatever was cut off them, the form."""
    part = CREDENTIAL.sub(lambda found: re.sub("[0-9A-Za-z+/=]+", "x", found[0]), part)
    return FRESH.sub("#", unquote(part))


def sent(folder: Path, seed: int, *claims: str) -> list[list[str]]:
    """What came at a server in one run, in order: method, path with its query, header fields and body.

    But for what is framed oddly, without a User-Agent: nobody waits for an answer to it, so it may come a bit later.
    """
    log = folder / f"{len([*folder.iterdir()])}.log"
    with open_shop(f"written {log}") as shop:
        done = prove(*shop.options, *claims, "--budget", "4", "--seed", str(seed), folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [[masked(part) for part in json.loads(line)] for line in log.read_text().splitlines()]
    return [asked for asked in lines if any(part.startswith("User-Agent: ") for part in asked)]


def test_same_seed_sends_the_same_and_another_one_others(tmp_path: Path) -> None:
    first, again = (sent(tmp_path, 3, "auth", "conformance", "isolation", "statuses") for _ in range(2))
    assert len(first) > 200
    assert first == again
    drawn = [asked for asked in first if any("schemathesis" in part for part in asked)]
    other = [asked for asked in sent(tmp_path, 4, "conformance") if any("schemathesis" in part for part in asked)]
    assert other
    assert drawn != other
