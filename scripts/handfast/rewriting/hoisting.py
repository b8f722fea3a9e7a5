"""Hoisting: a name for each schema in a document that makes a class and has none.

The copy that the generator reads gets it among the component schemas, named after where it stands: the body of
`createPet` is `CreatePetBody`, the property `owner` of `Pet` is `PetOwner`. What is left in its place is a reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from handfast import names
from handfast.rewriting.branching import without_repeats
from handfast.rewriting.simplifying import only_part
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.media_types import PROBLEM_JSON, short_name
from handfast.spec.operations import called, operations, words_of
from handfast.spec.pointers import child, split
from handfast.spec.streams import item_schema

UNNAMED = "x-handfast-unnamed"
"""On a schema that has its name of us: nobody who sends a value knows it."""

_STRUCTURE = ("properties", "patternProperties", "allOf", "oneOf", "anyOf", "if", "discriminator")
_BESIDE = ("description", "default", "readOnly", "writeOnly", "deprecated", "title")
_CHOICES = ("anyOf", "oneOf")
_LONGEST = 60


def hoisted(document: Document) -> Document:
    """The document with a component for every schema that needs a class."""
    return _Hoister(document).document_with_names()


@dataclass
class _Hoister:
    document: Document
    classes: set[str] = field(default_factory=set)
    schemas: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Any] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    told_apart: set[str] = field(default_factory=set)
    alike: dict[tuple[str, str], str] = field(default_factory=dict)
    in_model: bool = False

    def document_with_names(self) -> Document:
        data = dict(self.document.data)
        components = dict(data.get("components", {}))
        own = components.get("schemas", {})
        self.classes = {names.pascal(name) for name in own}
        self.origins = dict(self.document.origins)
        self.schemas = {}
        self._elsewhere_named()
        for name, schema in own.items():
            here = child("", "components", "schemas", name)
            self.schemas[name] = self._modelled(self._redirected(schema), names.pascal(name), here)
        for kind, section in grammar.SECTIONS.items():
            if kind in ("response", "parameter", "requestBody", "header", "mediaType"):
                components[section] = {
                    name: self._object(kind, item, names.pascal(name), child("", "components", section, name))
                    for name, item in components.get(section, {}).items()
                }
        data["paths"] = dict(data.get("paths", {}))
        self._paths(data)
        components["schemas"] = self.schemas
        data["components"] = components
        return replace(self.document, data=data, origins=self.origins)

    def _elsewhere_named(self) -> None:
        """References to schemas that are no components themselves get one each."""
        for kind, node, pointer in list(self.document.objects()):
            reference = node.get("$ref") if kind == "schema" and isinstance(node, dict) else None
            if isinstance(reference, str):
                self._name_of(reference, pointer)
        for name, reference in list(self.schemas.items()):  # all of them have names now, by which they refer to others
            target = self.document.find(reference)
            self.schemas[name] = _unnamed(self._modelled(target, name, reference.removeprefix("#")))

    def _name_of(self, reference: str, pointer: str) -> str:
        """The component that a reference leads to, through others too."""
        tokens = split(reference.removeprefix("#"))
        if tokens[:2] == ["components", "schemas"] and len(tokens) == len(("components", "schemas", "name")):
            return tokens[-1]
        if reference not in self.elsewhere:
            target = self.document.find(reference)
            if isinstance(target, dict) and [key for key in target if not key.startswith("x-")] == ["$ref"]:
                return self.elsewhere.setdefault(reference, self._name_of(target["$ref"], pointer))
            own = next((token for token in reversed(tokens) if not token.isdigit()), "Root")
            self.elsewhere[reference] = name = self._free(names.pascal(own), pointer)
            self.origins[child("", "components", "schemas", name)] = self.document.origin(reference.removeprefix("#"))
            self.schemas[name] = reference
        return self.elsewhere[reference]

    def _redirected(self, schema: Any) -> Any:
        name = self.elsewhere.get(str(schema.get("$ref"))) if isinstance(schema, dict) else None
        return {**schema, "$ref": f"#/components/schemas/{name}"} if name else schema

    def _paths(self, data: dict[str, Any]) -> None:
        for pointer, path, method, node in operations(self.document):
            name = names.pascal(called(path, method, node))
            item = dict(data["paths"][path])
            item.pop("$ref", None)
            tokens = split(pointer)
            made = self._object("operation", node, name, pointer)
            if len(tokens) == len(("paths", "path", "method")):
                item[method] = made
            else:
                item["additionalOperations"] = {**item.get("additionalOperations", {}), method: made}
            data["paths"][path] = item
        for path, item in data["paths"].items():
            if isinstance(item, dict) and "parameters" in item:
                place, name = child("", "paths", path), names.pascal(words_of(path))
                data["paths"][path] = {**item, "parameters": self._parameters(item["parameters"], name, place)}

    def _parameters(self, found: list[Any], owner: str, pointer: str) -> list[Any]:
        place = child(pointer, "parameters")
        return [
            self._object("parameter", item, owner + names.pascal(str(item.get("name", ""))), child(place, str(index)))
            for index, item in enumerate(found)
        ]

    def _object(self, kind: str, node: Any, name: str, pointer: str) -> Any:
        """An OpenAPI object, the schemas in it named after it."""
        if not isinstance(node, dict) or "$ref" in node:
            return node
        made = dict(node)
        if kind == "operation":
            made["parameters"] = self._parameters(node.get("parameters", []), name, pointer)
            body = node.get("requestBody")
            if body is not None:
                made["requestBody"] = self._object("requestBody", body, f"{name}Body", child(pointer, "requestBody"))
            made["responses"] = dict(self._responses(node.get("responses", {}), name, child(pointer, "responses")))
        if kind == "response":
            made["headers"] = {
                key: self._object("header", item, name + names.pascal(key), child(pointer, "headers", key))
                for key, item in node.get("headers", {}).items()
            }
        if "schema" in node and kind in ("parameter", "header"):
            made["schema"] = self._outside(node["schema"], name, child(pointer, "schema"))
        if kind == "mediaType":
            return dict(self._contents({"": made}, name, pointer))[""]
        if "content" in node:
            made["content"] = dict(self._contents(node["content"], name, child(pointer, "content")))
        return made

    def _contents(self, content: dict[str, Any], name: str, pointer: str) -> Iterator[tuple[str, Any]]:
        """The media types; schemas that are the same get one name."""
        known: list[tuple[Any, Any]] = []
        for media_type, media in content.items():
            if "$ref" in media or "schema" not in media or item_schema(media) is not None or media_type == PROBLEM_JSON:
                yield media_type, media
                continue
            given = media["schema"]
            made = next((made for schema, made in known if schema == given), None)
            if made is None:
                own = f"{name}{short_name(media_type)}" if known else name
                made = self._outside(given, own, child(pointer, media_type, "schema"))
                known.append((given, made))
            yield media_type, {**media, "schema": made}

    def _responses(self, found: dict[str, Any], name: str, pointer: str) -> Iterator[tuple[str, Any]]:
        good = [status for status in found if status[0] in "123"]
        for status, item in found.items():
            word = "" if good == [status] else "Default" if status == "default" else status.upper()
            yield status, self._object("response", item, f"{name}{word}Response", child(pointer, status))

    def _outside(self, schema: Any, name: str, pointer: str) -> Any:
        """A schema of a parameter, header or body: a reference if it needs a class."""
        schema = self._redirected(schema)
        if not isinstance(schema, dict) or "$ref" in schema:
            return schema
        if self._is_class(schema):
            return self._named(schema, name, pointer)
        return self._inside(schema, name, pointer)

    def _modelled(self, schema: Any, name: str, pointer: str) -> Any:
        """A schema that is a component, with names for what it holds."""
        outside, self.in_model = self.in_model, True
        made = self._inside(schema, name, pointer)
        self.in_model = outside
        return made

    def _inside(self, schema: Any, name: str, pointer: str) -> Any:
        """A schema that stays where it is, with names for what it holds."""
        if not isinstance(schema, dict):
            return schema
        if isinstance(schema.get("discriminator"), dict) and self._tells(schema, pointer):
            # branches have constants where this has an enumeration
            self.told_apart.add(child(pointer, "properties", str(schema["discriminator"].get("propertyName"))))
        if schema.get("properties") and any(key in schema for key in _CHOICES):
            schema = without_repeats(self.document, schema)
        return grammar.rebuilt("schema", schema, lambda _, item, below: self._part(item, name, pointer, below))

    def _tells(self, schema: dict[str, Any], pointer: str) -> bool:
        """Whether there is anything that a discriminator tells apart."""
        return bool(schema["discriminator"].get("mapping") or schema.keys() & set(_CHOICES)) or pointer in self.extended

    @cached_property
    def extended(self) -> set[str]:
        """The places of all that others are made of."""
        nodes = [node for kind, node, _ in self.document.objects() if kind == "schema" and isinstance(node, dict)]
        parts = [part.get("$ref") for node in nodes for part in node.get("allOf", ()) if isinstance(part, dict)]
        return {str(reference).removeprefix("#") for reference in parts}

    def _part(self, item: dict[str, Any], name: str, pointer: str, below: str) -> Any:
        keyword, *rest = split(below)
        item, here = self._redirected(item), pointer + below
        if keyword == "properties":
            own = name + names.pascal(rest[0])
            return self._inside(item, own, here) if here in self.told_apart else self._property(item, own, here)
        if keyword in ("items", "prefixItems", "additionalProperties", "patternProperties"):
            own = name + ("Value" if "ropert" in keyword else "Item")
            return self._property(item, own, here) if self.in_model else self._outside(item, own, here)
        if keyword in _CHOICES:
            title = names.pascal(str(item.get("title") or "")) if item.get("title") else ""
            own = title or f"{name}Option{int(rest[0]) + 1}"
            return self._outside(item, own, here)
        if keyword in ("$defs", "definitions"):
            return item  # those that are used have been named
        return self._inside(item, name, here)

    def _property(self, item: dict[str, Any], name: str, pointer: str) -> Any:
        if "$ref" not in item and _is_enumeration(item):
            return self._named(item, name, pointer)
        return self._outside(item, name, pointer)

    def _is_class(self, schema: dict[str, Any]) -> bool:
        """Whether Python writes the schema as a class, or as an alias that has a discriminator."""
        choices = [branch for key in _CHOICES for branch in schema.get(key, ())]
        if choices and "discriminator" not in schema and not (schema.keys() & {"properties", "allOf", "if"}):
            return False
        part = only_part(schema)
        if part is not None:
            return isinstance(part, dict) and "$ref" not in part and self._is_class(part)
        closed = schema.get("type") == "object" and schema.get("additionalProperties") is False
        return closed or any(schema.get(key) for key in _STRUCTURE)

    def _named(self, schema: dict[str, Any], name: str, pointer: str) -> Any:
        """A component for the schema, and the reference that stands for it, null where it may be."""
        kept = {key: value for key, value in schema.items() if key not in ("default", "readOnly", "writeOnly")}
        beside = {key: value for key, value in schema.items() if key in _BESIDE and key != "title"}
        nullable = kept.pop("nullable", None) is True
        types = kept.get("type")
        if isinstance(types, list) and "null" in types:
            nullable, kept["type"] = True, [item for item in types if item != "null"]
            kept["type"] = kept["type"][0] if len(kept["type"]) == 1 else kept["type"]
        if "enum" in kept and None in kept["enum"]:
            nullable, kept["enum"] = True, [item for item in kept["enum"] if item is not None]
        own = self._component(kept, name, pointer)
        reference = {"$ref": f"#/components/schemas/{own}"}
        if nullable:
            return {**beside, "anyOf": [reference, {"type": "null"}]}
        return {**beside, "allOf": [reference]} if beside else reference

    def _component(self, kept: dict[str, Any], name: str, pointer: str) -> str:
        """The component that a schema becomes.

        Schemas that are the same to the word share the component of the first: a document that writes an object out at
        each of its thousand operations has one class for it. Enumerations do if their properties have one name, too.
        """
        role = (_role(pointer) if "enum" in kept else "", json.dumps(kept, default=str))
        if role in self.alike:
            return self.alike[role]
        own = self.alike[role] = self._free(name, pointer)
        self.origins[child("", "components", "schemas", own)] = self.document.origin(pointer)
        self.schemas[own] = None  # in the order of the document: what holds comes before what is held
        self.schemas[own] = _unnamed(self._modelled(kept, own, pointer))
        return own

    def _free(self, name: str, pointer: str) -> str:
        if len(name) > _LONGEST:
            tokens = [token for token in split(pointer) if not token.isdigit()]
            name = names.pascal(" ".join(tokens[-2:]))
        own = names.unique(name, self.classes)
        self.classes.add(own)
        return own


def _unnamed(schema: Any) -> Any:
    return {**schema, UNNAMED: True} if isinstance(schema, dict) and "$ref" not in schema else schema


def _role(pointer: str) -> str:
    """The property that a place belongs to, if it is one's or its items'."""
    tokens = [token for token in split(pointer) if token not in ("items", "additionalProperties")]
    return tokens[-1] if tokens[-2:-1] == ["properties"] else ""


def _is_enumeration(schema: dict[str, Any]) -> bool:
    """Whether Python writes the schema as an enumeration: of several texts, or of several whole numbers."""
    values = [value for value in schema.get("enum", ()) if value is not None]
    return len(values) > 1 and any(all(type(value) is kind for value in values) for kind in (str, int))
