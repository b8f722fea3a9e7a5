"""The schemas of a document as answers have to fit them: JSON Schema 2020-12, whatever the dialect of the document."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

import jsonschema_rs

from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.pointers import child, find, from_fragment, split

ORIGIN = "x-origin"
"""Where in the document a schema with examples was written."""

_URI = "urn:document"
_LEFT_OUT = {"$id", "$schema", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef", "$recursiveAnchor"}
_WITH_EXAMPLES = ("example", "examples", "default")
_BRANCHES = ("$ref", "allOf", "anyOf", "oneOf")
_SAYS_WHAT = {"$ref", "type", "enum", "const", "not"}
_PATTERNS = jsonschema_rs.FancyRegexOptions(size_limit=50_000_000)
_LONGEST = 200


class Schemas:
    """All schemas of one document, those in its responses too."""

    def __init__(
        self, document: Document, hidden: str = "writeOnly", *, formats: bool = True, closed: bool = False
    ) -> None:
        """`hidden` names the properties that nobody has to send; nor may they, in answers and where `closed`."""
        self.document = document
        self._closed = closed or hidden == "writeOnly"
        self._hidden, self._formats = hidden, formats
        self._older = str(document.data.get("openapi", "")).startswith("3.0")
        self._bound: dict[str, str] = {}
        self._rules: dict[str, dict[str, Any]] = {}
        self._validators: dict[int, tuple[Any, jsonschema_rs.Draft202012Validator | None]] = {}

    @cached_property
    def data(self) -> dict[str, Any]:
        """The document with its schemas as they are meant here."""
        made: dict[str, Any] = self._rebuilt("document", self.document.data, "")
        return made

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry([(_URI, self.data)])

    def resolve(self, node: Any) -> Any:
        """The node itself, or what it refers to."""
        for _ in range(50):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return node
            node = self.target(node["$ref"])
        return {}

    def target(self, reference: str) -> Any:
        """What a reference leads to, through the references on its way."""
        node: Any = self.data
        for token in split(from_fragment(reference.partition("#")[2])):
            if isinstance(node, dict) and token not in node and "$ref" in node:
                node = self.resolve(node)
            try:
                node = find(node, [token])
            except LookupError:
                return {}
        return node

    def fits(self, schema: Any, value: Any) -> bool:
        """Whether a value fits a schema. One that no validator reads is fitted by everything."""
        validator = self._validator(schema)
        return validator is None or validator.is_valid(value)

    def reads(self, schema: Any) -> bool:
        """Whether there is a validator for a schema, and for all that it refers to."""
        return self._validator(schema) is not None

    def fits_rules(self, rules: dict[str, Any], value: Any) -> bool:
        """Whether a value fits a schema that was put together, and refers to nothing."""
        key = json.dumps(rules, sort_keys=True)
        return self.fits(self._rules.setdefault(key, rules), value)

    def misfit(self, schema: Any, value: Any) -> str | None:
        """Why a value does not fit, in a line; None if it does."""
        validator = self._validator(schema)
        for error in validator.iter_errors(value) if validator else ():
            place = "".join(f"/{token}" for token in error.instance_path)
            return f"{place}: {error.message}"[:_LONGEST].removeprefix(": ")
        return None

    def _validator(self, schema: Any) -> jsonschema_rs.Draft202012Validator | None:
        if not isinstance(schema, dict):
            return jsonschema_rs.Draft202012Validator(schema)
        known = self._validators.get(id(schema))
        if known is None:
            known = self._validators[id(schema)] = (schema, self._made(schema))  # keeps the id taken
        return known[1]

    def _made(self, schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator | None:
        try:
            return jsonschema_rs.Draft202012Validator(
                schema, registry=self._registry, validate_formats=self._formats, pattern_options=_PATTERNS
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError):
            return None

    def _rebuilt(self, kind: str, node: dict[str, Any], pointer: str) -> Any:
        if kind == "schema" and "$dynamicRef" in node:
            name = str(node["$dynamicRef"]).removeprefix("#")
            return {"$ref": f"{_URI}#{self._bound[name]}"} if name in self._bound else {}
        copy = grammar.rebuilt(kind, node, lambda below, item, at: self._rebuilt(below, item, pointer + at))
        if isinstance(copy.get("$ref"), str) and copy["$ref"].startswith("#"):
            copy["$ref"] = _URI + copy["$ref"]
        return self._schema(self._specialised(copy, node, pointer), pointer) if kind == "schema" else copy

    def _specialised(self, copy: dict[str, Any], node: dict[str, Any], pointer: str) -> dict[str, Any]:
        """A schema that gives another one its `$dynamicAnchor`s, with that one written out for them."""
        definitions = node.get("$defs", {})
        bound = {
            str(item["$dynamicAnchor"]): child(pointer, "$defs", name)
            for name, item in definitions.items()
            if isinstance(item, dict) and "$dynamicAnchor" in item
        }
        if not bound or "$ref" not in node:
            return copy
        known, self._bound = self._bound, {**bound, **self._bound}
        try:
            target = self.document.find(node["$ref"])
            own = self._rebuilt("schema", target, node["$ref"].removeprefix("#"))
        except LookupError:
            own = {}
        finally:
            self._bound = known
        return {**{key: value for key, value in copy.items() if key != "$ref"}, "allOf": [*copy.get("allOf", ()), own]}

    def _schema(self, node: dict[str, Any], pointer: str) -> Any:
        made = {key: value for key, value in node.items() if key not in _LEFT_OUT}
        if any(key in made for key in _WITH_EXAMPLES):
            made[ORIGIN] = pointer
        if made.get("properties") and not made.keys() & _SAYS_WHAT:
            made["type"] = "object"  # as the models have it
        self._one_way(made)
        return _modern(made) if self._older else made

    def _one_way(self, made: dict[str, Any]) -> None:
        """Properties with `writeOnly` are for requests; those with `readOnly` do not have to be in one."""
        hidden = {name for name, item in made.get("properties", {}).items() if self._is_hidden(item)}
        if hidden and self._closed:
            made["properties"] = {name: name not in hidden and item for name, item in made["properties"].items()}
        if hidden:
            made["required"] = [name for name in made.get("required", ()) if name not in hidden]

    def _is_hidden(self, item: Any) -> bool:
        if isinstance(item, dict) and "$ref" in item and self._hidden not in item:
            try:
                item = find(self.document.data, split(from_fragment(item["$ref"].partition("#")[2])))
            except LookupError:
                return False
        return isinstance(item, dict) and item.get(self._hidden) is True


def _modern(node: dict[str, Any]) -> Any:
    """A schema of OpenAPI 3.0 in the words of 3.1."""
    nullable = node.pop("nullable", False) is True
    if "$ref" in node:
        node = {"$ref": node["$ref"]}
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(node.get(exclusive), bool) and node.pop(exclusive) and bound in node:
            node[exclusive] = node.pop(bound)
    if not nullable:
        return node
    if "enum" in node and None not in node["enum"]:
        node["enum"] = [*node["enum"], None]
    if isinstance(node.get("type"), str):
        node["type"] = [node["type"], "null"]
    return {"anyOf": [node, {"type": "null"}]} if any(key in node for key in _BRANCHES) else node
