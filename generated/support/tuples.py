"""Tuples: JSON writes them as lists.

Pydantic knows that of JSON that it reads itself. What rules have looked at is Python's already, where a list is none.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

_ONE = ("schema", "items_schema", "values_schema", "extras_schema")
_SEVERAL = ("choices", "fields")


def take_lists(schema: Any) -> None:
    """Has the tuples in a type or class take lists of JSON; those of the classes in it are their own."""
    for part in _within(schema):
        if part["type"] == "tuple":
            take_lists(part)
            part.update(core_schema.with_info_before_validator_function(_as_tuple, part.copy()))
            for key in part.keys() - {"type", "function", "schema"}:
                del part[key]
        elif part["type"] not in ("model", "definition-ref"):
            take_lists(part)


def _within(schema: Any) -> Iterator[Any]:
    """The schemas and fields that one has right below it; choices may have labels."""
    found = [schema[key] for key in _ONE if key in schema]
    for several in (schema[key] for key in _SEVERAL if key in schema):
        found += several.values() if isinstance(several, dict) else several
    for item in found:
        if isinstance(item, list):
            yield from item
        else:
            yield item[0] if isinstance(item, tuple) else item


def _as_tuple(value: Any, info: ValidationInfo) -> Any:
    return tuple(value) if info.mode == "json" and isinstance(value, list) else value


class _OfLists:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = {"schema": handler(source)}
        take_lists(schema)
        return schema["schema"]


of_lists = _OfLists()
"""For a type that is no class and has tuples in it."""
