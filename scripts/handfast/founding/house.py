"""All files of a house, by their path in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined

from handfast.founding.credentials import schemes
from handfast.founding.handlers import handlers
from handfast.rewriting.mending import mended
from handfast.spec.document import Document
from handfast.spec.operations import mapping, operations

GENERATED = "generated"
_SECRET = "for-the-proof-and-for-nothing-else-0123456789"  # noqa: S105 - it protects nothing, and says so
_TEMPLATE = ".jinja"
_PLACES = {
    "gitignore": ".gitignore",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "ci.yml": ".github/workflows/ci.yml",
    "actors.toml": "specs/actors.toml",
    "server.toml": "specs/server.toml",
}
"""Where files go whose place in a house is no place for them in a package."""
_OF_CALLERS = {"specs/actors.toml", "backend/authentication.py", "backend/tokens.py"}
"""What an API does without that asks nobody who they are."""
_DOCS = ("/openapi.json", "/openapi.yaml", "/docs")
"""Where the document is to be had, and a page of it."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a house is made of: its name, its document as split, and the package that is generated of that."""

    name: str
    document: Document
    generated: Mapping[str, bytes]
    is_notes: bool


def house(founding: Founding) -> dict[str, str]:
    """The files around `specs/` and `generated/`."""
    tags = handlers(founding.generated, GENERATED)
    asked = schemes(mended(founding.document), founding.generated)
    info = mapping(founding.document.data.get("info"))
    values = {
        "name": founding.name,
        "title": " ".join(str(info.get("title") or founding.name).split()),
        "version": _version(),
        "notes": founding.is_notes,
        "secret": _SECRET,
        "root_path": _root_path(founding.document),
        "tags": tags,
        "schemes": asked,
        "places": sorted({scheme.place for scheme in asked}),
        "operations": len(list(operations(founding.document))),
        "docs": _free(founding.document, _DOCS),
    }
    absent = (set() if asked else _OF_CALLERS) | (set() if values["docs"] else {"backend/docs.py"})
    made = {path: text for path, text in _rendered("house", values).items() if path not in absent}
    if founding.is_notes:
        return {**made, **notes(values)}
    empty = {f"backend/handlers/{tag.module}.py": tag.text for tag in tags}
    return {**made, **empty, "backend/handlers/__init__.py": ""}


def notes(values: Mapping[str, Any]) -> dict[str, str]:
    """The API of notes: its specs, and the backend that keeps them."""
    return {
        **_rendered("notes", values),
        "backend/handlers/__init__.py": "",
        "backend/stores/__init__.py": "",
    }


def slug(text: str) -> str:
    """A name for a project, as package indexes take it."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "api"


def _root_path(document: Document) -> str:
    """The path of the first server, with the defaults of its variables: what comes before every path."""
    servers = document.data.get("servers")
    first = servers[0] if isinstance(servers, list) and servers and isinstance(servers[0], dict) else {}
    url, variables = str(first.get("url", "")), first.get("variables")
    for name, variable in variables.items() if isinstance(variables, dict) else ():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "") if isinstance(variable, dict) else ""))
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _free(document: Document, wanted: Sequence[str]) -> list[str]:
    """Those paths that no operation of the document can be meant by."""
    paths = document.data.get("paths")
    short = [str(path) for path in paths if str(path).count("/") == 1] if isinstance(paths, dict) else []
    return [] if any("{" in path for path in short) else [path for path in wanted if path not in short]


def _version() -> str:
    return metadata.version("handfast")


def _rendered(folder: str, values: Mapping[str, Any]) -> dict[str, str]:
    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what is rendered is no HTML
    )
    environment.filters["quoted"] = repr
    made = {}
    for name, entry in _files(resources.files("handfast.founding") / folder):
        text = entry.read_text(encoding="utf-8")
        if name.endswith(_TEMPLATE):
            text = environment.from_string(text).render(values)
        path = name.removesuffix(_TEMPLATE)
        made[_PLACES.get(path, path)] = text
    return made


def _files(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        else:
            yield path + entry.name, entry
