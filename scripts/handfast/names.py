"""Names that a person would have chosen, from whatever a document calls its things."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^\W\d_]+")
_SPELLED = {"ETag": "etag"}  # names that the standards write with capitals inside
# What a handler's signature or a generated function already uses.
RESERVED = frozenset({"self", "caller", "body", "request", "read", "api", "authenticate", "result"})


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def snake(text: str) -> str:
    """`createTask` -> `create_task`, `If-Match` -> `if_match`, `class` -> `class_`."""
    name = _SPELLED.get(text) or "_".join(word.lower() for word in words(text)) or "value"
    return safe(name)


def pascal(text: str) -> str:
    """`createTask` -> `CreateTask`; the inner capitals of what is a name already are kept."""
    name = "".join(word[:1].upper() + word[1:] for word in words(text)) or "Value"
    return f"N{name}" if name[0].isdigit() else safe(name)


def safe(name: str) -> str:
    name = f"n{name}" if name[:1].isdigit() else name
    return f"{name}_" if keyword.iskeyword(name) or keyword.issoftkeyword(name) else name


def unique(name: str, taken: Iterable[str]) -> str:
    """The name, or with the first number from 2 that is free."""
    used, candidate, number = set(taken), name, 2
    while candidate in used:
        candidate, number = f"{name.rstrip('_')}_{number}", number + 1
    return candidate
