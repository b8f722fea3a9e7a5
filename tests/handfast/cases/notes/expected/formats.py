"""Text that has a Python type of its own and bounds of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from .support.formats import (
    DateText,
    DateTimeText,
    EmailAddressText,
    SecretText,
    Text,
    UriText,
    UuidText,
    date_time,
)

__all__ = [
    "DateText",
    "DateTimeText",
    "EmailAddressText",
    "NoteMadeAtText",
    "SecretText",
    "UriText",
    "UuidText",
]

NoteMadeAtText = Annotated[datetime, Text(date_time, max_length=27)]
