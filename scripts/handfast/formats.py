"""Texts that get types of their own: the formats that are ours, and named texts with a format and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FORMATS = {
    "date-time": "DateTimeText",
    "date": "DateText",
    "email": "EmailAddressText",
    "uri": "UriText",
    "password": "SecretText",
    "uuid": "UuidText",
}

WIDTHS = {"Int32": 31, "Int64": 63}
"""The named types of whole numbers, and the bits of one."""

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


@dataclass(frozen=True, slots=True)
class Format:
    """A named type of `formats.py`: one of ours, with the bounds of its text."""

    name: str
    base: str
    bounds: dict[str, Any]
    description: str


def width_of(schema: dict[str, Any]) -> str | None:
    """The named type of a whole number that its format alone bounds."""
    name = str(schema.get("format")).capitalize()
    return name if name in WIDTHS and not any(key in schema for key in _BOUNDS) else None


def within_width(schema: dict[str, Any]) -> dict[str, Any]:
    """The bounds that a format adds to those that a whole number has."""
    bits = WIDTHS.get(str(schema.get("format")).capitalize())
    if bits is None or width_of(schema):
        return schema
    low = {} if {"minimum", "exclusiveMinimum"} & schema.keys() else {"minimum": -(2**bits)}
    high = {} if {"maximum", "exclusiveMaximum"} & schema.keys() else {"maximum": 2**bits - 1}
    return {**schema, **low, **high}
