"""Text that has a Python type of its own and bounds of its own."""

from __future__ import annotations

from typing import Annotated

from .support.formats import (
    DateText,
    DateTimeText,
    EmailAddressText,
    SecretText,
    Text,
    UriText,
    UuidText,
    matches,
)

__all__ = [
    "DateText",
    "DateTimeText",
    "EmailAddressText",
    "SecretText",
    "ThingWordText",
    "UriText",
    "UuidText",
]

ThingWordText = Annotated[str, Text(matches("^(?!a).+$"))]
