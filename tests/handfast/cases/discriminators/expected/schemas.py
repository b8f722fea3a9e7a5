"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import MISSING, Field
from typing_extensions import TypeAliasType

from .support.models import Model, optional_tag, told_by, told_if_there
from .support.rules import Rules


class TownType(StrEnum):
    town = "town"
    city = "city"


class Town(Model):
    type: Annotated[Literal["town", "city"] | MISSING, optional_tag] = MISSING
    name: str


class Walker(Model):
    legs: int | MISSING = MISSING
    gait: Annotated[Literal["Walker"] | MISSING, optional_tag] = MISSING


class Swimmer(Model):
    fins: int | MISSING = MISSING
    gait: Annotated[Literal["Swimmer"] | MISSING, optional_tag] = MISSING


Mover = TypeAliasType(
    "Mover", Annotated[Walker | Swimmer, Field(discriminator="gait"), told_if_there("gait")]
)


class Duck(Model):
    legs: int | MISSING = MISSING
    fins: int | MISSING = MISSING


class Runner(Model):
    legs: int | MISSING = MISSING
    gait: str | MISSING = MISSING


class River(Model):
    type: Literal["river"]
    length: float | MISSING = MISSING


class EventType(StrEnum):
    paid = "paid"
    refused = "refused"


class Event(Model):
    __rules__ = Rules({"properties": {"type": {"enum": ["paid", "refused"]}}})
    type: str
    count: int | MISSING = MISSING


class Paid(Event):
    sum: int | MISSING = MISSING
    type: Literal["paid"]


class RefusedSchema(Model):
    type: Literal["refused"]
    count: int | MISSING = MISSING
    sum: int | MISSING = MISSING
    reason: str | MISSING = MISSING


class CommonType(StrEnum):
    pair = "pair"
    single = "single"


class Common(Model):
    type: CommonType
    at: str | MISSING = MISSING


class Pair(Model):
    type: Literal["pair"]
    at: str | MISSING = MISSING
    request: str | MISSING = MISSING


class Single(Model):
    type: Literal["single"]
    at: str | MISSING = MISSING
    event: str | MISSING = MISSING


Exchange = TypeAliasType("Exchange", Annotated[Pair | Single, Field(discriminator="type")])


class Vehicle(Model):
    kind: str


class Car(Vehicle):
    doors: int | MISSING = MISSING


class Taxi(Car):
    sign: str


class BikeKind(StrEnum):
    bike = "bike"
    tandem = "tandem"


class Bike(Vehicle):
    kind: BikeKind
    gears: int | MISSING = MISSING


AnyEvent = TypeAliasType("AnyEvent", Annotated[Paid | RefusedSchema, Field(discriminator="type")])


AnyVehicle = TypeAliasType(
    "AnyVehicle", Annotated[Car | Bike | Taxi | Vehicle, told_by("kind", "Car", ("bike", "tandem"), "Taxi")]
)


Place = TypeAliasType("Place", Annotated[Town | River, Field(discriminator="type"), told_if_there("type")])


class Diary(Model):
    last: AnyEvent | MISSING = MISSING
    first: AnyEvent | MISSING = MISSING
    """Where it began."""
    all: list[AnyEvent] | MISSING = MISSING
