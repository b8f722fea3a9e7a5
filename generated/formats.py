"""Text that has a Python type of its own and bounds of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import SecretStr

from .support.formats import Date, DateTime, Secret, Text, Uuid, date_time

__all__ = [
    "Date",
    "DateTime",
    "DueAtDateTime",
    "LogInPasswordSecret",
    "Secret",
    "TimestampDateTime",
    "UserRegisterPasswordSecret",
    "Uuid",
]

DueAtDateTime = Annotated[
    datetime,
    Text(
        date_time,
        pattern="^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        max_length=35,
    ),
]
"""When it is due, at any offset from UTC, or null. The year must be 1970 to 2999 as it is written, before the
offset is taken into account. Digits beyond microseconds are cut off.
"""

TimestampDateTime = Annotated[datetime, Text(date_time, max_length=27)]
"""A moment in UTC, as the server writes it, to the microsecond at most."""

LogInPasswordSecret = Annotated[
    SecretStr, Text(SecretStr, pattern="^[^\\x00]*$", min_length=1, max_length=128)
]
"""The password that the account was registered with."""

UserRegisterPasswordSecret = Annotated[
    SecretStr, Text(SecretStr, pattern="^[^\\x00]*$", min_length=8, max_length=128)
]
"""Kept as an Argon2id hash only, and never sent back."""
