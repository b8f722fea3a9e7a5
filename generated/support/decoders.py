"""Decoders: from the text of a parameter or a form's field to the JSON that it stands for."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Decoder = Callable[[list[str]], str]
Tree = dict[str, "list[str] | Tree"]
"""What is written of an object: for each property its texts, or the same of an object in it."""
_NULL = ["null"]
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)


def text(values: list[str]) -> str:
    """A string, written as itself."""
    return json.dumps(_single(values))


def texts(values: list[str]) -> str:
    """Any value: what is written of it, a text or several."""
    return json.dumps(_as_written(values))


def integer(values: list[str]) -> str:
    value = _single(values)
    if not _INTEGER.fullmatch(value):
        raise ValueError("should be an integer")
    return value


def number(values: list[str]) -> str:
    value = _single(values)
    if not _NUMBER.fullmatch(value):
        raise ValueError("should be a number")
    return value


def boolean(values: list[str]) -> str:
    value = _single(values)
    if value not in ("true", "false"):
        raise ValueError("should be true or false")
    return value


def null(values: list[str]) -> str:
    if _single(values) not in ("", "null"):
        raise ValueError("should be null")
    return "null"


def json_text(values: list[str]) -> str:
    """JSON, written as itself."""
    value = _single(values)
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON") from None
    return value


@dataclass(frozen=True, slots=True)
class nullable:  # noqa: N801 - reads as the other decoders do
    """A value or null, where `null` is none of the texts of the value."""

    value: Decoder

    def __call__(self, values: list[str]) -> str:
        return "null" if values == _NULL else self.value(values)


@dataclass(frozen=True, slots=True)
class array:  # noqa: N801 - reads as the other decoders do
    """An array: a value for each item, or one value with its items separated; or null."""

    item: Decoder
    separator: str | None = None
    nullable: bool = False

    def __call__(self, values: list[str]) -> str:
        if self.nullable and values == _NULL:
            return "null"
        if isinstance(self.item, fields) and len(values) == 1 and values[0].lstrip().startswith("["):
            return json_text(values)  # objects are often written all at once
        parts = values
        if self.separator is not None:
            text = _single(values)
            parts = text.split(self.separator) if text else []
        return f"[{','.join(self.item([part]) for part in parts)}]"

    def tree(self, node: Tree) -> str:
        """The array of a map whose keys are indexes, or nothing: `a[0]`, `a[]`."""
        parts = [
            part
            for value in node.values()
            for part in ([[item] for item in value] if isinstance(value, list) else [value])
        ]
        return f"[{','.join(encoded(self.item, part) for part in parts)}]"


@dataclass(frozen=True, slots=True)
class fields:  # noqa: N801 - reads as the other decoders do
    """An object: a decoder for each property, and one for all others if there may be any; or null.

    `value` reads what may be there instead, written by itself; `besides` are names that belong to others.
    """

    properties: Mapping[str, Decoder]
    rest: Decoder | None = None
    nullable: bool = False
    value: Decoder | None = None
    besides: frozenset[str] = frozenset()

    def __call__(self, values: list[str]) -> str:
        if self.says_null(values):
            return "null"
        if self.value is not None and not (len(values) == 1 and values[0].lstrip().startswith("{")):
            return self.value(values)
        if values == [""]:
            return "{}"  # nothing is written of an object without members
        if not _single(values).lstrip().startswith("{"):
            raise ValueError("should be an object")
        return json_text(values)

    def tree(self, node: Tree) -> str:
        """The object of a map from its properties' names to what is written of them."""
        members = (f"{json.dumps(name)}:{self._encoded(name, value)}" for name, value in node.items())
        return f"{{{','.join(members)}}}"

    def says_null(self, values: list[str]) -> bool:
        """Whether null is written: the word, or nothing where that is no value."""
        return self.nullable and (values == _NULL or (values == [""] and self.value is None))

    @property
    def open(self) -> bool:
        """Whether nothing but other properties is declared: whatever is written belongs to the object."""
        return not self.properties and self.rest is not None

    def _encoded(self, name: str, value: "list[str] | Tree") -> str:
        decoder = self.properties.get(name) or (self.rest if self.rest is not text else None)
        return json.dumps(_as_written(value)) if decoder is None else encoded(decoder, value)


@dataclass(frozen=True, slots=True)
class first_of:  # noqa: N801 - reads as the other decoders do
    """A value of several types: the first whose text it is."""

    decoders: tuple[Decoder, ...]

    def __init__(self, *decoders: Decoder) -> None:
        object.__setattr__(self, "decoders", decoders)

    def __call__(self, values: list[str]) -> str:
        for decoder in self.decoders[:-1]:
            try:
                return decoder(values)
            except ValueError:
                continue
        return self.decoders[-1](values)


def choices(decoder: Decoder) -> tuple[Decoder, ...]:
    """The decoders of a value of several types, the likeliest first; the decoder alone of one type."""
    if isinstance(decoder, first_of):
        return decoder.decoders
    if isinstance(decoder, nullable):
        return tuple(map(nullable, choices(decoder.value)))
    return (decoder,)


def encoded(decoder: Decoder, node: "list[str] | Tree") -> str:
    """The JSON of what is written of a value: texts, or a map of those of its parts."""
    if isinstance(node, list):
        return decoder(node)
    if decoder is texts:
        return json.dumps(_as_written(node))
    if isinstance(decoder, array | fields):
        return decoder.tree(node)
    raise ValueError("is no object")


def _as_written(node: "list[str] | Tree") -> Any:
    """What is written of a property that nobody declared: its text, its texts, or the same of its parts."""
    if isinstance(node, list):
        return node[0] if len(node) == 1 else node
    return {name: _as_written(part) for name, part in node.items()}


def _single(values: list[str]) -> str:
    if len(values) != 1:
        raise ValueError("is given more than once")
    return values[0]
