"""Normalising: each schema as the model generator reads it, and the texts that get types of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handfast import names
from handfast.rewriting.branching import holds, may_be_untold, needs_own, tags, told_apart, without_itself
from handfast.rewriting.defaults import Defaults
from handfast.rewriting.enumerations import NAMES
from handfast.rewriting.extending import TOLD_BY
from handfast.rewriting.members import field_names, split_enum
from handfast.rewriting.openness import extended, free
from handfast.rewriting.simplifying import (
    BESIDE_A_FORMAT,
    bare,
    has_fine_steps,
    is_of,
    no_field,
    only_part,
    opened,
    typed,
    with_any_item,
    without_null,
)
from handfast.rewriting.uploads import UPLOAD
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.formats import FORMATS, Format, width_of, within_width
from handfast.spec.patterns import engine_of
from handfast.spec.pointers import child, from_fragment, split
from handfast.spec.shapes import is_choice, shape
from handfast.spec.texts import printable

_TEXT_BOUNDS = ("pattern", "minLength", "maxLength")
# What upstream makes a type of that Python or Pydantic has, or leaves as it is.
_KNOWN = {
    "int32", "int64", "float", "double", "binary", "date", "date-time", "password", "email", "uuid", "uri",
    "ipv4", "ipv6", "hostname",
}  # fmt: skip
_PYTHON: dict[str, Any] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None), "array": list,
    "object": dict,
}  # fmt: skip
_CHOICES = ("allOf", "anyOf", "oneOf")
_PARTS = {*_CHOICES, "not", "if", "then", "else", "dependentSchemas"}  # which are about what others have
_NOT_FOR_CODE = ("example", "examples", "x-", "externalDocs", "xml")


@dataclass
class Normaliser:
    """Makes of each schema what the model generator reads as it is meant."""

    document: Document
    formats: list[Format]
    classes: dict[str, str]
    bodies: dict[str, dict[str, Any]]
    aliases: dict[str, str]

    @cached_property
    def defaults(self) -> Defaults:
        return Defaults(self.document, self.classes)

    @cached_property
    def told_apart(self) -> dict[str, set[str]]:
        return told_apart(self.document)

    @cached_property
    def extended(self) -> set[str]:
        return extended(self.document)

    @cached_property
    def field_names(self) -> dict[str, str]:
        schemas = (node for kind, node, _ in self.document.objects() if kind == "schema" and isinstance(node, dict))
        return field_names(name for node in schemas for name in node.get("properties") or ())

    def component(self, node: Any, name: str, pointer: str) -> Any:
        """A schema that gets a name."""
        node = no_field(node) if isinstance(node, dict) else node
        optional = self.told_apart.get(pointer, set()) - shape(self.document, node).required
        if optional:
            self.bodies.setdefault(name, {})["optional_tags"] = sorted(optional)
        if may_be_untold(self.document, node):
            self.bodies.setdefault(name, {})["untold"] = repr(node["discriminator"]["propertyName"])
        if isinstance(node, dict) and TOLD_BY in node:
            self.bodies.setdefault(name, {})["told_by"] = ", ".join(map(repr, node[TOLD_BY]))
        if isinstance(node, dict):
            node = free(node, inherited=pointer in self.extended or pointer in self.told_apart)
        made = self.schema(without_itself(self.document, node, pointer), name, pointer)
        if holds(made, f"#/components/schemas/{name}"):
            return {"anyOf": [made]}  # as a choice of one it is written as a text, which type checkers follow
        return made

    def schema(self, node: Any, name: str, pointer: str) -> Any:
        """The schema as the model generator gets it; `name` is what an unnamed type in it is named after."""
        if not isinstance(node, dict):
            return node
        if node.get(UPLOAD):
            kept = {key: node[key] for key in BESIDE_A_FORMAT if key in node and key != "default"}
            return {**kept, "customTypePath": "support.forms.Upload"}
        kept = {key: value for key, value in node.items() if not key.startswith(_NOT_FOR_CODE)}
        if isinstance(node.get(NAMES), list):
            kept[NAMES] = node[NAMES]
        if isinstance(kept.get("description"), str):
            kept["description"] = printable(str(kept["description"])).strip()
        kept = self._plain(self._named(kept, pointer), pointer)
        for field in self.field_names.keys() & (kept.get("properties") or {}).keys():
            self.aliases[f"{name}.{field}"] = self.field_names[field]
        made = grammar.rebuilt("schema", kept, self._below(name, pointer))
        if isinstance(made.get("$ref"), str):
            made["$ref"] = self._renamed(made["$ref"])
        self._mapping(made, pointer)
        return self._formatted(made, name)

    def _below(self, name: str, pointer: str) -> Callable[[str, Any, str], Any]:
        def normalise(_: str, item: Any, below: str) -> Any:
            field, *rest = split(below)
            if field != "properties":
                return self.schema(no_field(item), name, pointer + below)
            item = self._with_default(item, name, rest[0], pointer + below)
            return self.schema(item, name + names.pascal(rest[0]), pointer + below)

        return normalise

    def _with_default(self, schema: dict[str, Any], name: str, field: str, pointer: str) -> dict[str, Any]:
        """The schema of a class's field with the default that it has and takes."""
        given = self.defaults.given(schema)
        kept = {key: item for key, item in schema.items() if key != "default"}
        if not given:
            return kept
        fitting = self.defaults.fitting(kept, given[0])
        if not fitting:
            if given[0] is not None:  # null says no more than that there is none
                words = f"the default {given[0]!r} does not fit its schema: it has none"
                self.document.warn(child(pointer, "default"), words)
            return kept
        code = self.defaults.code(kept, fitting[0])
        if code:
            self.bodies.setdefault(name, {}).setdefault("defaults", {})[field] = code
        if "$ref" in kept:
            kept = {**{key: item for key, item in kept.items() if key != "$ref"}, "allOf": [{"$ref": kept["$ref"]}]}
        return {**kept, "default": fitting[0]}

    def _renamed(self, reference: str) -> str:
        tokens = split(from_fragment(reference.removeprefix("#")))
        name = tokens[-1] if tokens else ""
        return f"#/components/schemas/{self.classes[name]}" if name in self.classes else reference

    def _mapping(self, schema: dict[str, Any], pointer: str) -> None:
        """The values of a discriminator lead to schemas by their new names; those that lead nowhere are left out."""
        discriminator = schema.get("discriminator")
        if not isinstance(discriminator, dict):
            return
        mapping = discriminator.get("mapping")
        if "defaultMapping" in discriminator:
            words = "defaultMapping is not followed: a value that leads nowhere is refused"
            self.document.warn(child(pointer, "discriminator", "defaultMapping"), words)
        if not isinstance(discriminator.get("propertyName"), str):
            del schema["discriminator"]
        elif isinstance(mapping, dict):
            kept = {
                value: self._renamed(target if "/" in target else f"#/components/schemas/{target}")
                for value, target in mapping.items()
                if isinstance(target, str)
                and split(from_fragment(target.partition("#")[2]) or f"/{target}")[-1] in self.classes
            }
            schema["discriminator"] = {**discriminator, "mapping": kept}

    def _plain(self, schema: dict[str, Any], pointer: str) -> dict[str, Any]:
        """Without what has no place in a model: values that are null, formats nobody knows."""
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(schema.get("properties"), dict):
            schema = self._apart(schema, str(discriminator.get("propertyName")))
        if isinstance(schema.get("enum"), list):
            schema = split_enum(schema)
        if schema.get("format") is not None and schema["format"] not in _KNOWN:
            schema = {key: value for key, value in schema.items() if key != "format"}
        part = only_part(schema)
        if part is not None and "$ref" in part and is_choice(self.document, part) and not schema.get("nullable"):
            schema = {**{key: item for key, item in schema.items() if key in BESIDE_A_FORMAT}, **part}
        if "allOf" in schema and (self._overrides(schema) or self._is_own(schema, pointer)):
            schema = self._flat(schema)
        if "patternProperties" in schema:
            schema = opened(schema)
        schema = with_any_item(schema)
        if has_fine_steps(schema):
            schema = {key: item for key, item in schema.items() if key != "multipleOf"}
        if isinstance(schema.get("additionalProperties"), dict) and "null" in (schema.get("type") or ()):
            schema = without_null(schema)
        if "$dynamicRef" in schema:
            schema = self._dynamic(schema, pointer)
        return schema

    def _named(self, schema: dict[str, Any], pointer: str) -> dict[str, Any]:
        """A class with fields for the names that it requires and says nothing else about: they hold anything."""
        others, own = schema.get("additionalProperties", True), schema.get("properties")
        is_part = any(token in _PARTS for token in split(pointer)[-2:])
        if not schema.get("required") or is_part or others is False or not (own or schema.get("allOf")):
            return schema
        missing = sorted(set(schema["required"]) - shape(self.document, schema).properties.keys())
        if not missing or "patternProperties" in schema:
            return schema
        kind = others if isinstance(others, dict) else {}
        return {**schema, "properties": {**(own or {}), **dict.fromkeys(missing, kind)}}

    def _apart(self, schema: dict[str, Any], name: str) -> dict[str, Any]:
        """A base whose classes each have a value of the property by themselves: here it is any text."""
        own = schema["properties"].get(name)
        meant = self.document.resolve(own)
        if not isinstance(own, dict) or not isinstance(meant, dict) or "enum" not in meant:
            return schema
        text = {key: item for key, item in own.items() if key not in ("enum", "default", "$ref")}
        return {**schema, "properties": {**schema["properties"], name: {"type": "string", **text}}}

    def _overrides(self, schema: dict[str, Any]) -> bool:
        """Whether a property of a base is something else here, which no class may inherit."""
        bases = [self._inherited(part) for part in schema["allOf"] if "$ref" in part]
        inline = [part for part in schema["allOf"] if "$ref" not in part]
        own = shape(self.document, {"allOf": inline, "properties": schema.get("properties", {})}).properties
        inherited = [name for base in bases for name in base]
        said = [name for part in inline for name in shape(self.document, part).properties] + [
            *schema.get("properties", {})
        ]
        again = len(inherited) > len(set(inherited)) or len(said) > len(set(said))
        return again or any(
            name in base and not self._narrows(base[name], item) for name, item in own.items() for base in bases
        )

    def _inherited(self, base: dict[str, Any]) -> dict[str, Any]:
        """The properties of a base; what tells it from others has one value there, whatever is declared."""
        told = {name: {"const": base["$ref"]} for name in tags(self.document, base, self.told_apart)}
        return {**shape(self.document, base).properties, **told}

    def _is_own(self, schema: dict[str, Any], pointer: str) -> bool:
        """Whether it is told from others by what a base has as something else."""
        properties = self.told_apart.get(pointer)
        return properties is not None and needs_own(self.document, schema, properties, self.told_apart)

    def _narrows(self, base: Any, own: Any) -> bool:
        """Whether a class may have a property of the second schema where its base has one of the first."""
        if not bare(base) or bare(base) == bare(own):
            return True
        wide, narrow = self.document.resolve(base), self.document.resolve(own)
        if not isinstance(wide, dict) or not isinstance(narrow, dict):
            return False
        text = wide.get("type") in ("string", "integer") and not wide.keys() & {"enum", "const", "format"}
        values = [narrow["const"]] if "const" in narrow else narrow.get("enum", [])
        return text and bool(values) and all(type(value) is _PYTHON[wide["type"]] for value in values)

    def _flat(self, schema: dict[str, Any]) -> dict[str, Any]:
        """An object with all properties of its parts as its own."""
        found = shape(self.document, schema)
        kept = {key: item for key, item in schema.items() if key not in ("allOf", "properties", "required")}
        return {**kept, "type": "object", "properties": found.properties, "required": sorted(found.required)}

    def _dynamic(self, schema: dict[str, Any], pointer: str) -> dict[str, Any]:
        self.document.warn(pointer, "what a $dynamicRef leads to depends on where one comes from; any value is taken")
        return {key: value for key, value in schema.items() if key in ("description", "title")}

    def _formatted(self, schema: dict[str, Any], name: str) -> dict[str, Any]:
        """Gives a text with one of our formats its named type, and a whole number of some width."""
        if not schema.keys() & {"enum", "const"} and is_of(schema, "integer"):
            width = width_of(schema)
            return typed(schema, f"support.formats.{width}") if width else within_width(schema)
        if schema.get("format") == "binary" and is_of(schema, "string") and not schema.keys() & set(_TEXT_BOUNDS):
            return typed(schema, "support.formats.Binary")
        base = FORMATS.get(str(schema.get("format")))
        if base is None and "pattern" in schema and engine_of(schema["pattern"]) == "python":
            base = "PatternText"
        if base is None or not is_of(schema, "string"):
            return schema
        return typed(schema, f"formats.{self._format(base, schema, name)}")

    def _format(self, base: str, schema: dict[str, Any], name: str) -> str:
        bounds = {key: schema[key] for key in _TEXT_BOUNDS if key in schema}
        if not bounds:
            return base
        known = next((item for item in self.formats if (item.base, item.bounds) == (base, bounds)), None)
        if known is None:
            taken = {*(item.name for item in self.formats), *FORMATS.values(), *self.classes.values()}
            own = names.unique(f"{names.pascal(name)}Text", taken)
            known = Format(own, base, bounds, str(schema.get("description", "")))
            self.formats.append(known)
        return known.name
