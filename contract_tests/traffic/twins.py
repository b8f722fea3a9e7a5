"""Two answers that have to be the same to whoever gets them."""

import re
from collections.abc import Sequence

from contract_tests.traffic.exchange import Exchange

# What differs between any two answers, and says nothing about what was asked for.
_ALWAYS_NEW = {"date"}
_SHORTEST = 8  # shorter values stand in any text by chance
_FEW_DIGITS = 6
# An id, a moment or a number is one word; so is a name in another name.
_WORD = re.compile(r"[0-9A-Za-z]+(?:[-_:.+][0-9A-Za-z]+)*")


def differences(one: Exchange, other: Exchange, *again: Exchange, other_again: Exchange | None = None) -> list[str]:
    """What tells two answers apart, but for the time and what the server makes anew for each answer.

    That is what the specs say it makes, and what is another in answers to the same request sent `again`: a header, or
    a word of the body such as a request id, if it is another in answers to the `other` one as well.
    """
    new = {name for each in again for name in unsteady(one, each)}
    new |= unsteady(other, other_again) if other_again is not None else set()
    own = own_headers(one) | own_headers(other) | (new & one.headers.keys() & other.headers.keys())
    first, second = _told(one, own), _told(other, own)
    if again:
        ones = [first["body"], *(_told(each, own)["body"] for each in again)]
        others = [second["body"], *([_told(other_again, own)["body"]] if other_again is not None else [])]
        first["body"], second["body"] = but_for_new_words(ones, others)
        if first["body"] == second["body"]:
            first["content-length"] = second["content-length"] = ""  # that of what is new
    return [
        f"{name}: {first.get(name)!r} and {second.get(name)!r}"
        for name in sorted(first.keys() | second.keys())
        if first.get(name) != second.get(name)
    ]


def unsteady(one: Exchange, again: Exchange) -> set[str]:
    """Names of the headers that two answers to the same request both have, and not alike."""
    return {name for name in one.headers.keys() & again.headers.keys() if one.headers[name] != again.headers[name]}


def but_for_new_words(ones: Sequence[str], others: Sequence[str]) -> tuple[str, str]:
    """The first text of each kind, without the words that no two texts share: those of one kind answer one request.

    What stands around such a word has to be the same in all of them, and the words of both kinds equally long, unless
    their length varies within a kind: a word that is there, or longer, for one kind alone tells the kinds apart.
    """
    if len({tuple(_WORD.split(text)) for text in (*ones, *others)}) > 1:
        return ones[0], others[0]
    new = [
        number
        for number, words in enumerate(zip(*(_WORD.findall(text) for text in (*ones, *others)), strict=True))
        if len(set(words)) == len(words) > 1 and _are_alike(words[: len(ones)], words[len(ones) :])
    ]
    return _without(ones[0], new), _without(others[0], new)


def _are_alike(ones: Sequence[str], others: Sequence[str]) -> bool:
    first, second = {len(word) for word in ones}, {len(word) for word in others}
    counted = all(word.isdecimal() for word in (*ones, *others)) and max(first | second) - min(first | second) <= 1
    return first == second or len(first) > 1 or len(second) > 1 or counted


def _without(text: str, numbers: Sequence[int]) -> str:
    found = list(_WORD.finditer(text))
    for number in reversed(numbers):
        text = f"{text[: found[number].start()]}<new>{text[found[number].end() :]}"
    return text


def _told(exchange: Exchange, own: set[str]) -> dict[str, str]:
    text = exchange.content.decode(errors="replace")
    for name in own:
        value = exchange.headers.get(name, "")
        if len(value) >= _SHORTEST:  # such as the request id, which stands in the body as well
            text = text.replace(value, f"<{name}>")
    headers = {name: value for name, value in exchange.headers.items() if name not in own | _ALWAYS_NEW}
    return {"status": str(exchange.status), "body": text, **headers}


def own_headers(exchange: Exchange) -> set[str]:
    """Names of the headers that the server sets by itself, as the spec declares them."""
    response = exchange.operation.response(exchange.status)
    declared = response.get("headers", {}) if response else {}
    return {name.lower() for name, header in declared.items() if header.get("x-set-by-server")}


def whole(text: str) -> str:
    """A pattern for a text that is no part of a longer word."""
    return rf"(?<![0-9A-Za-z]){re.escape(text)}(?![0-9A-Za-z])"


def stands_by_chance(text: str) -> bool:
    """Whether it says nothing that it is somewhere in an answer, such as an id that is counted from one."""
    return text.isdecimal() and len(text) < _FEW_DIGITS
