"""What a client would rather have: a status, an example, a media type.

`Prefer: code=404, example=empty` (RFC 7240), and Accept (RFC 9110, 12.5.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from handfast.spec.media_types import base_of

_PREFERENCE = re.compile(r'([A-Za-z]+)\s*=\s*("[^"]*"|[^\s,;]+)')


@dataclass(frozen=True, slots=True)
class Preferences:
    """Of one request."""

    status: str | None = None
    example: str | None = None
    accept: str = "*/*"


def preferences(prefer: Sequence[str], accept: Sequence[str]) -> Preferences:
    """Those that the headers of a request tell. What is none of ours is left alone."""
    found: dict[str, str] = {}
    for line in prefer:
        for name, value in _PREFERENCE.findall(line):
            found.setdefault(name.lower(), value.strip('"'))
    status = found.get("code", found.get("status", ""))
    known = status if re.fullmatch("[1-5][0-9][0-9]", status, re.ASCII) else None
    return Preferences(known, found.get("example"), ", ".join(accept) or "*/*")


def acceptable(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that is liked best, the first one among equals; the first of all where none is liked."""
    ranges = [_range(item) for item in accept.split(",") if item.strip()] or [("*/*", 1.0)]
    return max(offered, key=lambda item: _weight(item, ranges), default=None)


def _range(text: str) -> tuple[str, float]:
    media_type, *parameters = text.split(";")
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "q":
            try:
                weight = float(value)
            except ValueError:
                weight = 0.0
    return media_type.strip().lower(), weight


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the narrowest range that a media type is in; a range of the document is in what it overlaps."""
    base = base_of(media_type)
    fitting = [item for item in ranges if fnmatchcase(base, item[0]) or fnmatchcase(item[0], base)]
    return max(fitting, key=lambda item: -item[0].count("*"))[1] if fitting else 0.0
