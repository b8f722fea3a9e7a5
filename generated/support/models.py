"""What every schema model inherits."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, TypeAdapter
from pydantic_core import CoreSchema

from .rules import Rules

_DEEP = 100_000


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
        serialize_by_alias=True,
        validate_by_name=True,
        allow_inf_nan=False,
        protected_namespaces=(),
        defer_build=True,
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        with _deep_recursion():
            schema = handler(source)
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


def parsed(kind: Any, text: str) -> Any:
    """The value of a type that JSON stands for: a new one each time."""
    return TypeAdapter(kind).validate_json(text, strict=True)
