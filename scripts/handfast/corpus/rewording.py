"""The document in words that schemathesis takes as they are meant.

Nothing is left out that a server could be asked about: each rewording says the same as before, in what schemathesis
reads. What was reworded is told, by what and how often.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from handfast.rewriting.simplifying import of_objects
from handfast.spec import grammar
from handfast.spec.pointers import from_fragment
from handfast.support.rules import fits

_SIGNS = ".;?&#+/"
_BODILESS = ("204", "205", "304")
_IGNORED = ("accept", "content-type", "authorization")
_BESIDE_PROPERTIES = {"$ref", "type", "enum", "const", "not"}

# What schemathesis does not read, or reads against OpenAPI.
SIGNS = "a template has signs of RFC 6570, which parameters say by their style"
UNDECLARED = "names in templates that no parameter declares, as texts"
HEADERS = "header parameters that OpenAPI says shall be ignored"
# What a document says in a keyword of another version: it is held as it is meant, so it is asked about as well.
OLDER = "`nullable`, which OpenAPI 3.1 does not know any more, and which is held"
NEWER = "keywords of JSON Schema that OpenAPI 3.0 does not know, and that are held"
# What nothing could fit to the letter, so that there would be nothing to ask.
NOTHING = "enums without values, or with values that are all of another type, which nothing could fit"
TWICE = "branches that a oneOf has twice, so that no value could fit exactly one"
# What no server could send.
BODILESS = "bodies of answers that HTTP has none of (204, 205, 304)"
# What is narrower here than to the letter, on purpose. A schema with properties and no type lets every text and number
# pass: nobody means that, and no class could hold it. A body of any media type has a schema for one that is JSON; the
# generator warns of it.
OBJECTS = "schemas with properties, or of nothing but others, and no type, which are of objects here"
ANY = "bodies of any media type, asked for in JSON, which is what has a schema"


class Rewording:
    """A document as it is put to schemathesis; `told` counts what was reworded."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.told: Counter[str] = Counter()
        self._older = str(given.get("openapi", "")).startswith("3.0")
        self._given = given
        self.document: dict[str, Any] = self._rebuilt("document", given)

    @property
    def remarks(self) -> list[str]:
        return [f"asked in other words: {what}: {count} times" for what, count in self.told.items() if count]

    def _rebuilt(self, kind: str, node: Any) -> Any:
        if not isinstance(node, dict):
            return node
        made = grammar.rebuilt(kind, node, lambda below, item, _: self._rebuilt(below, item))
        if kind == "document" and isinstance(made.get("paths"), dict):
            renamed = {self._path(path): item for path, item in made["paths"].items()}
            made["paths"] = {path: self._declared(path, item) for path, item in renamed.items()}
        if kind == "requestBody" and "*/*" in (made.get("content") or {}):
            made["content"] = self._in_json(made["content"])
        if kind == "operation" and isinstance(made.get("responses"), dict):
            made["responses"] = {status: self._answer(status, item) for status, item in made["responses"].items()}
        if isinstance(made.get("parameters"), list):
            made["parameters"] = self._parameters(made["parameters"])
        return self._schema(made) if kind == "schema" else made

    def _answer(self, status: str, item: Any) -> Any:
        """A response, without a body where HTTP has none."""
        meant = self._meant(item)
        if status not in _BODILESS or not isinstance(meant, dict) or not meant.get("content"):
            return item
        self.told[BODILESS] += 1
        return {key: value for key, value in meant.items() if key != "content"}

    def _path(self, path: str) -> str:
        """`/{;id*}` -> `/{id}`."""
        head, *parts = path.split("{")
        inner = [part.partition("}") for part in parts]
        made = head + "".join(f"{{{name.lstrip(_SIGNS).rstrip('*') or name}}}{rest}" for name, _, rest in inner)
        self.told[SIGNS] += made != path
        return made if made == path or made not in self._given["paths"] else path

    def _declared(self, path: str, item: Any) -> Any:
        """A path item whose template has no name that nobody declares."""
        if not isinstance(item, dict) or "$ref" in item:
            return item
        shared = item.get("parameters") or []
        holders = [shared, *(item[key].get("parameters") or [] for key in grammar.METHODS if _is_object(item.get(key)))]
        known = [{self._meant(one).get("name") for one in holder if _is_path(self._meant(one))} for holder in holders]
        names = [part.partition("}")[0] for part in path.split("{")[1:]]
        missing = [name for name in names if name not in known[0] and not all(name in own for own in known[1:])]
        self.told[UNDECLARED] += len(missing)
        more = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in missing]
        return {**item, "parameters": [*shared, *more]} if more else item

    def _parameters(self, given: list[Any]) -> list[Any]:
        kept = [item for item in given if not _is_ignored(self._meant(item))]
        self.told[HEADERS] += len(given) - len(kept)
        return kept

    def _in_json(self, content: dict[str, Any]) -> dict[str, Any]:
        self.told[ANY] += 1
        return {**{name: item for name, item in content.items() if name != "*/*"}, "application/json": content["*/*"]}

    def _meant(self, item: Any) -> Any:
        if not (isinstance(item, dict) and isinstance(item.get("$ref"), str)):
            return item
        node: Any = self._given
        for token in from_fragment(item["$ref"].partition("#")[2]).split("/")[1:]:
            node = node.get(token, {}) if isinstance(node, dict) else {}
        return node

    def _schema(self, node: dict[str, Any]) -> dict[str, Any]:
        if (node.get("properties") and not node.keys() & _BESIDE_PROPERTIES) or node != of_objects(node):
            node = {**node, "type": "object"}
            self.told[OBJECTS] += 1
        if node.get("enum") == []:
            node = {key: item for key, item in node.items() if key != "enum"}
            self.told[NOTHING] += 1
        if node.get("enum") and "type" in node and not any(fits({"type": node["type"]}, item) for item in node["enum"]):
            node = {key: item for key, item in node.items() if key != "type"}
            self.told[NOTHING] += 1
        branches = {json.dumps(item, sort_keys=True, default=str): item for item in node.get("oneOf") or ()}
        if len(branches) < len(node.get("oneOf") or ()):
            node = {**node, "oneOf": list(branches.values())}
            self.told[TWICE] += 1
        return self._older_words(node) if self._older else self._newer_words(node)

    def _newer_words(self, node: dict[str, Any]) -> dict[str, Any]:
        if node.get("nullable") is not True or not isinstance(node.get("type"), str):
            return node
        self.told[OLDER] += 1
        made = {key: item for key, item in node.items() if key != "nullable"} | {"type": [node["type"], "null"]}
        return {**made, "enum": [*made["enum"], None]} if "enum" in made else made

    def _older_words(self, node: dict[str, Any]) -> dict[str, Any]:
        if "const" in node and "enum" not in node:
            node = {**{key: item for key, item in node.items() if key != "const"}, "enum": [node["const"]]}
            self.told[NEWER] += 1
        for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            value = node.get(key)
            if isinstance(value, int | float) and not isinstance(value, bool) and bound not in node:
                node = {**node, bound: value, key: True}
                self.told[NEWER] += 1
        return node


def _is_object(node: Any) -> bool:
    return isinstance(node, dict)


def _is_path(parameter: Any) -> bool:
    return isinstance(parameter, dict) and parameter.get("in") == "path"


def _is_ignored(parameter: Any) -> bool:
    return (
        isinstance(parameter, dict)
        and parameter.get("in") == "header"
        and str(parameter.get("name")).lower() in _IGNORED
    )
