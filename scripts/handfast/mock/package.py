"""The generated package behind a mock: made for the occasion, or one that is there."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.rendering.package import generate
from handfast.spec.document import Document
from handfast.spec.drafts import promised

_NAME = "mocked_api"


def generated(document: Document, folder: Path, warn: Callable[[Finding], None]) -> str:
    """Writes the package of a document, its drafts like the rest, into a folder, and gives the name to import it by."""
    package, lost = generate(promised(document))
    for finding in lost:
        warn(finding)
    package.write(folder / _NAME)
    sys.path.insert(0, str(folder))
    return _NAME


def given(folder: Path) -> str:
    """The name to import a package by that was written before."""
    if not (folder / "routes" / "__init__.py").is_file():
        raise FindingsError([Finding(Location(shown(folder)), "is no generated package")])
    sys.path.insert(0, str(folder.resolve().parent))
    importlib.invalidate_caches()
    return folder.resolve().name
