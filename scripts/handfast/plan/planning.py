"""A plan for a folder: what is generated there already, held against what would be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from handfast.plan.changes import Plan, plan
from handfast.plan.interfaces import read
from handfast.plan.sources import search
from handfast.plan.types import types_changed

_DOCUMENT = "openapi.json"


def planned(out: Path, code: Path, files: Mapping[str, bytes]) -> Plan:
    """Say what becomes of `out` if it gets these files, and who of `code` has to follow."""
    present = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.py")}
    made = plan(read(present), read(files), search(code, out))
    served = _served(out / _DOCUMENT)
    return made if served is None else replace(made, types=tuple(types_changed(served, json.loads(files[_DOCUMENT]))))


def _served(path: Path) -> object:
    """The document that is published so far; None if there is none to compare with."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
