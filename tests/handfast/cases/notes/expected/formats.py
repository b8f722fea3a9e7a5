"""Text that has a Python type of its own and bounds of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from .support.formats import (
    Base64Text,
    DateText,
    DateTimeText,
    EmailAddressText,
    HostnameText,
    Ipv4Text,
    Ipv6Text,
    SecretText,
    Text,
    UriText,
    UuidText,
    date_time,
)

__all__ = [
    "Base64Text",
    "DateText",
    "DateTimeText",
    "EmailAddressText",
    "HostnameText",
    "Ipv4Text",
    "Ipv6Text",
    "NoteMadeAtText",
    "SecretText",
    "UriText",
    "UuidText",
]

NoteMadeAtText = Annotated[datetime, Text(date_time, max_length=27)]
