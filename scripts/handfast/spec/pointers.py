"""JSON pointers (RFC 6901): how a node of a document is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote


def child(pointer: str, *tokens: str) -> str:
    for token in tokens:
        plain = "~" not in token and "/" not in token  # nearly all: large documents have millions of them
        pointer = f"{pointer}/{token if plain else token.replace('~', '~0').replace('/', '~1')}"
    return pointer


def split(pointer: str) -> list[str]:
    """The tokens of a pointer. Raises LookupError for text that is none, an anchor for one."""
    if pointer and not pointer.startswith("/"):
        raise LookupError(pointer)
    tokens = pointer.split("/")[1:]
    return [token.replace("~1", "/").replace("~0", "~") for token in tokens] if "~" in pointer else tokens


def from_fragment(fragment: str) -> str:
    """The pointer that the fragment of a `$ref` holds: percent-escapes undone."""
    return unquote(fragment)


def find(data: Any, tokens: Iterable[str]) -> Any:
    """The node that the tokens lead to. Raises LookupError where there is none."""
    for token in tokens:
        if isinstance(data, dict) and token in data:
            data = data[token]
        elif isinstance(data, list) and token.isdigit() and int(token) < len(data):
            data = data[int(token)]
        else:
            raise LookupError(token)
    return data
