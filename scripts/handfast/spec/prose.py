"""Prose: descriptions in files of their own, `description: {$ref: words.md}`, as some tools bundle them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

_KEYS = ("description", "summary")
_SUFFIXES = (".md", ".markdown", ".txt", ".html")


def with_prose(node: dict[str, Any], folder: Path) -> dict[str, Any]:
    """An object with the texts of the files that its descriptions refer to; those of its tags and info, too."""
    found: dict[str, Any] = {key: text for key in _KEYS if (text := _text(node.get(key), folder)) is not None}
    if isinstance(node.get("info"), dict):
        found["info"] = with_prose(node["info"], folder)
    if isinstance(node.get("tags"), list):
        found["tags"] = [with_prose(item, folder) if isinstance(item, dict) else item for item in node["tags"]]
    return {**node, **found} if found else node


def _text(value: Any, folder: Path) -> str | None:
    reference = value.get("$ref") if isinstance(value, dict) else None
    if not isinstance(reference, str) or not reference.endswith(_SUFFIXES) or "://" in reference:
        return None
    try:
        return (folder / unquote(reference)).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
