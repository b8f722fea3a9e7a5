"""Mending: a copy of a document in which everything is of the kind that OpenAPI says, for the generator to read.

What is not is replaced by the nearest wider thing, alone, and a warning says where and why. The document itself, as it
is served, stays as its authors wrote it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from handfast.rewriting.enumerations import fitting, has_stray_null, of_values, referred, without_stray_null
from handfast.rewriting.simplifying import of_arrays, of_its_type, of_objects, of_parts, spelled_out, told_once, widened
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.patterns import engine_of, is_python
from handfast.spec.pointers import child
from handfast.spec.references import entered

_TYPES = {"string", "integer", "number", "boolean", "object", "array", "null"}
_PLACES = {"path", "query", "header", "cookie", "querystring"}
_IGNORED_HEADERS = {"accept", "content-type", "authorization"}
_METHODS_OF_TEXT = ("summary", "description", "operationId", "title", "name")
_STATUS = re.compile(r"[1-5]([0-9]{2}|XX|xx)", re.ASCII)
_DEMANDS = {
    "properties", "required", "additionalProperties", "patternProperties", "unevaluatedProperties", "not", "if", "then",
    "else", "minProperties", "maxProperties", "dependentRequired", "dependentSchemas",
}  # fmt: skip
_DEEPEST = 40
_DEEPEST_SCHEMA = 120  # tokens of a pointer: neither Python nor Pydantic builds what is nested much deeper


def mended(document: Document) -> Document:
    """The document as the generator reads it; what was lost is noted in the findings of both."""
    mender = _Mender(document)
    return replace(document, data=mender.node("document", document.data, ""))


@dataclass
class _Mender:
    document: Document

    def node(self, kind: str, node: Any, pointer: str) -> Any:
        """The node, or what stands for it."""
        if kind == "schema" and isinstance(node, bool):
            return node
        if not isinstance(node, dict):
            self._warn(pointer, f"is no {_SPOKEN.get(kind, kind)} and is taken for an empty one")
            return _empty(kind)
        if kind == "schema" and pointer.count("/") > _DEEPEST_SCHEMA:
            self._warn(pointer, "is nested too deeply; any value is taken")
            return _empty(kind)
        if isinstance(node.get("$ref"), str) and not self._leads(node["$ref"]):
            if pointer not in self.document.broken:
                self._warn(pointer, f"$ref {node['$ref']} leads nowhere")
            return _empty(kind)
        copy = {key: value for key, value in node.items() if self._fits(kind, key, value, pointer)}
        if "$ref" in copy and not isinstance(copy["$ref"], str):
            del copy["$ref"]
        copy = grammar.rebuilt(kind, copy, lambda kind, item, below: self.node(kind, item, pointer + below))
        for name, holds in grammar.FIELDS.get(kind, {}).items():
            if name in copy and holds[0] in "{[":
                copy[name] = self._collection(holds, copy[name], child(pointer, name))
        check = _CHECKS.get(kind)
        return check(self, copy, pointer) if check else copy

    def _warn(self, pointer: str, message: str) -> None:
        self.document.warn(pointer, message)

    def _leads(self, reference: str) -> bool:
        """Whether a reference leads anywhere, through others."""
        for _ in range(_DEEPEST):
            if not reference.startswith("#"):
                return False
            try:
                target = self.document.find(reference)
            except LookupError:
                return False
            if not (isinstance(target, dict) and isinstance(target.get("$ref"), str)):
                return True
            reference = target["$ref"]
        return False

    def _fits(self, kind: str, key: str, value: Any, pointer: str) -> bool:
        """Whether a field holds what it should; one that does not is left out."""
        holds = grammar.FIELDS.get(kind, {}).get(key)
        expected: type | tuple[type, ...] | None = _VALUES.get((kind, key))
        if holds is not None:
            expected = {"{": dict, "[": list}.get(holds[0], (dict, bool) if holds == "schema" else dict)
        elif key in _METHODS_OF_TEXT and kind not in ("schema", "components"):
            expected = (str, int, float)
        if (expected is _NUMBER and isinstance(value, bool)) or (isinstance(value, float) and not math.isfinite(value)):
            expected = dict  # no number of JSON
        if expected is None or isinstance(value, expected) or (kind == "schema" and key == "items" and value):
            return True
        self._warn(child(pointer, key), f"`{key}` cannot be this and is left out")
        return False

    def _collection(self, holds: str, value: Any, pointer: str) -> Any:
        """The items that are objects were seen to already; here are the others."""
        kind = holds[1:-1]
        if isinstance(value, dict):
            kept = {name: item for name, item in value.items() if kind in grammar.FIELDS or isinstance(item, dict)}
            return {
                name: item
                if isinstance(item, dict) or name.startswith("x-")
                else self.node(kind, item, child(pointer, name))
                for name, item in kept.items()
            }
        if isinstance(value, list):
            made = [
                item if isinstance(item, dict) else self.node(kind, item, child(pointer, str(index)))
                for index, item in enumerate(value)
            ]
            return [item for item in made if item is not None]
        return value

    def parameter(self, node: dict[str, Any], pointer: str) -> Any:
        if "$ref" in node:
            return node
        if isinstance(node.get("name"), int | float):
            node["name"] = json.dumps(node["name"])  # as YAML reads 2 and true
            self._warn(child(pointer, "name"), f"is no text; it is taken for {node['name']!r}")
        name, place = node.get("name"), node.get("in")
        if not isinstance(name, str) or not name or place not in _PLACES:
            self._warn(pointer, "is no parameter: it has no `name`, or no `in` that OpenAPI knows")
            return {}
        node = {key: item for key, item in node.items() if (key, item) != ("content", {})}
        if "schema" in node:
            node["schema"] = widened(node["schema"], node, partial(self._warn, f"{pointer}/schema/format"))
        return node

    def header(self, node: dict[str, Any], _: str) -> Any:
        return {key: value for key, value in node.items() if key not in ("name", "in")}

    def operation(self, node: dict[str, Any], pointer: str) -> Any:
        tags = node.get("tags")
        if tags is not None and not all(isinstance(tag, str) for tag in tags):
            self._warn(child(pointer, "tags"), "a tag is a text; what is none is left out")
            node["tags"] = [str(tag) for tag in tags if isinstance(tag, str | int | float)]
        responses = node.get("responses", {})
        for status in [item for item in responses if item != "default" and not _STATUS.fullmatch(item)]:
            if not status.startswith("x-"):
                self._warn(child(pointer, "responses", status), f"{status!r} is no status and is left out")
            del responses[status]
        if "security" in node:
            node["security"] = self._requirements(node["security"], child(pointer, "security"))
        return node

    def root(self, node: dict[str, Any], pointer: str) -> Any:
        if "security" in node:
            node["security"] = self._requirements(node["security"], child(pointer, "security"))
        if node.get("tags") is not None:
            node["tags"] = [tag for tag in node["tags"] if isinstance(tag, dict) and isinstance(tag.get("name"), str)]
        for path in [path for path in node.get("paths", {}) if path.startswith("x-")]:
            del node["paths"][path]
        return node

    def _requirements(self, found: list[Any], pointer: str) -> list[dict[str, Any]]:
        kept = [item for item in found if isinstance(item, dict)]
        if len(kept) < len(found):
            self._warn(pointer, "a security requirement is a map of scheme names")
        return kept

    def schema(self, node: dict[str, Any], pointer: str) -> Any:
        """Keywords that say nothing that can be held are left out."""
        self._types(node, pointer)
        self._older(node, pointer)
        if "$dynamicRef" in node:
            self._static(node)
        self._once(node, pointer)
        node = of_parts(node)
        node = of_values(node if pointer in self._entered else told_once(node), self.document.resolve)
        if "enum" in node:
            node["enum"] = [value for value in node["enum"] if not isinstance(value, float) or math.isfinite(value)]
        if has_stray_null(node):
            self._warn(child(pointer, "enum"), "null is among the values, and none of their type's: it is left out")
            node = without_stray_null(node)
        if "enum" in node and not node["enum"]:
            self._warn(child(pointer, "enum"), "an `enum` without values allows nothing; any value is taken")
            del node["enum"]
        node = widened(of_arrays(of_objects(referred(fitting(node)))), node, partial(self._warn, f"{pointer}/format"))
        for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
            if key in node and not node[key]:
                del node[key]
        pattern = node.get("pattern")
        if pattern is not None and engine_of(pattern) is None:
            self._warn(child(pointer, "pattern"), f"no engine here reads {pattern!r}; any text is taken")
            del node["pattern"]
        for name in [name for name in node.get("patternProperties", ()) if not is_python(name)]:
            self._warn(child(pointer, "patternProperties", name), f"no engine here reads {name!r}; it is not checked")
        if "required" in node:
            node["required"] = [name for name in node["required"] if isinstance(name, str)]
        return self._beside(of_its_type(spelled_out(node)))

    def _once(self, node: dict[str, Any], pointer: str) -> None:
        """A branch that is there twice leaves nothing that fits exactly one."""
        given = node.get("oneOf") or []
        known = [item for index, item in enumerate(given) if item not in given[:index]]
        if len(known) < len(given):
            self._warn(
                child(pointer, "oneOf"), "has a branch twice, and no value could fit exactly one; it is taken once"
            )
            node["oneOf"] = known

    def _older(self, node: dict[str, Any], pointer: str) -> None:
        """What drafts of JSON Schema before 2020-12 called otherwise."""
        if isinstance(node.get("items"), list):
            node["prefixItems"] = [self.node("schema", item, pointer) for item in node.pop("items")]
            if "additionalItems" in node:
                node["items"] = node.pop("additionalItems")
        dependencies = node.pop("dependencies", None)
        for name, needed in dependencies.items() if isinstance(dependencies, dict) else ():
            key = "dependentRequired" if isinstance(needed, list) else "dependentSchemas"
            node.setdefault(key, {})[name] = needed

    def _static(self, node: dict[str, Any]) -> None:
        """A dynamic reference where all ways lead to one schema."""
        name = node["$dynamicRef"].removeprefix("#")
        places = [f"#{name}"] if name.startswith("/") and self._leads(f"#{name}") else self._anchors.get(name, [])
        if len(places) == 1:
            del node["$dynamicRef"]
            node["$ref"] = places[0]

    @cached_property
    def _entered(self) -> set[str]:
        return entered(self.document)

    @cached_property
    def _anchors(self) -> dict[str, list[str]]:
        """The references to the schemas of each anchor."""
        found: dict[str, list[str]] = {}
        for kind, node, pointer in self.document.objects():
            for key in ("$dynamicAnchor", "$anchor") if kind == "schema" and isinstance(node, dict) else ():
                if isinstance(node.get(key), str):
                    found.setdefault(node[key], []).append("#" + quote(pointer, safe="/~"))
        return found

    def _beside(self, node: dict[str, Any]) -> dict[str, Any]:
        """A reference with more demands beside it, as a schema of several parts; before 3.1 they say nothing."""
        old = str(self.document.data["openapi"]).startswith("3.0")
        if "$ref" in node and (old or node.get("type") == "object"):
            node.pop("type", None)  # which it says once more
        if "$ref" not in node or not node.keys() & _DEMANDS or old:
            return node
        inner = _DEMANDS - {"unevaluatedProperties"}  # which is said of all parts
        demands = {key: item for key, item in node.items() if key in inner}
        kept = {key: item for key, item in node.items() if key not in inner and key not in ("$ref", "allOf")}
        return {**kept, "allOf": [{"$ref": node["$ref"]}, *node.get("allOf", ()), demands]}

    def _types(self, node: dict[str, Any], pointer: str) -> None:
        types = node.get("type")
        given = types if isinstance(types, list) else [types]
        known = [name for name in given if isinstance(name, str) and name in _TYPES]
        if types is None or (known and len(known) == len(given)):
            return
        if types == "file":  # as Swagger 2 has it
            node["type"], node["format"] = "string", "binary"
            self._warn(child(pointer, "type"), "'file' is no type of OpenAPI 3; it is taken for `format: binary`")
            return
        self._warn(child(pointer, "type"), f"{types!r} is no type of JSON; any value is taken")
        del node["type"]


_CHECKS: dict[str, Callable[[_Mender, dict[str, Any], str], Any]] = {
    "parameter": _Mender.parameter,
    "header": _Mender.header,
    "operation": _Mender.operation,
    "schema": _Mender.schema,
    "document": _Mender.root,
}
_NUMBER = (int, float)
_VALUES: dict[tuple[str, str], type | tuple[type, ...]] = {
    ("document", "security"): list, ("document", "tags"): list, ("document", "info"): dict,
    ("operation", "security"): list, ("operation", "tags"): list,
    ("schema", "enum"): list, ("schema", "required"): list, ("schema", "pattern"): str, ("schema", "format"): str,
    ("schema", "type"): (str, list), ("schema", "discriminator"): dict, ("schema", "nullable"): bool,
    ("schema", "minLength"): _NUMBER, ("schema", "maxLength"): _NUMBER, ("schema", "minItems"): _NUMBER,
    ("schema", "maxItems"): _NUMBER, ("schema", "minimum"): _NUMBER, ("schema", "maximum"): _NUMBER,
    ("schema", "multipleOf"): _NUMBER, ("schema", "exclusiveMinimum"): (*_NUMBER, bool),
    ("schema", "exclusiveMaximum"): (*_NUMBER, bool), ("schema", "$dynamicRef"): str,
    ("parameter", "style"): str, ("parameter", "explode"): bool, ("parameter", "required"): bool,
}  # fmt: skip
_SPOKEN = {"mediaType": "media type", "pathItem": "path item", "requestBody": "request body"}


def _empty(kind: str) -> Any:
    return {"description": ""} if kind == "response" else {}


def is_ignored(parameter: dict[str, Any]) -> bool:
    """Header parameters that OpenAPI says shall be ignored: others say what they do."""
    return parameter.get("in") == "header" and str(parameter.get("name")).lower() in _IGNORED_HEADERS
