"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import MISSING, ConfigDict, Field
from typing_extensions import TypeAliasType

from .formats import DateTimeText
from .support.models import Model
from .support.rules import Rules
from .support.tuples import of_lists

Tags = TypeAliasType("Tags", list[str])


Point = TypeAliasType("Point", Annotated[tuple[float, float], of_lists])


class Level(IntEnum):
    n1 = 1
    n2 = 2


class Speed(IntEnum):
    slow = 1
    fast_enough = 2


class Line(Model):
    __rules__ = Rules({"required": ["amount"]})
    sku: str
    amount: Any


class Card(Model):
    __rules__ = Rules({"dependentRequired": {"number": ["code"]}})
    number: str | MISSING = MISSING
    code: str | MISSING = MISSING


OrderLabels = TypeAliasType("OrderLabels", dict[str, Any])


OrderClosed = TypeAliasType("OrderClosed", dict[str, str])


class OrderLevel(IntEnum):
    n0 = 0
    n1 = 1


class OrderTruths(Model):
    __rules__ = Rules({"properties": {"yes": {"enum": [True]}}})
    both: bool | MISSING = MISSING
    yes: Literal[True] | MISSING = MISSING


class OrderTexts(Model):
    lasts: Annotated[
        str | MISSING,
        Field(
            pattern="^P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]+)?S)?)?)$"
        ),
    ] = MISSING
    ends: str | MISSING = MISSING
    at: Annotated[
        str | None | MISSING,
        Field(
            pattern="^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([zZ]|[+-][0-9]{2}:[0-9]{2})?$"
        ),
    ] = MISSING
    leads: Annotated[str | MISSING, Field(pattern="^(/([^~/]|~[01])*)*$")] = MISSING


class OrderDelivery(Model):
    __rules__ = Rules(
        {
            "if": {"properties": {"by": {"const": "post"}}, "required": ["by"]},
            "then": {"required": ["address"]},
            "else": {"required": ["shop"]},
        }
    )
    by: str | MISSING = MISSING
    address: str | MISSING = MISSING
    shop: str | MISSING = MISSING


When = TypeAliasType("When", Annotated[tuple[int, str], Field(max_length=2, min_length=2), of_lists])


NotesAdditionalProperty = TypeAliasType("NotesAdditionalProperty", Annotated[str, Field(max_length=3)])


ColoursAdditionalProperty = TypeAliasType("ColoursAdditionalProperty", Annotated[str, Field(max_length=5)])


