"""The Python type of a schema: plain for a signature, bounded for a validator."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from handfast.model.decoders import item_of
from handfast.model.rules import RulesReader
from handfast.model.schemas import Schemas
from handfast.model.values import Type
from handfast.rewriting.defaults import Defaults
from handfast.rewriting.simplifying import has_fine_steps, only_part
from handfast.spec.document import Document
from handfast.spec.formats import READERS, width_of, within_width
from handfast.spec.patterns import engine_of

_ANY = Type("Any", "Any")
_NONE = Type("None", "None")
_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_FORMATS = {
    "date-time": Type("datetime", "DateTimeText"),
    "date": Type("date", "DateText"),
    "email": Type("str", "EmailAddressText"),
    "uri": Type("str", "UriText"),
    "ipv4": Type("str", "Ipv4Text"),
    "ipv6": Type("str", "Ipv6Text"),
    "hostname": Type("str", "HostnameText"),
    "byte": Type("str", "Base64Text"),
    "password": Type("SecretStr", "SecretText"),
    "uuid": Type("UUID", "UuidText"),
}
_BOUNDS = {
    "minLength": "min_length", "maxLength": "max_length", "pattern": "pattern", "minItems": "min_length",
    "maxItems": "max_length", "minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt", "multipleOf": "multiple_of",
}  # fmt: skip
_COUNTS = {"minLength", "maxLength", "minItems", "maxItems"}
_DEEPEST = 12
_JSON_TYPES: dict[str, Any] = {"str": str, "int": int, "float": (int, float), "bool": bool}


@dataclass(frozen=True)
class Types:
    """Types for the places where a schema stands outside of the models: parameters, headers, bodies."""

    document: Document
    schemas: Schemas

    @cached_property
    def _rules(self) -> RulesReader:
        return RulesReader(self.document)

    def of(self, schema: Any) -> Type:
        """The type of a schema; a named one that is more than a text or number keeps its name."""
        kind = self._of(schema)
        resolved = self.document.resolve(schema)
        part = only_part(resolved) if isinstance(resolved, dict) else None
        rules = self._rules.of(schema if part is None else part, "")
        return replace(kind, bounded=f"Annotated[{kind.bounded}, Rules({rules!r})]") if rules else kind

    def _of(self, schema: Any, depth: int = 0) -> Type:
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        resolved = self.document.resolve(schema)
        if isinstance(reference, str) and not self._scalar(resolved):
            name = self.schemas.classes.get(reference.removeprefix("#"))
            return Type(name, f"schemas.{name}", f"schemas.{name}") if name else _ANY
        if not isinstance(resolved, dict) or depth > _DEEPEST:
            return _ANY
        return self._written_out(resolved, depth)

    def _written_out(self, schema: dict[str, Any], depth: int) -> Type:
        types = self._types(schema)
        nullable = "null" in types
        types = [name for name in types if name != "null"]
        if "const" in schema or "enum" in schema:
            return _literal([schema["const"]] if "const" in schema else schema["enum"], nullable=nullable)
        part = only_part(schema)
        choices = [part] if part is not None else [item for key in ("oneOf", "anyOf") for item in schema.get(key, ())]
        if choices and types in ([], ["object"]):
            made = united([*(self._of(item, depth + 1) for item in choices), *([_NONE] if nullable else ())])
            if made != _ANY or not types:
                return made
        if not types:
            return _NONE if schema.get("type") else _ANY
        found = [self._typed(schema, name, depth) for name in types]
        return united([*found, *([_NONE] if nullable else ())])

    def _typed(self, schema: dict[str, Any], name: str, depth: int) -> Type:
        if name == "array":
            item = self._of(item_of(schema), depth + 1)
            bounded = self._bounded(f"list[{item.bounded}]", schema)
            return Type(f"list[{item.plain}]", bounded, f"list[{item.qualified}]")
        if name == "object":
            others = schema.get("additionalProperties")
            value = self._of(others, depth + 1) if isinstance(others, dict) else _ANY
            return Type(f"dict[str, {value.plain}]", f"dict[str, {value.bounded}]", f"dict[str, {value.qualified}]")
        return self._scalar_type(schema, name)

    def value(self, schema: Any, value: Any, kind: Type) -> str | None:  # noqa: PLR0911 - one for each kind of type
        """A default as Python code; None for one that does not fit."""
        if kind.plain == "Any":
            return f"{value!r}"
        resolved = self.document.resolve(schema)
        if isinstance(schema, dict) and "$ref" in schema and isinstance(resolved, dict) and "enum" in resolved:
            if value not in resolved["enum"]:
                return None
            alike = len({type(item) for item in resolved["enum"]}) == 1 and "null" not in self._types(resolved)
            return f"{kind.qualified}({value!r})" if alike else _validated(kind, value)
        plain = kind.plain.removesuffix(" | None")
        wanted = _JSON_TYPES.get(plain)
        if wanted is not None:
            value = _turned(plain, value)
            return (
                repr(value) if isinstance(value, wanted) and (plain == "bool" or not isinstance(value, bool)) else None
            )
        if plain.startswith("Literal["):
            values = [resolved["const"]] if "const" in resolved else resolved.get("enum", [])
            return repr(value) if value in values else None
        item = self._item(resolved)
        if plain.startswith("list[") and isinstance(value, list) and item is not None:
            found = [self.value(item, part, self.of(item)) for part in value]
            return None if None in found else f"[{', '.join(map(str, found))}]"
        return (
            f"TypeAdapter({kind.bounded}).validate_json({json.dumps(value)!r})" if self._fits(resolved, value) else None
        )

    def _item(self, schema: Any) -> Any:
        return schema.get("items") if isinstance(schema, dict) else None

    def _fits(self, schema: Any, value: Any) -> bool:
        """Whether a value that is read when the module is imported will be taken."""
        return bool(Defaults(self.document, self.schemas.classes).fitting(schema, value))

    def _scalar(self, schema: Any) -> bool:
        """Whether a named schema is written out where it is used: a text or number, and no enumeration."""
        types = self._types(schema) if isinstance(schema, dict) else []
        beside = isinstance(schema, dict) and any(key in schema for key in ("enum", "const", "anyOf", "oneOf", "allOf"))
        return bool(types) and set(types) <= set(_SCALARS) and not beside

    @staticmethod
    def _types(schema: dict[str, Any]) -> list[str]:
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else list(types)
        return [*types, "null"] if schema.get("nullable") is True and "null" not in types else types

    def _scalar_type(self, schema: dict[str, Any], name: str) -> Type:
        text_format = str(schema.get("format"))
        if name == "string" and text_format in _FORMATS:
            return self._formatted(text_format, schema)
        plain = _SCALARS.get(name, "Any")
        if name == "integer":
            width = width_of(schema)
            return Type(plain, width or self._bounded(plain, within_width(schema)))
        return Type(plain, self._bounded(plain, schema))

    @staticmethod
    def _formatted(text_format: str, schema: dict[str, Any]) -> Type:
        """The type of a text with a format, and with bounds of its own if it has any."""
        kind = _FORMATS[text_format]
        bounds = [f"{_BOUNDS[key]}={schema[key]!r}" for key in ("pattern", "minLength", "maxLength") if key in schema]
        if not bounds:
            return kind
        return replace(kind, bounded=f"Annotated[{kind.plain}, Text({', '.join([READERS[text_format], *bounds])})]")

    @staticmethod
    def _bounded(annotation: str, schema: dict[str, Any]) -> str:
        kinds = {"str": ("minLength", "maxLength", "pattern"), "bool": (), "list": ("minItems", "maxItems")}
        allowed = kinds.get(
            annotation.partition("[")[0], ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
        )
        spelled = dict(_BOUNDS)
        if schema.get("exclusiveMinimum") is True:  # as OpenAPI 3.0 has it
            spelled["minimum"] = "gt"
        if schema.get("exclusiveMaximum") is True:
            spelled["maximum"] = "lt"
        found = {key: schema[key] for key in allowed if key in schema and not isinstance(schema[key], bool)}
        if has_fine_steps(schema):
            found.pop("multipleOf", None)
        found = {key: int(value) if key in _COUNTS else value for key, value in found.items()}
        if annotation == "int":
            found = {key: _whole(key, value) for key, value in found.items()}
        pattern = found.get("pattern")
        slow = pattern is not None and engine_of(str(pattern)) == "python"
        bounds = [f"{spelled[key]}={value!r}" for key, value in found.items() if not (slow and key == "pattern")]
        if annotation == "float":
            bounds.append("allow_inf_nan=False")  # neither is a number of JSON
        metadata = [f"Field({', '.join(bounds)})"] if bounds else []
        metadata += [f"matching({pattern!r})"] if slow else []
        return f"Annotated[{annotation}, {', '.join(metadata)}]" if metadata else annotation


def _validated(kind: Type, value: Any) -> str:
    return f"TypeAdapter({kind.bounded}).validate_json({json.dumps(value)!r})"


def united(types: list[Type]) -> Type:
    """Any of the types; None comes last."""
    kinds = sorted(dict.fromkeys(types), key=lambda item: item.plain == "None")
    if _ANY in kinds:
        return _ANY
    parts = {item.plain: item for item in kinds}
    flat = dict.fromkeys(name for plain in parts for name in _members(plain))
    if len(parts) == 1:
        return kinds[0]
    within = dict.fromkeys(name for item in kinds for name in _members(item.qualified))
    ordered = sorted(flat, key=lambda name: name == "None")
    bounded = dict.fromkeys(
        name for item in sorted(kinds, key=lambda item: "None" in item.plain) for name in _members(item.bounded)
    )
    return Type(
        " | ".join(ordered),
        " | ".join(sorted(bounded, key=lambda name: name == "None")),
        " | ".join(sorted(within, key=lambda name: name == "None")),
    )


def _members(annotation: str) -> list[str]:
    return annotation.split(" | ") if not re.search(r"[\[(]", annotation) else [annotation]


def _literal(values: list[Any], *, nullable: bool) -> Type:
    kept = [value for value in values if value is None or isinstance(value, str | int)]
    others = [Type("float", "float")] if any(isinstance(value, float) for value in values) else []
    if len(kept) + sum(isinstance(value, float) for value in values) < len(values):
        return _ANY
    parts = list(dict.fromkeys(map(repr, [value for value in kept if value is not None])))
    literal = f"Literal[{', '.join(parts)}]"
    found = [Type(literal, literal)] if parts else []
    if nullable or None in values:
        if found and not others:
            literal = f"Literal[{', '.join(parts)}] | None"
            return Type(literal, literal)
        found.append(_NONE)
    return united([*found, *others])


def _turned(plain: str, value: Any) -> Any:
    """A default that was written as text though it is a number or a truth."""
    if not isinstance(value, str) or plain == "str":
        return (
            str(value) if plain == "str" and isinstance(value, int | float) and not isinstance(value, bool) else value
        )
    try:
        turned = json.loads(value.lower() if plain == "bool" else value)
    except ValueError:
        return value
    return turned if not isinstance(turned, float) or math.isfinite(turned) else value


def _whole(key: str, value: Any) -> Any:
    """A bound of an integer as an integer: the nearest one within."""
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    if key in ("minimum", "exclusiveMaximum"):
        return math.ceil(value)
    return math.floor(value) if key in ("maximum", "exclusiveMinimum") else int(value) if value.is_integer() else value
