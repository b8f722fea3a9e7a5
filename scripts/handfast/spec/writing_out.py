"""Writing out: a schema with all that it refers to in its place, for a program that has nothing but it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.patterns import is_python
from handfast.spec.pointers import child
from handfast.support.rules import EVALUATED

_DEEPEST = 30
_LARGEST = 300


class EndlessError(Exception):
    """A schema holds itself, and cannot be written out."""


@dataclass(frozen=True)
class WrittenOut:
    """Writes out schemas of one document."""

    document: Document
    formats: bool = False
    """Whether the formats of texts are kept, which rules do not hold."""

    def keyword(self, schema: dict[str, Any], key: str, pointer: str) -> Any:
        """The value of a keyword with all that it refers to; None for one that no program here can hold."""
        given = schema[key]
        kind = grammar.FIELDS["schema"].get(key)
        try:
            if kind == "schema":
                return self.whole(given, 0, [])
            if kind == "{schema}":
                return {name: self.whole(item, 0, []) for name, item in given.items() if _is_read(key, name)}
            if kind == "[schema]":
                return [self.whole(item, 0, []) for item in given]
        except EndlessError:
            self.document.warn(child(pointer, key), f"`{key}` holds itself or too much; it is not checked")
            return None
        return given

    def whole(self, schema: Any, depth: int, count: list[None]) -> Any:
        """A schema without words, written out."""
        count.append(None)
        if depth > _DEEPEST or len(count) > _LARGEST:
            raise EndlessError
        if not isinstance(schema, dict):
            return schema
        if isinstance(schema.get("$ref"), str):
            target = self.whole(self._target(schema), depth + 1, count)
            beside = self.whole({key: item for key, item in schema.items() if key != "$ref"}, depth + 1, count)
            return {"allOf": [target, beside]} if beside else target
        keywords = EVALUATED | {"format"} if self.formats else EVALUATED
        kept = {key: item for key, item in schema.items() if key in keywords and is_held(key, schema)}
        made: dict[str, Any] = {}
        for key, item in kept.items():
            kind = grammar.FIELDS["schema"].get(key)
            if kind == "{schema}" and isinstance(item, dict):
                made[key] = {
                    name: self.whole(one, depth + 1, count) for name, one in item.items() if _is_read(key, name)
                }
            elif kind == "[schema]" and isinstance(item, list):
                made[key] = [self.whole(one, depth + 1, count) for one in item]
            else:
                made[key] = self.whole(item, depth + 1, count) if kind == "schema" else item
        return _nullable(made, schema)

    def _target(self, schema: dict[str, Any]) -> Any:
        try:
            return self.document.find(schema["$ref"])
        except LookupError:
            return {}


def is_held(key: str, schema: dict[str, Any]) -> bool:
    """Whether a keyword says what can be held against a value."""
    if isinstance(schema[key], bool) and key in ("exclusiveMinimum", "exclusiveMaximum"):
        return False
    if key == "multipleOf":
        return bool(schema[key] > 0)
    return key != "pattern" or is_python(str(schema[key]))


def _is_read(key: str, name: str) -> bool:
    return key != "patternProperties" or is_python(name)


def _nullable(made: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The same with null among its types, as OpenAPI 3.0 says it."""
    if schema.get("nullable") is not True or not isinstance(made.get("type"), str):
        return made
    return {"anyOf": [{"type": "null"}, made]}
