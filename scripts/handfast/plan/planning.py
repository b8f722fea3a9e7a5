"""A plan for a folder: what is generated there already, held against what would be."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from handfast.plan.changes import Change, Plan, plan
from handfast.plan.interfaces import Interfaces, read
from handfast.plan.sources import Sources, search
from handfast.plan.types import types_changed

_DOCUMENT = "openapi.json"


def planned(out: Path, code: Path, files: Mapping[str, bytes]) -> Plan:
    """Say what becomes of `out` if it gets these files, and who of `code` has to follow."""
    made = plan(read(_present(out)), read(files), search(code, out))
    served = _served(out / _DOCUMENT)
    return made if served is None else replace(made, types=tuple(types_changed(served, json.loads(files[_DOCUMENT]))))


def orphaned(out: Path, code: Path, files: Mapping[str, bytes]) -> list[Change]:
    """Operations that go if `out` gets these files, although `code` implements them; it is read only if some go."""
    old, new = (Interfaces(methods=read(_interfaces(each)).methods) for each in (_present(out), files))
    gone = old.methods.keys() - new.methods.keys()
    return plan(old, new, search(code, out) if gone else Sources()).orphans


def _interfaces(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith("apis/")}


def _present(out: Path) -> dict[str, bytes]:
    """The modules that are there; one that is no Python, as after a merge, is about to be written anew."""
    found = {}
    for path in sorted(out.rglob("*.py")):
        content = path.read_bytes()
        with suppress(SyntaxError, ValueError):
            ast.parse(content)
            found[path.relative_to(out).as_posix()] = content
    return found


def _served(path: Path) -> object:
    """The document that is published so far; None if there is none to compare with."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
