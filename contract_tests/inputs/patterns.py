"""Texts that match a regular expression, worked out from its parts: always the same ones."""

import re
from collections.abc import Callable
from re import _constants as codes
from re import _parser as parser
from typing import Any

_CATEGORIES = {
    codes.CATEGORY_DIGIT: "7",
    codes.CATEGORY_WORD: "w",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_DIGIT: "d",
    codes.CATEGORY_NOT_WORD: "-",
    codes.CATEGORY_NOT_SPACE: "s",
}
_PLAIN = "axAX05_- .:/"


def matching(pattern: str) -> list[str]:
    """Some texts that match; none if the pattern is beyond this."""
    try:
        tree = parser.parse(pattern)
        texts = [_text(tree, pick) for pick in (_first, _last)]
        return [text for text in dict.fromkeys(texts) if re.search(pattern, text)]
    except (re.error, KeyError, ValueError, OverflowError):
        return []


_Pick = Callable[[list[Any]], Any]


def _first(choices: list[Any]) -> Any:
    return choices[0]


def _last(choices: list[Any]) -> Any:
    return choices[-1]


def _text(tree: Any, pick: _Pick) -> str:
    return "".join(_part(code, argument, pick) for code, argument in tree)


def _part(code: Any, argument: Any, pick: _Pick) -> str:  # noqa: PLR0911 - one line for each kind of part
    if code is codes.LITERAL:
        return chr(argument)
    if code is codes.ANY:
        return "a"
    if code is codes.NOT_LITERAL:
        return next(each for each in _PLAIN if each != chr(argument))
    if code is codes.IN:
        return _member(argument, pick)
    if code is codes.BRANCH:
        return _text(pick(argument[1]), pick)
    if code is codes.SUBPATTERN:
        return _text(argument[3], pick)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, most, repeated = argument
        times: int = pick([max(least, min(1, most)), min(most, max(least, 3))])
        return _text(repeated, pick) * times
    if code in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
        return ""
    raise ValueError(f"no text for {code}")


def _member(members: list[tuple[Any, Any]], pick: _Pick) -> str:
    if members[0][0] is codes.NEGATE:
        out = re.compile("".join(_written(code, argument) for code, argument in members[1:]).join(("[", "]")))
        return next(each for each in _PLAIN if not out.match(each))
    code, argument = pick(members)
    if code is codes.RANGE:
        return chr(pick(list(argument)))
    return _CATEGORIES[argument] if code is codes.CATEGORY else chr(argument)


def _written(code: Any, argument: Any) -> str:
    if code is codes.RANGE:
        return "-".join(re.escape(chr(each)) for each in argument)
    if code is codes.LITERAL:
        return re.escape(chr(argument))
    written: str = {codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_WORD: r"\w", codes.CATEGORY_SPACE: r"\s"}[argument]
    return written
