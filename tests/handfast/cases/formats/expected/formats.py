"""Text that has a Python type of its own and bounds of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import SecretStr

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
    email_address,
    uri,
)

__all__ = [
    "Base64Text",
    "DateText",
    "DateTimeText",
    "EmailAddressText",
    "HostnameText",
    "Ipv4Text",
    "Ipv6Text",
    "SecretText",
    "StampText",
    "ThingAddressText",
    "ThingBoundedText",
    "ThingLookAroundText",
    "ThingNewSecretText",
    "ThingNullableBoundedText",
    "UriText",
    "UuidText",
]

StampText = Annotated[datetime, Text(date_time, pattern="^20")]
"""A moment of this century."""

ThingBoundedText = Annotated[datetime, Text(date_time, max_length=27)]

ThingNullableBoundedText = Annotated[datetime, Text(date_time, max_length=30)]

ThingNewSecretText = Annotated[SecretStr, Text(SecretStr, min_length=8, max_length=128)]

ThingAddressText = Annotated[str, Text(email_address, max_length=100)]

ThingLookAroundText = Annotated[str, Text(uri, pattern="^(?!http:)")]
