"""Where the credential of each security scheme stands, as the house's authenticators are told."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handfast.model.security import Security
from handfast.spec.document import Document
from handfast.spec.operations import operations

_AUTHORIZATION = "authorization"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A field of the generated `Authenticate`; `place` is the function that finds a credential, `find` its call."""

    python_name: str
    place: str
    find: str
    challenge: str = ""
    """What WWW-Authenticate says of it; nothing where HTTP has no word for it, as for keys."""


def schemes(document: Document, files: Mapping[str, bytes]) -> list[Scheme]:
    """Those that a generated package asks for, by its files."""
    security = Security(document)
    for _, _, _, node in operations(document):
        security.alternatives(node)  # names those that are used and not declared
    names = {scheme.python_name: scheme.name for scheme in security.schemes()}
    section = document.data.get("components", {}).get("securitySchemes", {})
    return [
        Scheme(field, *_place(document.resolve(section.get(names.get(field, ""), {}))))
        for field in _fields(files["security.py"])
    ]


def _fields(content: bytes) -> Iterator[str]:
    for node in ast.parse(content).body:
        if isinstance(node, ast.ClassDef) and node.name == "Authenticate":
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    yield item.target.id


def _place(scheme: Any) -> tuple[str, ...]:
    node = scheme if isinstance(scheme, dict) else {}
    kind, name = node.get("type"), str(node.get("name", ""))
    word = str(node.get("scheme", "bearer")).lower()
    if kind == "apiKey" and node.get("in") in ("header", "query", "cookie"):
        return str(node["in"]), f"{node['in']}({name!r})"
    if kind == "mutualTLS":
        return "nowhere", "nowhere"
    if kind == "http" and word == "basic":
        return "basic", "basic", 'Basic realm="api"'
    word = word if kind == "http" else "bearer"
    return _AUTHORIZATION, f"{_AUTHORIZATION}({word!r})", word.capitalize()
