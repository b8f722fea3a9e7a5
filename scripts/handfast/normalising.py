"""Normalising: each schema as the model generator reads it, and the texts that get types of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from handfast import grammar, names
from handfast.branching import needs_own, told_apart
from handfast.document import Document
from handfast.formats import FORMATS, Format
from handfast.hoisting import only_part
from handfast.patterns import engine_of
from handfast.pointers import child, from_fragment, split
from handfast.shapes import shape
from handfast.texts import printable
from handfast.uploads import UPLOAD

_TEXT_BOUNDS = ("pattern", "minLength", "maxLength")
# What upstream makes a type of that Python or Pydantic has, or leaves as it is.
_KNOWN = {
    "int32", "int64", "float", "double", "byte", "binary", "date", "date-time", "password", "email", "uuid", "uri",
    "ipv4", "ipv6", "hostname",
}  # fmt: skip
_TYPE_OF = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_PYTHON: dict[str, Any] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None), "array": list,
    "object": dict,
}  # fmt: skip
_NO_TEXT = {"date-time", "date", "uuid", "password"}  # what Python has types of its own for
_CHOICES = ("allOf", "anyOf", "oneOf")
_BESIDE_A_FORMAT = ("description", "default", "readOnly", "writeOnly")
_NOT_FOR_CODE = ("example", "examples", "x-", "externalDocs", "xml")


@dataclass
class Normaliser:
    """Makes of each schema what the model generator reads as it is meant."""

    document: Document
    formats: list[Format]
    classes: dict[str, str]

    @cached_property
    def told_apart(self) -> dict[str, set[str]]:
        return told_apart(self.document)

    def component(self, node: Any, name: str, pointer: str) -> Any:
        """A schema that gets a name; one that is itself again is anything."""
        if isinstance(node, dict):
            node = {key: value for key, value in node.items() if key != "deprecated"}
        made = self.schema(self._without_itself(node, pointer), name, pointer)
        own = {"$ref": f"#/components/schemas/{name}"}
        if isinstance(made, dict) and (made.get("items") == own or made.get("additionalProperties") == own):
            key = "items" if made.get("items") == own else "additionalProperties"
            self.document.warn(
                pointer + "/" + key, "an alias that holds itself cannot be typed; what it holds is any value"
            )
            return {**made, key: {}}
        return made

    def _without_itself(self, node: Any, pointer: str) -> Any:
        """A choice without the branches that lead back to it: they add nothing."""
        for key in _CHOICES if isinstance(node, dict) else ():
            branches = [item for item in node.get(key, ()) if not self._leads_to(item, pointer, set())]
            if len(branches) < len(node.get(key, ())):
                node = {name: item for name, item in node.items() if name != key} | (
                    {key: branches} if branches else {}
                )
        return node

    def _leads_to(self, schema: Any, pointer: str, seen: set[str]) -> bool:
        """Whether a schema is nothing but another name for the one at a pointer, among other choices maybe."""
        if not isinstance(schema, dict):
            return False
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return any(self._leads_to(item, pointer, seen) for key in _CHOICES for item in schema.get(key, ()))
        if reference.removeprefix("#") == pointer:
            return True
        if reference in seen:
            return False
        seen.add(reference)
        target = self.document.find(reference)
        return self._leads_to(target, pointer, seen)

    def schema(self, node: Any, name: str, pointer: str) -> Any:
        """The schema as the model generator gets it; `name` is what an unnamed type in it is named after."""
        if not isinstance(node, dict):
            return node
        if node.get(UPLOAD):
            kept = {key: node[key] for key in _BESIDE_A_FORMAT if key in node and key != "default"}
            return {**kept, "customTypePath": "support.forms.Upload"}
        kept = {key: value for key, value in node.items() if not key.startswith(_NOT_FOR_CODE)}
        if isinstance(kept.get("description"), str):
            kept["description"] = printable(str(kept["description"])).strip()
        kept = self._plain(kept, pointer)
        made = grammar.rebuilt("schema", kept, self._below(name, pointer))
        if isinstance(made.get("$ref"), str):
            made["$ref"] = self._renamed(made["$ref"])
        self._mapping(made)
        return self._formatted(made, name)

    def _below(self, name: str, pointer: str) -> Callable[[str, Any, str], Any]:
        def normalise(_: str, item: Any, below: str) -> Any:
            field, *rest = split(below)
            if field != "properties":  # Pydantic knows no other places that are deprecated
                item = {key: value for key, value in item.items() if key != "deprecated"}
            return self.schema(item, name + names.pascal(rest[0]) if field == "properties" else name, pointer + below)

        return normalise

    def _renamed(self, reference: str) -> str:
        tokens = split(from_fragment(reference.removeprefix("#")))
        name = tokens[-1] if tokens else ""
        return f"#/components/schemas/{self.classes[name]}" if name in self.classes else reference

    def _mapping(self, schema: dict[str, Any]) -> None:
        """The values of a discriminator lead to schemas by their new names; those that lead nowhere are left out."""
        discriminator = schema.get("discriminator")
        if not isinstance(discriminator, dict):
            return
        mapping = discriminator.get("mapping")
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
        """Without what has no place in a model: defaults of objects, values that are null, formats nobody knows."""
        default = schema.get("default")
        if self._is_model_default(schema, default):
            schema = {key: value for key, value in schema.items() if key != "default"}
            if default:
                self.document.warn(child(pointer, "default"), "the default of an object is not applied")
        if "default" in schema and not self._takes(schema, default):
            self.document.warn(
                child(pointer, "default"), f"the default {default!r} does not fit its schema: it has none"
            )
            schema = {key: value for key, value in schema.items() if key != "default"}
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, dict) and isinstance(schema.get("properties"), dict):
            schema = _told_apart(schema, str(discriminator.get("propertyName")))
        if isinstance(schema.get("enum"), list):
            schema = _split_enum(schema)
        if schema.get("format") is not None and schema["format"] not in _KNOWN:
            schema = {key: value for key, value in schema.items() if key != "format"}
        if "allOf" in schema and (self._overrides(schema) or self._is_own(schema, pointer)):
            schema = self._flat(schema)
        if "patternProperties" in schema:
            schema = _open(schema)
        if "$dynamicRef" in schema:
            schema = self._dynamic(schema, pointer)
        return schema

    def _is_model_default(self, schema: dict[str, Any], default: Any) -> bool:
        """Whether a default is an object that a class stands for, which no plain value can be."""
        if isinstance(default, list):
            return any(self._is_model_default(self._items(schema), item) for item in default)
        node = self.document.resolve(schema)
        plain = isinstance(node, dict) and "$ref" not in schema and not node.keys() & {"properties", *_CHOICES}
        return isinstance(default, dict) and not plain

    def _items(self, schema: dict[str, Any]) -> dict[str, Any]:
        node = self.document.resolve(schema)
        items = node.get("items") if isinstance(node, dict) else None
        return items if isinstance(items, dict) else {}

    def _overrides(self, schema: dict[str, Any]) -> bool:
        """Whether a property of a base is something else here, which no class may inherit."""
        bases = [shape(self.document, part).properties for part in schema["allOf"] if "$ref" in part]
        inline = [part for part in schema["allOf"] if "$ref" not in part]
        own = shape(self.document, {"allOf": inline, "properties": schema.get("properties", {})}).properties
        inherited = [name for base in bases for name in base]
        again = len(inherited) > len(set(inherited))
        return again or any(
            name in base and not self._narrows(base[name], item) for name, item in own.items() for base in bases
        )

    def _is_own(self, schema: dict[str, Any], pointer: str) -> bool:
        """Whether it is told from others by what a base has as something else."""
        properties = self.told_apart.get(pointer)
        return properties is not None and needs_own(self.document, schema, properties, self.told_apart)

    def _narrows(self, base: Any, own: Any) -> bool:
        """Whether a class may have a property of the second schema where its base has one of the first."""
        if _bare(base) == _bare(own):
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

    def _takes(self, schema: dict[str, Any], default: Any) -> bool:
        """Whether a default is of the type that it stands for."""
        node = self.document.resolve(schema)
        node = (
            self.document.resolve(only_part(node)) if isinstance(node, dict) and only_part(node) is not None else node
        )
        if not isinstance(node, dict):
            return True
        if default is None:
            return _nullable(node) or not node.get("type")
        if node.get("type") == "string" and node.get("format") in _NO_TEXT:
            return False
        values = node.get("enum")
        if isinstance(values, list):
            return any(default == value and type(default) is type(value) for value in values)
        types = node.get("type", [])
        types = [types] if isinstance(types, str) else types
        fits = any(
            isinstance(default, _PYTHON[name]) and isinstance(default, bool) == (name == "boolean") for name in types
        )
        whole = "integer" in types and isinstance(default, float) and default.is_integer()
        return not types or fits or whole

    def _formatted(self, schema: dict[str, Any], name: str) -> dict[str, Any]:
        """Gives a text with one of our formats its named type."""
        types = schema.get("type")
        nullable = isinstance(types, list) and set(types) == {"string", "null"}
        nullable = nullable or (types == "string" and schema.get("nullable") is True)
        base = FORMATS.get(str(schema.get("format")))
        if base is None and "pattern" in schema and engine_of(schema["pattern"]) == "python":
            base = "PatternText"
        if base is None or not (types == "string" or nullable):
            return schema
        typed = {"customTypePath": f"formats.{self._format(base, schema, name)}"}
        kept: dict[str, Any] = {key: schema[key] for key in _BESIDE_A_FORMAT if key in schema}
        return {**kept, "anyOf": [typed, {"type": "null"}]} if nullable else {**kept, **typed}

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


def _no_default(schema: dict[str, Any], default: Any) -> str:
    if schema.get("type") == "string" and schema.get("format") in _NO_TEXT and isinstance(default, str):
        return f"the default of a {schema['format']} is not applied: a model takes no text for it"
    return f"the default {default!r} does not fit its schema: it has none"


def _nullable(node: dict[str, Any]) -> bool:
    return node.get("nullable") is True or "null" in node.get("type", ()) or None in node.get("enum", ())


def _bare(schema: Any) -> Any:
    """What a schema demands, without its words."""
    if not isinstance(schema, dict):
        return schema
    return {key: item for key, item in schema.items() if key not in ("description", "title", "example", "examples")}


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    """Names by pattern are held by rules; here, any name has a value of any of their kinds."""
    patterns, others = schema["patternProperties"], schema.get("additionalProperties", True)
    kept = {key: item for key, item in schema.items() if key not in ("patternProperties", "additionalProperties")}
    if schema.get("properties"):
        return kept
    values = [*patterns.values(), *([others] if others is not False else [])]
    wide = not values or any(item is True or item == {} for item in values)
    known = [item for index, item in enumerate(values) if item not in values[:index]]
    value: Any = {} if wide else known[0] if len(known) == 1 else {"anyOf": known}
    return {**kept, "type": kept.get("type", "object"), "additionalProperties": value}


def _told_apart(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """A base whose classes each have a value of the property by themselves: here it is any text."""
    own = schema["properties"].get(name)
    if not isinstance(own, dict) or "enum" not in own:
        return schema
    text = {key: item for key, item in own.items() if key not in ("enum", "default")}
    return {**schema, "properties": {**schema["properties"], name: text}}


def _split_enum(schema: dict[str, Any]) -> dict[str, Any]:
    """Values of one type make an enumeration; of several, one each; null is a type by itself."""
    values = schema["enum"]
    groups: dict[str, list[Any]] = {}
    for value in values:
        name = _TYPE_OF.get(type(value))
        if name is None:
            return {key: item for key, item in schema.items() if key not in ("enum", "type")}
        groups.setdefault(name, []).append(value)
    if {"integer", "number"} <= set(groups):
        groups["number"] += groups.pop("integer")
    nullable = "null" in groups or schema.get("nullable") is True or "null" in schema.get("type", ())
    groups.pop("null", None)
    beside = {
        key: item
        for key, item in schema.items()
        if key not in ("enum", "type", "nullable", "format", "x-enum-varnames")
    }
    parts = [{"type": name, "enum": list(dict.fromkeys(items))} for name, items in groups.items()]
    if len(parts) == 1 and not nullable:
        return {**{key: item for key, item in schema.items() if key not in ("nullable", "format")}, **parts[0]}
    return {**beside, "anyOf": [*parts, *([{"type": "null"}] if nullable else [])]}