class Order(Model):
    __rules__ = Rules(
        {
            "minProperties": 1,
            "maxProperties": 3,
            "properties": {
                "tags": {"uniqueItems": True},
                "size": {"const": [1, 2]},
                "pair": {"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
                "call": {
                    "prefixItems": [{"const": "v1"}, {"type": ["integer", "null"]}],
                    "items": {"type": "boolean"},
                },
                "place": {"prefixItems": [{"type": "number"}, {"type": "number"}]},
                "way": {"items": {"prefixItems": [{"type": "number"}, {"type": "number"}]}},
                "when": {
                    "allOf": [
                        {
                            "anyOf": [
                                {"type": ["string"]},
                                {"prefixItems": [{"type": "integer"}, {"type": "string"}], "type": ["array"]},
                            ]
                        }
                    ]
                },
                "price": {"multipleOf": 0.01},
                "codes": {"contains": {"const": 7}, "maxContains": 2},
                "labels": {"patternProperties": {"^x-": {"type": "string"}, "^n-": {"type": "integer"}}},
                "closed": {"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": False},
                "level": {"not": {"type": "boolean"}},
                "rating": {
                    "allOf": [
                        {"anyOf": [{"type": ["string"]}, {"not": {"type": "boolean"}, "type": ["integer"]}]}
                    ]
                },
                "speed": {"not": {"type": "boolean"}},
                "levels": {"items": {"not": {"type": "boolean"}}},
                "one": {"not": {"type": "boolean"}},
                "wrong": {"not": {"type": "boolean"}},
                "kind": {"not": {"enum": ["none"]}},
                "never": {"not": {}},
                "bounded": {"minimum": 3, "pattern": "^a"},
            },
        }
    )
    tags: Tags | MISSING = MISSING
    lines: list[Line] | MISSING = MISSING
    card: Card | MISSING = MISSING
    size: list[int] | MISSING = MISSING
    pair: Annotated[list[str | int] | MISSING, Field(max_length=2)] = MISSING
    call: Annotated[list[Literal["v1"] | int | bool | None] | MISSING, Field(min_length=1)] = MISSING
    place: Point | MISSING = MISSING
    way: list[Point] | MISSING = MISSING
    when: str | When | MISSING = MISSING
    price: Annotated[float | MISSING, Field(ge=0.0)] = MISSING
    dozens: Annotated[int | MISSING, Field(multiple_of=12)] = MISSING
    nothing: float | MISSING = MISSING
    codes: list[int] | MISSING = MISSING
    labels: OrderLabels | MISSING = MISSING
    closed: OrderClosed | MISSING = MISSING
    level: OrderLevel | MISSING = MISSING
    other: Line | MISSING = MISSING
    more: Line | MISSING = MISSING
    rating: str | Level | MISSING = MISSING
    speed: Speed | MISSING = MISSING
    notes: dict[str, NotesAdditionalProperty] | None | MISSING = MISSING
    levels: list[Level] | MISSING = MISSING
    one: Literal[1] | MISSING = MISSING
    truths: OrderTruths | MISSING = MISSING
    word: Literal["a"] | MISSING = MISSING
    wrong: Literal[1] | MISSING = MISSING
    texts: OrderTexts | MISSING = MISSING
    kind: str | MISSING = MISSING
    never: Any | MISSING = MISSING
    bounded: Any | MISSING = MISSING
    colours: dict[str, ColoursAdditionalProperty] | MISSING = MISSING
    node: dict[str, Any] | MISSING = MISSING
    delivery: OrderDelivery | MISSING = MISSING


class Rush(Order):
    __rules__ = Rules(
        {
            "allOf": [
                {
                    "minProperties": 1,
                    "maxProperties": 3,
                    "properties": {
                        "tags": {"uniqueItems": True},
                        "size": {"const": [1, 2]},
                        "pair": {"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
                        "call": {
                            "prefixItems": [{"const": "v1"}, {"type": ["integer", "null"]}],
                            "items": {"type": "boolean"},
                        },
                        "place": {"prefixItems": [{"type": "number"}, {"type": "number"}]},
                        "way": {"items": {"prefixItems": [{"type": "number"}, {"type": "number"}]}},
                        "when": {
                            "allOf": [
                                {
                                    "anyOf": [
                                        {"type": ["string"]},
                                        {
                                            "prefixItems": [{"type": "integer"}, {"type": "string"}],
                                            "type": ["array"],
                                        },
                                    ]
                                }
                            ]
                        },
                        "price": {"multipleOf": 0.01},
                        "codes": {"contains": {"const": 7}, "maxContains": 2},
                        "labels": {
                            "patternProperties": {"^x-": {"type": "string"}, "^n-": {"type": "integer"}}
                        },
                        "closed": {
                            "patternProperties": {"^x-": {"type": "string"}},
                            "additionalProperties": False,
                        },
                        "level": {"not": {"type": "boolean"}},
                        "rating": {
                            "allOf": [
                                {
                                    "anyOf": [
                                        {"type": ["string"]},
                                        {"not": {"type": "boolean"}, "type": ["integer"]},
                                    ]
                                }
                            ]
                        },
                        "speed": {"not": {"type": "boolean"}},
                        "levels": {"items": {"not": {"type": "boolean"}}},
                        "one": {"not": {"type": "boolean"}},
                        "wrong": {"not": {"type": "boolean"}},
                        "kind": {"not": {"enum": ["none"]}},
                        "never": {"not": {}},
                        "bounded": {"minimum": 3, "pattern": "^a"},
                    },
                }
            ]
        }
    )
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    until: DateTimeText | MISSING = MISSING


class Node(Model):
    next: Node | MISSING = MISSING


class ListOrdersWhere(Model):
    __rules__ = Rules({"minProperties": 1})
    name: str | MISSING = MISSING
    state: str | MISSING = MISSING
