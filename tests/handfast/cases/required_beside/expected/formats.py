"""Text that has a Python type of its own and bounds of its own."""

from __future__ import annotations

from .support.formats import (
    Base64Text,
    DateText,
    DateTimeText,
    EmailAddressText,
    HostnameText,
    Ipv4Text,
    Ipv6Text,
    SecretText,
    UriText,
    UuidText,
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
    "UriText",
    "UuidText",
]
