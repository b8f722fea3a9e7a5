"""Defaults: the value of a field that is left out, as Python code of its type."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from handfast.rewriting.simplifying import only_part
from handfast.spec.document import Document
from handfast.spec.writing_out import EndlessError, WrittenOut
from handfast.support import formats
from handfast.support.rules import breach

_READERS: dict[str, Callable[[str], Any]] = {
    "date-time": formats.date_time,
    "date": formats.full_date,
    "email": formats.email_address,
    "uri": formats.uri,
    "ipv4": formats.ipv4,
    "ipv6": formats.ipv6,
    "hostname": formats.hostname,
    "byte": formats.base64_text,
    "password": str,
    "uuid": formats.uuid,
}
_TYPED = {"date-time", "date", "uuid", "password"}  # what Python has types of its own for
_KINDS: dict[str, Callable[[Any], Any]] = {"integer": int, "number": float, "boolean": bool, "string": str}


@dataclass(frozen=True)
class Defaults:
    """The defaults of one document's schemas; `classes` are those of its components by name."""

    document: Document
    classes: Mapping[str, str]

    def given(self, schema: dict[str, Any]) -> list[Any]:
        """The default of a schema, or of what it refers to: one, or none."""
        for node in (schema, self.document.resolve(schema), self._meant(schema)):
            if isinstance(node, dict) and "default" in node:
                return [node["default"]]
        return []

    def fitting(self, schema: Any, value: Any) -> list[Any]:
        """The value, turned from text into a number or truth where the schema wants one; nothing if it does not fit."""
        node = self._meant(schema)
        if not isinstance(node, dict):
            return [value]
        for candidate in (value, *_turned(node.get("type"), value)):
            if self._fits(schema, candidate):
                whole = isinstance(candidate, float) and node.get("type") in ("integer", ["integer", "null"])
                return [int(candidate) if whole else candidate]
        return []

    def code(self, schema: Any, value: Any) -> str | None:
        """The value as Python code; None for what is plain enough to be written as it is.

        What needs the type of its field is `parsed(…, "its JSON")`, with the type left to be filled in.
        """
        if value is None or self._is_plain(schema, value):
            return None
        written = self._written(schema, value)
        if written is None:
            text = json.dumps(value, ensure_ascii=False)
            return f"Field(default_factory=lambda: parsed({{type}}, {text!r}))"
        return f"Field(default_factory=lambda: {written})" if written[0] in "[d" else written

    def _meant(self, schema: Any) -> Any:
        """The schema that says what a value is: through references, and past null."""
        node = self.document.resolve(schema)
        for _ in range(10):
            part = self._alone(node) if isinstance(node, dict) else None
            if part is None:
                break
            node = self.document.resolve(part)
        return node

    def _named(self, schema: Any) -> str | None:
        """The class that a schema is a reference to, past null."""
        for _ in range(10):
            reference = schema.get("$ref") if isinstance(schema, dict) else None
            if isinstance(reference, str):
                return self.classes.get(reference.rpartition("/")[2].replace("~1", "/").replace("~0", "~"))
            schema = self._alone(schema) if isinstance(schema, dict) else None
        return None

    @staticmethod
    def _alone(node: dict[str, Any]) -> Any:
        part = only_part(node)
        if part is not None:
            return part
        choices = [item for key in ("anyOf", "oneOf") for item in node.get(key, ())]
        known = [item for item in choices if item != {"type": "null"}]
        return known[0] if choices and len(known) == 1 else None

    def _is_plain(self, schema: Any, value: Any) -> bool:
        """Whether the value in Python is the value in JSON."""
        node = self._meant(schema)
        if not isinstance(node, dict):
            return True
        if isinstance(value, list):
            items = node.get("items", {})
            return not _is_enumeration(self._meant(items)) and all(self._is_plain(items, item) for item in value)
        if isinstance(value, dict):
            others = node.get("additionalProperties", {})
            free = "$ref" not in schema and node.keys() <= _FREE
            return free and all(self._is_plain(others, item) for item in value.values())
        if _is_enumeration(node) and isinstance(schema, dict) and not schema.keys() & {"anyOf", "oneOf"}:
            return True  # it is written as its member
        several = len(node.get("enum", ())) > 1 or any(key in node for key in ("anyOf", "oneOf"))
        return not several and not (isinstance(value, str) and node.get("format") in _TYPED)

    def _written(self, schema: Any, value: Any) -> str | None:
        node, name = self._meant(schema), self._named(schema)
        if isinstance(value, list):
            items = [self._item(node.get("items", {}), item) for item in value]
            return None if None in items else f"[{', '.join(map(str, items))}]"
        if isinstance(value, str | int) and _is_enumeration(node):
            return f"{name}({value!r})" if name else None
        if isinstance(value, str) and node.get("format") in _TYPED:
            return _spelled(_READERS[node["format"]](value), value)
        return None

    def _item(self, schema: Any, value: Any) -> str | None:
        known = not _is_enumeration(self._meant(schema)) and self._is_plain(schema, value)
        return repr(value) if known else self._written(schema, value)

    def _fits(self, schema: Any, value: Any) -> bool:
        if value is None:
            node = self.document.resolve(schema)
            return isinstance(node, dict) and (_takes_null(node) or not self._written_out(schema))
        whole = self._written_out(schema)
        return breach(whole, value) is None and _is_well_formed(whole, value)

    def _written_out(self, schema: Any) -> Any:
        try:
            return WrittenOut(self.document, formats=True).whole(schema, 0, [])
        except EndlessError:
            return False


