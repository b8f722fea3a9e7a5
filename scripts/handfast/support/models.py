"""What every schema model inherits."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, cast, get_args

from pydantic import MISSING, BaseModel, ConfigDict, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema, core_schema

from .rules import Rules
from .tuples import take_lists

_DEEP = 100_000
_AND = "|"
_TOLD, _UNTOLD = "{told}", "{untold}"  # no names of properties, for which the places of errors would be taken


@contextmanager
def _deep_recursion() -> Iterator[None]:
    """Models that hold each other are built within each other: hundreds of them are more than Python's usual depth."""
    usual = sys.getrecursionlimit()
    if usual >= _DEEP:
        yield
        return
    sys.setrecursionlimit(_DEEP)
    try:
        yield
    finally:
        sys.setrecursionlimit(usual)


class Model(BaseModel):
    """An object of the document. Parsed strictly: JSON types are not turned into each other.

    Its validator is built when it is first used: see `adapters.py`.
    """

    __rules__: ClassVar[Rules | None] = None
    """What the types of the fields cannot say."""

    model_config = ConfigDict(
        serialize_by_alias=True, validate_by_name=True, allow_inf_nan=False, protected_namespaces=(), defer_build=True
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        with _deep_recursion():
            schema = handler(source)
        annotations = (kind for base in cls.__mro__ for kind in vars(base).get("__annotations__", {}).values())
        if any("tuple[" in str(kind) for kind in annotations):
            take_lists(handler.resolve_ref_schema(schema))
        if cls.__rules__:
            _surround(handler.resolve_ref_schema(schema), cls.__rules__)
        return schema


def _surround(schema: Any, rules: Rules) -> None:
    """Puts rules around what all references to a class lead to, not around the first of them."""
    if schema["type"] != "function-before":
        inner = {**schema}
        ref = inner.pop("ref", None)
        schema.clear()
        schema.update(rules.around(cast("CoreSchema", inner)), **({"ref": ref} if ref else {}))


class _OptionalTag:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema: Any = handler(source)
        return cast("CoreSchema", schema["schema"] if schema["type"] == "missing-sentinel" else schema)


optional_tag = _OptionalTag()
"""For a property that may be missing and tells classes of a union apart: Pydantic asks for bare literals there."""


@dataclass(frozen=True)
class told_if_there:  # noqa: N801 - reads as Pydantic's annotations do
    """For a union whose classes a property tells apart where it is there: without it, any of them may fit."""

    name: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        told, untold = handler(source), handler.generate_schema(source)
        return core_schema.tagged_union_schema({_TOLD: told, _UNTOLD: untold}, self._tag)

    def _tag(self, value: Any) -> str:
        if isinstance(value, dict):
            return _TOLD if self.name in value else _UNTOLD
        fields = type(value).model_fields if isinstance(value, BaseModel) else {}
        named = (key for key, field in fields.items() if (field.alias or key) == self.name)
        return _TOLD if any(getattr(value, key) is not MISSING for key in named) else _UNTOLD


class told_by:  # noqa: N801 - reads as Pydantic's annotations do
    """For a union whose classes values of a property mean, in their order; the last one has all other values.

    Of several that one value means it is the one that fits, with most of what there is.
    """

    def __init__(self, name: str, *values: str | tuple[str, ...]) -> None:
        self._name = name
        self._last = str(len(values))
        meant: dict[str, list[str]] = {}
        for index, given in enumerate(values):
            for value in [given] if isinstance(given, str) else given:
                meant.setdefault(value, []).append(str(index))
        self._tags = {value: _AND.join(places) for value, places in meant.items()}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        classes = get_args(source) or (source,)

        def tag(value: Any) -> str:
            if isinstance(value, dict):
                told = value.get(self._name)
                return self._tags.get(told, self._last) if isinstance(told, str) else self._last
            return str(classes.index(type(value))) if type(value) in classes else self._last

        choices = {str(index): handler.generate_schema(kind) for index, kind in enumerate(classes)}
        for several in {tag for tag in self._tags.values() if _AND in tag}:
            kinds = [classes[int(place)] for place in several.split(_AND)]
            choices[several] = core_schema.union_schema([(handler.generate_schema(kind), several) for kind in kinds])
        return core_schema.tagged_union_schema(choices, tag)


def parsed(kind: Any, text: str) -> Any:
    """The value of a type that JSON stands for: a new one each time."""
    return TypeAdapter(kind).validate_json(text, strict=True)
