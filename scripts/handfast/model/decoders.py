"""Decoders: what turns the text of a parameter or a form's field into JSON, as an expression of the generated code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handfast.rewriting.uploads import UPLOAD
from handfast.spec.document import Document
from handfast.spec.media_types import is_json
from handfast.spec.patterns import is_python
from handfast.spec.shapes import branches, is_choice, shape

_SCALARS = {"integer": "integer", "number": "number", "boolean": "boolean", "string": "text", "null": "null"}
_ORDER = ("null", "integer", "number", "boolean")
_DEEPEST = 4
_SEPARATORS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_NULL = "null"
_NEVER_NULL = {"date", "date-time", "time", "duration", "uuid", "email", "uri", "ipv4", "ipv6"}  # formats
_TYPES_OF = {bool: "boolean", int: "integer", float: "number", str: "text"}


@dataclass(frozen=True)
class Decoders:
    """Decoders for the schemas of one document."""

    document: Document

    def of(self, schema: Any, depth: int = 0) -> str:
        found = list(dict.fromkeys(self._choices(schema, depth)))
        others = [item for item in found if item != "null"]
        made = self._one(others or found)
        null = len(others) not in (0, len(found)) and not self._says_null(schema, depth)
        if not null or made in ("json_text", "upload"):
            return made
        return called_with(made, "nullable=True") if made.startswith(("array(", "fields(")) else f"nullable({made})"

    def _one(self, found: list[str]) -> str:
        """The decoder of a value of any of these kinds."""
        if not found:
            return "texts"
        structured = [item for item in found if item.startswith("fields(")]
        others = [item for item in found if not item.startswith("fields(")]
        if structured:
            return called_with(structured[0], f"value={self._one(others)}") if others else structured[0]
        if len(found) == 1:
            return found[0]
        found.sort(
            key=lambda item: _ORDER.index(item) if item in _ORDER else len(_ORDER) + (not item.startswith("text"))
        )
        if "number" in found and "integer" in found:
            found.remove("integer")
        return f"first_of({', '.join(found)})"

    def form(self, media: dict[str, Any]) -> str:
        """The decoder of a form: objects in a multipart one are JSON, unless their encoding says something else."""
        schema, encoding = media.get("schema", {}), media.get("encoding") or {}
        node = self.document.resolve(schema)
        properties = {name: self._field(item, encoding.get(name) or {}) for name, item in self._members(schema).items()}
        known = ", ".join(f"{name!r}: {decoder}" for name, decoder in properties.items())
        others = node.get("additionalProperties", True) if isinstance(node, dict) else True
        rest = "" if others is False else f", {self.of(others, 1) if isinstance(others, dict) else 'text'}"
        return f"fields({{{known}}}{rest})"

    def _members(self, schema: Any) -> dict[str, Any]:
        """The properties of an object, those of its alternatives included: a text is read as any of them."""
        found: dict[str, list[Any]] = {}
        for branch in branches(self.document, schema):
            for name, item in self._of_branch(branch.schema):
                known = found.setdefault(name, [])
                known += [] if item in known else [item]
        return {name: items[0] if len(items) == 1 else {"anyOf": items} for name, items in found.items()}

    def _of_branch(self, schema: Any) -> Iterator[tuple[str, Any]]:
        yield from shape(self.document, schema).properties.items()
        node = self.document.resolve(schema)
        for part in node.get("allOf", ()) if isinstance(node, dict) else ():
            if is_choice(self.document, part):
                yield from self._members(part).items()

    def _field(self, schema: Any, encoding: dict[str, Any]) -> str:
        decoder = self.of(schema, 1)
        style, explode = encoding.get("style"), encoding.get("explode", True)
        if decoder.startswith("array(") and style in _SEPARATORS and explode is False:
            return called_with(decoder, f"separator={_SEPARATORS[style]!r}")
        content_type = str(encoding.get("contentType", "")).partition(",")[0]
        as_json = is_json(content_type) if content_type else False
        return "json_text" if as_json and decoder.startswith(("fields(", "text", "nullable(text")) else decoder

    def _says_null(self, schema: Any, depth: int) -> bool:
        """Whether `null` is a text that the schema takes, so that it stands for itself."""
        node = self.document.resolve(schema)
        if not isinstance(node, dict) or depth > _DEEPEST:
            return False
        if "const" in node or "enum" in node:
            return "null" in ([node["const"]] if "const" in node else node["enum"])
        types = node.get("type", [])
        if types:
            return ("string" in types and _takes_null(node)) or ("array" in types and self._has_null(node, depth))
        branches = [item for key in ("oneOf", "anyOf", "allOf") for item in node.get(key, ())]
        return any(self._says_null(branch, depth + 1) for branch in branches)

    def _has_null(self, node: dict[str, Any], depth: int) -> bool:
        """Whether `null` may stand for an item of an array that has no other."""
        items = node.get("items", True)
        if node.get("minItems", 0) > 1 or node.get("maxItems", 1) < 1 or items is False:
            return False
        return not items or items is True or self._says_null(items, depth + 1) or "null" in self._choices(items, depth)

    def _choices(self, schema: Any, depth: int) -> list[str]:
        node = self.document.resolve(schema)
        if not isinstance(node, dict) or depth > _DEEPEST:
            return []
        found = self._kinds(node, depth)
        return [*found, "null"] if found and node.get("nullable") is True else found

    def _kinds(self, node: dict[str, Any], depth: int) -> list[str]:
        if node.get(UPLOAD):
            return ["upload"]
        if "const" in node or "enum" in node:
            values = [node["const"]] if "const" in node else node["enum"]
            return [_TYPES_OF.get(type(value), "null" if value is None else "json_text") for value in values]
        types = node.get("type", [])
        types = [types] if isinstance(types, str) else types
        types = ["array"] if not types and "items" in node else types
        if "object" in types or (not types and ("properties" in node or self._has_properties(node))):
            return [self._fields(node, depth), *(name for name in types if name == "null")]
        found = [self._typed(name, node, depth) for name in types]
        if found:
            return found
        branches = [item for key in ("oneOf", "anyOf", "allOf") for item in node.get(key, ())]
        return [item for branch in branches for item in self._choices(branch, depth + 1)]

    def _has_properties(self, node: dict[str, Any]) -> bool:
        return "allOf" in node and bool(shape(self.document, node).properties)

    def _typed(self, name: str, node: dict[str, Any], depth: int) -> str:
        if name == "array":
            return f"array({self.of(item_of(node), depth + 1)})"
        return _SCALARS[name]

    def _fields(self, node: dict[str, Any], depth: int) -> str:
        found = shape(self.document, node)
        properties = {name: self.of(item, depth + 1) for name, item in found.properties.items()}
        known = ", ".join(f"{name!r}: {decoder}" for name, decoder in properties.items())
        others = node.get("additionalProperties", True)
        rest = "" if others is False else f", {self.of(others, depth + 1) if isinstance(others, dict) else 'text'}"
        return f"fields({{{known}}}{rest})"


def item_of(node: dict[str, Any]) -> Any:
    """The schema of any item of an array, those that are told by their place too."""
    first, rest = node.get("prefixItems"), node.get("items")
    return {"anyOf": [*first, *([rest] if isinstance(rest, dict) and rest else [])]} if first else rest


def _takes_null(node: dict[str, Any]) -> bool:
    """Whether a schema of texts has nothing against `null`, taken for a text."""
    length = len(_NULL)
    if node.get("format") in _NEVER_NULL or not node.get("minLength", 0) <= length <= node.get("maxLength", length):
        return False
    return "pattern" not in node or not is_python(node["pattern"]) or bool(re.search(node["pattern"], _NULL))


def called_with(made: str, word: str) -> str:
    """A call with one more word."""
    return f"{made[:-1]}, {word})"
