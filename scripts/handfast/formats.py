"""Texts that get types of their own: the formats that are ours, and named texts with a format and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FORMATS = {
    "date-time": "DateTimeText",
    "date": "DateText",
    "email": "EmailAddressText",
    "password": "SecretText",
    "uuid": "UuidText",
}


@dataclass(frozen=True, slots=True)
class Format:
    """A named type of `formats.py`: one of ours, with the bounds of its text."""

    name: str
    base: str
    bounds: dict[str, Any]
    description: str
