"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import MISSING, ConfigDict
from typing_extensions import TypeAliasType

from .formats import (
    DateText,
    DateTimeText,
    HostnameText,
    Ipv4Text,
    Ipv6Text,
    SecretText,
    StampText,
    ThingAddressText,
    ThingBoundedText,
    ThingLookAroundText,
    ThingNewSecretText,
    ThingNullableBoundedText,
    UriText,
    UuidText,
)
from .support.models import Model

Day = TypeAliasType("Day", DateText)


Stamp = TypeAliasType("Stamp", StampText)
"""A moment of this century."""


class Thing(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    plain: DateTimeText
    bounded: ThingBoundedText
    nullable: DateTimeText | None
    nullable_bounded: ThingNullableBoundedText | None | MISSING = MISSING
    defaulted: DateTimeText | None = None
    day: DateText
    key: UuidText
    secret: SecretText
    new_secret: ThingNewSecretText | MISSING = MISSING
    same: Stamp
    stamps: list[Stamp] | MISSING = MISSING
    address: ThingAddressText | MISSING = MISSING
    link: UriText | MISSING = MISSING
    unknown: str | MISSING = MISSING
    look_around: ThingLookAroundText | MISSING = MISSING
    address_4: Ipv4Text | MISSING = MISSING
    address_6: Ipv6Text | MISSING = MISSING
    host: HostnameText = "localhost"
    bytes: str | MISSING = MISSING
