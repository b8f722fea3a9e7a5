"""What a list can be asked for: filters, texts and orders, as the extensions of its parameters say."""

import operator
import re
from dataclasses import dataclass
from typing import Any, cast

from contract_tests.inputs.bodies import at
from contract_tests.inputs.samples import as_text
from contract_tests.inputs.values import bounds
from contract_tests.semantics.likeness import moment
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.schemas import Leaf, branches, flat, has_format, kinds

_ANY_CASE = re.compile(
    r"case[- ]?insensitiv|(whatever|ignor\w*|regardless of|in any|either)\s+(the\s+)?case", re.IGNORECASE
)
_COMPARED = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


@dataclass(frozen=True)
class Filter:
    """A parameter that keeps the rows of which a property has its value, or is above or below it."""

    document: Document
    name: str
    leaf: Leaf
    schema: Any
    compare: str = "=="

    @property
    def values(self) -> list[Any]:
        """All of them if the spec knows them all, none otherwise."""
        closed = [each for each in branches(self.document, self.schema) if "enum" in each or kinds(each) == {"boolean"}]
        return bounds(self.document, self.schema) if closed else []

    @property
    def is_on_by_itself(self) -> bool:
        """Whether the list is filtered even if nobody asks for it."""
        return "default" in flat(self.document, self.schema)

    @property
    def queries(self) -> list[dict[str, str]]:
        return [self.asked(value) for value in self.values]

    def asked(self, value: Any) -> dict[str, str]:
        return {self.name: as_text(value)}

    def keeps(self, row: Any, value: Any) -> bool:
        own = at(row, self.leaf)
        if self.compare == "==":
            return bool(own == value)
        moments = (moment(own), moment(value)) if isinstance(value, str) else (None, None)
        one, other = cast("Any", (own, value) if None in moments else moments)
        return own is not None and bool(_COMPARED[self.compare](one, other))


@dataclass(frozen=True)
class Search:
    """A parameter that keeps the rows that have its text in a property."""

    document: Document
    name: str
    leaves: list[Leaf]
    schema: Any
    is_any_case: bool

    def has(self, row: Any, text: str) -> bool:
        return any(text in str(at(row, leaf) or "") for leaf in self.leaves)

    def may_have(self, row: Any, text: str) -> bool:
        return any(text.casefold() in str(at(row, leaf) or "").casefold() for leaf in self.leaves)


@dataclass(frozen=True)
class Order:
    """A value of a parameter that puts the rows in an order."""

    document: Document
    name: str
    value: str
    leaf: Leaf
    nulls: str | None = None
    """Where rows without the value stand, `first` or `last`, if the specs say so."""

    @property
    def is_descending(self) -> bool:
        return self.value.startswith("-") or self.value.lower().endswith("desc")

    @property
    def query(self) -> dict[str, str]:
        return {self.name: self.value}

    def key(self, schema: Any, value: Any) -> Any:
        """What two values are compared by: moments, places in an enum, code points, numbers."""
        for branch in branches(self.document, schema):
            if "enum" in branch:
                return branch["enum"].index(value)
        if has_format(self.document, schema, "date-time"):
            return moment(value)
        return value


def filters(operation: Operation) -> list[Filter]:
    document = operation.document
    return [
        Filter(
            document,
            each["name"],
            tuple(each["x-filter"].split(".")),
            _single(document, each.get("schema", {})),
            each.get("x-compare", "=="),
        )
        for each in operation.parameters
        if "x-filter" in each
    ]


def searches(operation: Operation) -> list[Search]:
    return [
        Search(
            operation.document,
            each["name"],
            [tuple(name.split(".")) for name in each["x-search"]],
            each.get("schema", {}),
            bool(_ANY_CASE.search(each.get("description", ""))),
        )
        for each in operation.parameters
        if "x-search" in each
    ]


def sorts(operation: Operation) -> list[Order]:
    return [
        Order(operation.document, each["name"], str(value), tuple(leaf.split(".")), each.get("x-nulls"))
        for each in operation.parameters
        for value, leaf in each.get("x-sort", {}).items()
    ]


def own_order(operation: Operation) -> list[Order]:
    """The order of a list when nobody asks for another: by the first of these, then by the next."""
    told = operation.definition.get("x-order")
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        return []  # somebody else's word
    return [Order(operation.document, "x-order", each, tuple(each.removeprefix("-").split("."))) for each in told]


def orders(operation: Operation) -> list[dict[str, str]]:
    """A query for each order but the usual one."""
    usual = {
        each["name"]: flat(operation.document, each.get("schema", {})).get("default")
        for each in operation.parameters
        if "x-sort" in each
    }
    return [each.query for each in sorts(operation) if usual[each.name] != each.value]


def is_misplaced(keys: list[tuple[Order, Any]], one: Any, other: Any) -> bool | None:
    """Whether a row stands before another one by mistake; None if the specs do not say.

    They do not where one of them lacks a value, nor of moments that look the same: what is shown may be less exact.
    """
    for order, schema in keys:
        first, second = at(one, order.leaf), at(other, order.leaf)
        if first is None or second is None:
            return None
        if (key := order.key(schema, first)) != (after := order.key(schema, second)):
            return bool((key < after) == order.is_descending)
        if has_format(order.document, schema, "date-time"):
            return None
    return None


def _single(document: Document, schema: Any) -> Any:
    """The schema of one value, where a parameter takes several."""
    flattened = flat(document, schema)
    return flattened.get("items", {}) if "array" in kinds(flattened) else schema
