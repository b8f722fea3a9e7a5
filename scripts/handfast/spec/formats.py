"""Texts that get types of their own: the formats that are ours, and named texts with a format and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FORMATS = {
    "date-time": "DateTimeText",
    "date": "DateText",
    "email": "EmailAddressText",
    "uri": "UriText",
    "ipv4": "Ipv4Text",
    "ipv6": "Ipv6Text",
    "hostname": "HostnameText",
    "byte": "Base64Text",
    "password": "SecretText",
    "uuid": "UuidText",
}

WIDTHS = {"Int32": 31, "Int64": 63}
"""The named types of whole numbers, and the bits of one."""

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")

# What reads the text of each, by its name in support/formats.py.
READERS = {
    "date-time": "date_time",
    "date": "full_date",
    "email": "email_address",
    "uri": "uri",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "hostname": "hostname",
    "byte": "base64_text",
    "password": "SecretStr",
    "uuid": "uuid",
}


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