_FREE = {"type", "description", "title", "default", "additionalProperties", "example", "examples", "nullable"}


def _takes_null(node: dict[str, Any]) -> bool:
    choices = [item for key in ("anyOf", "oneOf") for item in node.get(key, ())]
    null = {"type": "null"} in choices or None in node.get("enum", ()) or "null" in node.get("type", ())
    return node.get("nullable") is True or null


def _is_enumeration(node: Any) -> bool:
    """Whether a schema is nothing but an enumeration: one that may be null is another type."""
    if isinstance(node, dict) and _takes_null(node):
        return False
    values = node.get("enum", ()) if isinstance(node, dict) else ()
    return len(values) > 1 and any(all(type(value) is kind for value in values) for kind in (str, int))


def _is_well_formed(schema: Any, value: Any) -> bool:
    """Whether texts are of the formats that they should be."""
    if not isinstance(schema, dict):
        return True
    reader = _READERS.get(str(schema.get("format"))) if isinstance(value, str) else None
    if reader:
        try:
            reader(value)
        except ValueError:
            return False
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
    inner = [(part, value) for part in parts if breach(part, value) is None]
    if isinstance(value, list):
        inner += [(schema.get("items"), item) for item in value]
    if isinstance(value, dict):
        others = schema.get("additionalProperties")
        inner += [(schema.get("properties", {}).get(name, others), item) for name, item in value.items()]
    return all(_is_well_formed(part, item) for part, item in inner)


def _turned(types: Any, value: Any) -> list[Any]:
    """What a value may have been meant as, which was written as text or should have been."""
    wanted = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = [json.dumps(value)] if "string" in wanted else []
        return [*text, *([bool(value)] if "boolean" in wanted and value in (0, 1) else [])]
    if not isinstance(value, str) or not set(wanted) & set(_KINDS):
        return []
    try:
        turned = json.loads(value.lower() if "boolean" in wanted else value)
    except ValueError:
        return []
    return [] if isinstance(turned, float) and not math.isfinite(turned) else [turned]


def _spelled(value: Any, text: str) -> str:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC)
        parts = [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second]
        parts += [moment.microsecond] if moment.microsecond else []
        return f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)"
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    return repr(value) if not isinstance(value, str) else f"SecretStr({text!r})"
