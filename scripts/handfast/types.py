"""The Python type of a schema: plain for a signature, bounded for a validator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handfast.document import Document
from handfast.model import Type
from handfast.schemas import Schemas

_ANY = Type("Any", "Any")
_SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_FORMATS = {
    "date-time": Type("datetime", "DateTimeText"),
    "date": Type("date", "DateText"),
    "email": Type("str", "EmailAddressText"),
    "password": Type("SecretStr", "SecretText"),
    "uuid": Type("UUID", "UuidText"),
}
_BOUNDS = {
    "minLength": "min_length", "maxLength": "max_length", "pattern": "pattern", "minItems": "min_length",
    "maxItems": "max_length", "minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt", "multipleOf": "multiple_of",
}  # fmt: skip
_DECODERS = {"integer": "integer", "number": "number", "boolean": "boolean"}


@dataclass(frozen=True)
class Types:
    """Types for the places where a schema stands outside of the models: parameters, headers, bodies."""

    document: Document
    schemas: Schemas

    def of(self, schema: Any) -> Type:
        """The type of a schema; a named one that is more than a text or number keeps its name."""
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        resolved = self.document.resolve(schema)
        if isinstance(reference, str) and not self._scalar(resolved):
            name = self.schemas.classes.get(reference.removeprefix("#"), "Any")
            return Type(name, name)
        if not isinstance(resolved, dict):
            return _ANY
        return self._written_out(resolved)

    def _written_out(self, schema: dict[str, Any]) -> Type:
        types = self._types(schema)
        if "const" in schema or "enum" in schema:
            values = [schema["const"]] if "const" in schema else schema["enum"]
            literal = f"Literal[{', '.join(map(repr, values))}]"
            return Type(literal, literal)
        if types == ["array"]:
            item = self.of(schema.get("items"))
            return Type(f"list[{item.plain}]", self._bounded(f"list[{item.bounded}]", schema))
        if types == ["object"]:
            return Type("dict[str, Any]", "dict[str, Any]")
        return self._union(schema, types)

    def decoder(self, schema: Any) -> str:
        """What turns a parameter's text into JSON, as an expression of the binding module."""
        schema = self.document.resolve(schema)
        types = [name for name in self._types(schema) if name != "null"] if isinstance(schema, dict) else []
        if types == ["array"]:
            return f"array({self.decoder(schema.get('items', {}))})"
        return _DECODERS.get(types[0], "text") if len(types) == 1 else "text"

    def value(self, schema: Any, value: Any) -> str:
        """A default as Python code."""
        resolved = self.document.resolve(schema)
        if isinstance(schema, dict) and "$ref" in schema and "enum" in resolved:
            return f"{self.of(schema).plain}({value!r})"
        return repr(value)

    def _scalar(self, schema: Any) -> bool:
        """Whether a named schema is written out where it is used: a text or number, and no enumeration."""
        types = self._types(schema) if isinstance(schema, dict) else []
        return bool(types) and set(types) <= set(_SCALARS) and "enum" not in schema

    @staticmethod
    def _types(schema: dict[str, Any]) -> list[str]:
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else list(types)
        return [*types, "null"] if schema.get("nullable") is True and "null" not in types else types

    def _union(self, schema: dict[str, Any], types: list[str]) -> Type:
        if not types or not set(types) <= set(_SCALARS):
            return _ANY
        parts = [self._scalar_type(schema, name) for name in types]
        return Type(" | ".join(part.plain for part in parts), " | ".join(part.bounded for part in parts))

    def _scalar_type(self, schema: dict[str, Any], name: str) -> Type:
        text_format = str(schema.get("format"))
        if name == "string" and text_format in _FORMATS:
            return _FORMATS[text_format]
        plain = _SCALARS.get(name, "Any")
        return Type(plain, plain if name == "null" else self._bounded(plain, schema))

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
        bounds = [
            f"{spelled[key]}={schema[key]!r}" for key in allowed if key in schema and not isinstance(schema[key], bool)
        ]
        if annotation == "float":
            bounds.append("allow_inf_nan=False")  # neither is a number of JSON
        return f"Annotated[{annotation}, Field({', '.join(bounds)})]" if bounds else annotation
