"""What a user wants to know of their tasks, as far as a few phrases in plain English tell."""

import re
from typing import Literal, NamedTuple

Period = Literal["overdue", "today", "tomorrow", "week", "next"]
Kind = Literal["open", "done", "all"]


class Find(NamedTuple):
    """Tasks with this text in them."""

    text: str


class Due(NamedTuple):
    """Open tasks by their date."""

    period: Period


class Count(NamedTuple):
    """How many there are."""

    kind: Kind


class Explain(NamedTuple):
    """What can be asked."""


Wish = Find | Due | Count | Explain

LONGEST_PHRASE = 1000
LONGEST_TEXT = 100
QUOTED = re.compile(r"[\"“„«]([^\"”“»]+)[\"”“»]|(?<!\w)'([^']+)'(?!\w)")
FIND = re.compile(r"\b(?:find|search(?:\s+for)?|look(?:ing)?\s+for)\b(.+)", re.IGNORECASE | re.DOTALL)
ABOUT = re.compile(r"(?<!\bwhat )(?<!\bhow )\b(?:about|containing|that mentions?)\b(.+)", re.IGNORECASE | re.DOTALL)
FILLING = re.compile(
    r"^(?:(?:for|me|my|all|any|the|a|an|tasks?|to-?dos?|about|with|containing|that mentions?)\b\s*)+", re.IGNORECASE
)
PERIODS: tuple[tuple[Period, re.Pattern[str]], ...] = (
    ("overdue", re.compile(r"\b(?:overdue|past due|late)\b", re.IGNORECASE)),
    ("today", re.compile(r"\btoday\b", re.IGNORECASE)),
    ("tomorrow", re.compile(r"\btomorrow\b", re.IGNORECASE)),
    ("week", re.compile(r"\bweek\b", re.IGNORECASE)),
    ("next", re.compile(r"\b(?:next|due|upcoming|deadlines?|first)\b", re.IGNORECASE)),
)
OPEN = re.compile(
    r"\b(?:open|left|pending|remaining|unfinished|incomplete|undone)\b"
    r"|(?:\bnot|n't)(?: yet)? (?:done|completed?|finished)\b",
    re.IGNORECASE,
)
DONE = re.compile(r"\b(?:done|completed?|finished)\b", re.IGNORECASE)
TASKS = re.compile(r"\b(?:how (?:many|much)|count|number|tasks?|to-?dos?|list|summary|overview)\b", re.IGNORECASE)


def understand(said: str) -> Wish:
    """Return the first wish that a phrase stands for, the more telling phrases before the others."""
    said = said[:LONGEST_PHRASE]
    text = _searched(said)
    if text:
        return Find(text)
    for period, pattern in PERIODS:
        if pattern.search(said):
            return Due(period)
    text = _rest(ABOUT, said)
    if text:
        return Find(text)
    return _counted(said)


def _searched(said: str) -> str:
    if quoted := QUOTED.search(said):
        return (quoted[1] or quoted[2]).strip()[:LONGEST_TEXT]
    return _rest(FIND, said)


def _rest(pattern: re.Pattern[str], said: str) -> str:
    match = pattern.search(said)
    return FILLING.sub("", match[1].strip(" \t\r\n.,:;?!")).strip()[:LONGEST_TEXT] if match else ""


def _counted(said: str) -> Wish:
    is_open = OPEN.search(said) is not None
    is_done = DONE.search(OPEN.sub("", said)) is not None
    if is_open != is_done:
        return Count("open" if is_open else "done")
    return Count("all") if is_open or TASKS.search(said) else Explain()
