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
)

__all__ = [
    "Base64Text",
    "DateText",
    "DateTimeText",
    "DueAtText",
    "EmailAddressText",
    "EmailText",
    "HostnameText",
    "Ipv4Text",
    "Ipv6Text",
    "LogInPasswordText",
    "SecretText",
    "TaskDueAtText",
    "TimestampText",
    "UriText",
    "UserRegisterPasswordText",
    "UuidText",
]

DueAtText = Annotated[
    datetime,
    Text(
        date_time,
        pattern="^(((19(7[1-9]|[89][0-9])|2[0-8][0-9]{2}|29([0-8][0-9]|9[0-8]))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])|1970-((0[2-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])|01-(0[2-9]|[12][0-9]|3[01]))|2999-((0[1-9]|1[01])-(0[1-9]|[12][0-9]|3[01])|12-(0[1-9]|[12][0-9]|30)))[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])|(1970-01-01|2999-12-31)[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-]00:00))$",
        max_length=35,
    ),
]
"""When it is due, at any offset from UTC, or null: in 1970 to 2999, as written and in UTC, so on the first and
the last day of these years only in UTC. Digits beyond microseconds are cut off.
"""

EmailText = Annotated[
    str,
    Text(
        email_address,
        pattern="^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$",
        min_length=3,
        max_length=254,
    ),
]
"""An e-mail address, at most 64 characters of it before the @, kept in lower case: two spellings that differ in
case only are one address. A domain outside ASCII is written in its `xn--` form.
"""

TimestampText = Annotated[datetime, Text(date_time, max_length=27)]
"""A moment in UTC, as the server writes it, to the microsecond at most."""

LogInPasswordText = Annotated[SecretStr, Text(SecretStr, pattern="^[^\\x00]*$", min_length=1, max_length=128)]
"""The password that the account was registered with."""

TaskDueAtText = Annotated[datetime, Text(date_time, pattern="^(19[7-9][0-9]|2[0-9]{3})-", max_length=27)]
"""When it is due, in UTC, or null."""

UserRegisterPasswordText = Annotated[
    SecretStr, Text(SecretStr, pattern="^[^\\x00]*$", min_length=8, max_length=128)
]
"""Kept as an Argon2id hash only, and never sent back."""
