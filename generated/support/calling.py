"""Telling operations apart whose templates differ in what follows `?` or `#` alone, which no path has.

A request calls one of them by what it says in its query or in a header: `name=value` says that value, a `name` alone
any, and `name={parameter}` any as well, which is the parameter's.
"""

import re
from collections.abc import Iterator
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

from starlette.types import Scope

T = TypeVar("T")
_TAIL = re.compile("[?#]")
_PARAMETER = re.compile(r"\{([^{}]*)\}")
_TOLD, _ANY, _CAPTURED = "told", "any", "captured"
Words = tuple[tuple[str, str], ...]
"""Names, and how the value of each is looked at."""


def parted(template: str) -> tuple[str, str]:
    """The path of a template, and what follows it."""
    path, *tail = _TAIL.split(template, maxsplit=1)
    return path, "".join(tail)


def captures(tail: str) -> list[str]:
    """The names of the parameters that stand in what follows a path."""
    return [text[1:-1] for _, kind, text in _words(tail) if kind == _CAPTURED]


class Calls(Generic[T]):
    """Operations that share a path and a method."""

    def __init__(self) -> None:
        self._known: dict[Words, dict[tuple[str, ...], T]] = {}

    def add(self, tail: str, called: T) -> None:
        """Of those that are called by the same words, the first counts."""
        words = list(_words(tail))
        names = tuple((name, kind) for name, kind, _ in words)
        self._known.setdefault(names, {}).setdefault(
            tuple(text for _, kind, text in words if kind == _TOLD), called
        )
        self._known = dict(
            sorted(self._known.items(), key=lambda item: -len(item[0]))
        )  # who says more is asked first

    def called(self, scope: Scope) -> tuple[T, list[bytes]] | None:
        """The one that a request calls, and the values that it captures; None if it calls none."""
        said = _said(scope)
        for names, known in self._known.items():
            if all(name in said for name, _ in names):
                found = known.get(tuple(said[name] for name, kind in names if kind == _TOLD))
                if found is not None:
                    return found, [said[name].encode() for name, kind in names if kind == _CAPTURED]
        return None


def _words(tail: str) -> Iterator[tuple[str, str, str]]:
    for part in filter(None, tail.split("&")):
        name, sign, text = part.partition("=")
        kind = _ANY if not sign else _CAPTURED if _PARAMETER.fullmatch(text) else _TOLD
        yield name.lower(), kind, text


def _said(scope: Scope) -> dict[str, str]:
    """What a request says by names, which are in lower case: in its headers and in its query."""
    query: bytes = scope["query_string"]
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return {**headers, **{name.lower(): value for name, value in pairs}}
