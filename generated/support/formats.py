"""Formats of text that have a Python type of their own, checked as the document writes them.

Only JSON is read as text; a handler gives and gets the Python value.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, SecretStr
from pydantic_core import CoreSchema, SchemaError, SchemaValidator, core_schema

_LONGEST_LOCAL_PART = 64
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:[0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOSTNAME = re.compile(
    r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?"
)
_BASE64 = re.compile(r"([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}(==)?|[A-Za-z0-9+/_-]{3}=?)?\s*", re.ASCII)
_LONGEST_HOSTNAME = 253
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_CHAR = r"[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}"
_AUTHORITY = (
    rf"//(?:(?:{_CHAR}|:)*@)?(?:\[[0-9A-Fa-fv:.]+\]|(?:{_CHAR})*)(?::[0-9]*)?(?:/(?:{_CHAR}|[:@/])*)?"
)
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|(?!//)(?:{_CHAR}|[:@/])*)"
    rf"(?:\?(?:{_CHAR}|[:@/?])*)?(?:#(?:{_CHAR}|[:@/?])*)?"
)


@dataclass(frozen=True)
class Text:
    """How a value is written in JSON: the text's bounds, and what makes the value of it."""

    parse: Callable[[str], Any]
    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        pattern = self.pattern if self.pattern is None or _is_plain(self.pattern) else None
        text: CoreSchema = core_schema.str_schema(
            pattern=pattern, min_length=self.min_length, max_length=self.max_length, strict=True
        )
        if self.pattern is not None and pattern is None:
            text = core_schema.no_info_after_validator_function(matches(self.pattern), text)
        made = core_schema.no_info_after_validator_function(self.parse, text)
        if source is SecretStr:
            value: CoreSchema = core_schema.is_instance_schema(SecretStr)
            masked = core_schema.to_string_ser_schema()
            return core_schema.json_or_python_schema(made, value, serialization=masked)
        value = given = handler(source)
        if source is datetime:
            aware = core_schema.datetime_schema(tz_constraint="aware")
            given = core_schema.no_info_after_validator_function(_in_utc, aware)
        return core_schema.json_or_python_schema(core_schema.chain_schema([made, value]), given)


def _is_plain(pattern: str) -> bool:
    """Whether Pydantic's own engine reads a pattern: it knows no look-around."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def date_time(text: str) -> datetime:
    """RFC 3339, section 5.6, as a moment in UTC; digits beyond microseconds are cut off."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        raise ValueError("is no RFC 3339 date-time")
    day, time, fraction, offset = match.groups()
    written = f"{day}T{time}{(fraction or '')[:7]}{offset.upper()}"
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no date-time that exists in UTC") from None


def full_date(text: str) -> date:
    """RFC 3339 full-date."""
    if not _DATE.fullmatch(text):
        raise ValueError("is no RFC 3339 full-date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("is no date that exists") from None


def uuid(text: str) -> UUID:
    """RFC 9562: 32 hexadecimal digits in five groups."""
    if not _UUID.fullmatch(text):
        raise ValueError("is no UUID")
    return UUID(text)


def uri(text: str) -> str:
    """RFC 3986, section 3, as it is written: nothing of it is changed."""
    if not _URI.fullmatch(text):
        raise ValueError("is no URI")
    return text


def email_address(text: str) -> str:
    """RFC 5321: a local part of at most 64 characters, an @, a domain."""
    local, _, domain = text.rpartition("@")
    if not 1 <= len(local) <= _LONGEST_LOCAL_PART or not domain:
        raise ValueError("is no e-mail address")
    return text


def ipv4(text: str) -> str:
    return _address(IPv4Address, text)


def ipv6(text: str) -> str:
    return _address(IPv6Address, text)


def _address(kind: Callable[[str], object], text: str) -> str:
    try:
        kind(text)
    except ValueError:
        raise ValueError("is no IP address of this version") from None
    return text


def hostname(text: str) -> str:
    """RFC 1123, section 2.1; underscores are in use."""
    if not _HOSTNAME.fullmatch(text) or len(text) > _LONGEST_HOSTNAME:
        raise ValueError("is no hostname")
    return text


def base64_text(text: str) -> str:
    """RFC 4648, section 4 or 5, padded or not."""
    if not _BASE64.fullmatch(text):
        raise ValueError("is not Base64")
    return text


def matches(pattern: str) -> Callable[[str], str]:
    """A text that a pattern is found in, one that Pydantic's own engine does not read."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.search(text):
            raise ValueError(f"should match {pattern}")
        return text

    return check


def matching(pattern: str) -> AfterValidator:
    """The same beside other bounds."""
    return AfterValidator(matches(pattern))


DateTimeText = Annotated[datetime, Text(date_time)]
DateText = Annotated[date, Text(full_date)]
UuidText = Annotated[UUID, Text(uuid)]
SecretText = Annotated[SecretStr, Text(SecretStr)]
EmailAddressText = Annotated[str, Text(email_address)]
UriText = Annotated[str, Text(uri)]
Ipv4Text = Annotated[str, Text(ipv4)]
Ipv6Text = Annotated[str, Text(ipv6)]
HostnameText = Annotated[str, Text(hostname)]
Base64Text = Annotated[str, Text(base64_text)]
Binary = Annotated[bytes, Text(str.encode)]
Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
