"""Texts that match a regular expression: the shortest, and longer ones.

The parser is Python's own; the expression is one of ECMAScript's, whose few other spellings are translated first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

# Not by an import statement: type checkers do not agree whether these are there.
codes: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

_SPELLINGS = (
    (r"\(\?<([A-Za-z])", r"(?P<\1"),
    (r"\\u\{?([0-9A-Fa-f]{4})\}?", lambda found: re.escape(chr(int(found[1], 16)))),
    (r"\\z|\\Z", "$"),
)
_PROPERTY = re.compile(r"\\[pP]\{([^}]*)\}|\\.|[\[\]]", re.DOTALL)
_UPPER, _LOWER, _DIGITS = ("Lu", "Uppercase"), ("Ll", "Lowercase"), ("N", "Nd", "Number", "Digit")
_LIKED = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. ,/:@+=~#%&!?"
_ALL = _LIKED + "".join(chr(code) for code in range(33, 127) if chr(code) not in _LIKED)
_CATEGORIES = {
    codes.CATEGORY_DIGIT: re.compile(r"[0-9]"),
    codes.CATEGORY_NOT_DIGIT: re.compile(r"[^0-9]"),
    codes.CATEGORY_WORD: re.compile(r"[A-Za-z0-9_]"),
    codes.CATEGORY_NOT_WORD: re.compile(r"[^A-Za-z0-9_]"),
    codes.CATEGORY_SPACE: re.compile(r"[ ]"),
    codes.CATEGORY_NOT_SPACE: re.compile(r"\S"),
}
_MOST = 64


def texts(pattern: str) -> Iterator[str]:
    """Texts that match, as far as look-around lets one tell: longer and longer ones, with other letters."""
    parsed = _parsed(pattern)
    if parsed is None:
        return
    seen = set[str]()
    for extra in (0, 1, 2, 3, 5, 8, 13, 21, 34, 63, 127, 255, 511, 1023):
        for turn in range(8):
            text = _Writer(extra, turn).write(parsed)
            if text not in seen:
                seen.add(text)
                yield text


@cache
def _parsed(pattern: str) -> Any:
    for spelling, meaning in _SPELLINGS:
        pattern = re.sub(spelling, meaning, pattern)
    try:
        return parser.parse(_without_properties(pattern))
    except (re.error, RecursionError, OverflowError):
        return None


def _without_properties(pattern: str) -> str:
    """The pattern with plain letters where it names a property of Unicode, which Python does not know."""
    depth = 0

    def plain(found: re.Match[str]) -> str:
        nonlocal depth
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if found[1] is None:
            return found[0]
        name = found[1].rpartition("=")[2]
        letters = "A-Z" if name in _UPPER else "a-z" if name in _LOWER else "0-9" if name in _DIGITS else "A-Za-z"
        return letters if depth > 0 else f"[{letters}]"

    return _PROPERTY.sub(plain, pattern)


class _Writer:
    """Writes one text: with so many repetitions more than are needed, and other choices at every turn."""

    def __init__(self, extra: int, turn: int) -> None:
        self._extra = extra
        self._turn = turn
        self._groups: dict[int, str] = {}
        self._written = 0

    def write(self, parsed: Any) -> str:
        return "".join(self._token(code, value) for code, value in parsed)

    def _token(self, code: Any, value: Any) -> str:  # noqa: PLR0911 - one line for each kind
        match code:
            case codes.LITERAL:
                return chr(value)
            case codes.NOT_LITERAL:
                return self._letter([(codes.NEGATE, None), (codes.LITERAL, value)])
            case codes.ANY:
                return self._letter([(codes.NEGATE, None), (codes.LITERAL, 10)])
            case codes.IN:
                return self._letter(value)
            case codes.BRANCH:
                return self.write(value[1][self._turn % len(value[1])])
            case codes.SUBPATTERN:
                text = self.write(value[3])
                self._groups[value[0] or 0] = text
                return text
            case codes.GROUPREF:
                return self._groups.get(value, "")
            case codes.ATOMIC_GROUP:
                return self.write(value)
            case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
                return self._repeated(*value)
        return ""  # places and look-around have no text of their own

    def _repeated(self, least: int, most: int, item: Any) -> str:
        more = min(int(most) - least, self._extra)
        self._extra -= more if more > 1 else 0
        return "".join(self.write(item) for _ in range(least + more))

    def _letter(self, members: list[tuple[Any, Any]]) -> str:
        self._written += 1
        allowed = _allowed(tuple(members))
        return allowed[(self._turn * 7 + self._written - 1) % len(allowed)] if self._turn else allowed[0]


@cache
def _allowed(members: tuple[tuple[Any, Any], ...]) -> str:
    """The letters of a set, the most usual first."""
    negated = members[0][0] is codes.NEGATE
    found = "".join(letter for letter in _ALL if any(_is_in(ord(letter), *member) for member in members) != negated)
    if found:
        return found
    others = (value if code is codes.LITERAL else value[0] for code, value in members if code in _NAMED)
    return "".join(map(chr, others)) or "a"


_NAMED = (codes.LITERAL, codes.RANGE)


def _is_in(letter: int, code: Any, value: Any) -> bool:
    if code is codes.LITERAL:
        return letter == int(value)
    if code is codes.RANGE:
        return int(value[0]) <= letter <= int(value[1])
    return code is codes.CATEGORY and _CATEGORIES[value].match(chr(letter)) is not None
