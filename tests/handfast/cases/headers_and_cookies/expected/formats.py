"""Text that has a Python type of its own and bounds of its own."""

from __future__ import annotations

from .support.formats import DateText, DateTimeText, EmailAddressText, SecretText, UriText, UuidText

__all__ = [
    "DateText",
    "DateTimeText",
    "EmailAddressText",
    "SecretText",
    "UriText",
    "UuidText",
]
