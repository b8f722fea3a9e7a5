"""Redocly CLI: general rules for documents."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from handfast.findings import Finding, Location, shown
from handfast.spec.source import read_source
from handfast.tools.installation import ToolsError, command, reason

_SCRIPT = "@redocly/cli/bin/cli.js"
_CONFIGURATION = Path(__file__).with_name("redocly.yaml")
_OWN = ("redocly.yaml", "redocly.yml")
_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}


def findings(spec: Path) -> list[Finding]:
    """What the general rules find in a document; a redocly.yaml in the current folder takes the place of ours."""
    own = next((name for name in _OWN if Path(name).is_file()), None)
    words = ["lint", str(spec), "--format", "json", "--max-problems", "10000"]
    answer = run([*words, "--config", own or str(_CONFIGURATION)])
    return sorted(_findings(answer))


def run(words: list[str]) -> Any:
    """Run it and give what it prints as JSON; ToolsError says what it said instead."""
    done = _process(words)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise ToolsError(f"Redocly CLI said: {reason(done)}") from None


def respect(arazzo: Path, base_url: str, inputs: dict[str, str], report: Path) -> str:
    """Run Arazzo workflows against a server, write what came as JSON to `report`, and give the last line it said."""
    words = ["respect", str(arazzo), "--json-output", str(report)]
    for source in _sources(arazzo):
        words += ["--server", f"{source}={base_url}"]
    for name, value in inputs.items():
        words += ["--input", f"{name}={value}"]
    # Its own check takes every object for a closed one; that bodies fit their schemas is the contract suite's business.
    done = _process([*words, "--severity", "SCHEMA_CHECK=off"])
    return next((line.strip() for line in reversed((done.stdout + done.stderr).splitlines()) if line.strip()), "")


def _sources(arazzo: Path) -> list[str]:
    data = read_source(arazzo).data
    listed = data.get("sourceDescriptions") if isinstance(data, dict) else None
    sources = [source for source in listed if isinstance(source, dict)] if isinstance(listed, list) else []
    return [str(source.get("name")) for source in sources if source.get("type") == "openapi"]


def _process(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a pinned tool, with words of ours
        [*command(_SCRIPT), *words], capture_output=True, text=True, check=False, env={**os.environ, **_QUIET}
    )


def _findings(answer: Any) -> Iterator[Finding]:
    for problem in answer["problems"]:
        if problem["severity"] not in {"warn", "error"}:
            continue
        place = problem["location"][0]
        start = place.get("start", {"line": 1, "col": 1})
        where = Location(shown(Path(place["source"]["ref"])), start["line"], start["col"])
        yield Finding(where, f"{problem['message'].rstrip('.')} ({problem['ruleId']})")
