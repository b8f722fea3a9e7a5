"""What a schema of the document means, by a validator that the generator does not use."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any, Literal

from jsonschema_rs import Draft202012Validator

from handfast.corpus.fidelity.given import Given, Node
from handfast.spec.pointers import split

Mode = Literal["request", "response", "lenient request", "lenient response"]
_PLAIN = (
    "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength",
    "minLength", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "default",
    "example", "examples", "minContains", "maxContains", "dependentRequired",
)  # fmt: skip
_ONE = ("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else")
_LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAP = ("properties", "patternProperties", "dependentSchemas")
FORMATS = ("date", "date-time", "uuid")  # those whose breach is asked about
_HELD = (*FORMATS, "ipv4", "ipv6", "uri", "email", "hostname")  # those that a good value has to have
_WIDTHS = {"int32": 31, "int64": 63}
_HIDDEN = {"request": "readOnly", "response": "writeOnly"}
LENIENT: dict[Mode, Mode] = {
    "request": "lenient request",
    "response": "lenient response",
}  # of discriminators and overlaps


class Oracle:
    """Schemas of one document as JSON Schema 2020-12."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._known: dict[str, dict[str, Any]] = {}
        self._names: dict[tuple[Any, str, Mode, bool], str] = {}
        self._validators: dict[str, Draft202012Validator | None] = {}

    def schema(self, node: Node, mode: Mode, *, part: bool = False) -> dict[str, Any]:
        """A reference to the schema; `resolved` gives what it leads to. A part of another is none of its children."""
        key = (*node.place, mode, part)
        if key not in self._names:
            name = self._names[key] = f"urn:handfast:{len(self._names)}"
            self._known[name] = {}  # while it is made, for schemas that hold themselves
            self._known[name].update(self._converted(node, mode, part=part))
        return {"$ref": self._names[key]}

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self._known[schema["$ref"]]
        return schema

    def fits(self, schema: dict[str, Any], value: Any) -> bool:
        """Whether a value keeps a schema; none keeps one that cannot be compiled."""
        key = schema.get("$ref") or json.dumps(schema, sort_keys=True, default=str)
        if key not in self._validators:
            self._validators[key] = self._compiled(schema)
        validator = self._validators[key]
        try:
            return validator is not None and validator.is_valid(value)
        except (ValueError, TypeError):
            return False

    def _compiled(self, schema: dict[str, Any]) -> Draft202012Validator | None:
        try:
            return Draft202012Validator(schema, validate_formats=True, retriever=self._known.__getitem__, offline=False)
        except (ValueError, KeyError):
            return None

    def _converted(self, node: Node, mode: Mode, *, part: bool) -> dict[str, Any]:
        if isinstance(node.data, bool):
            return {} if node.data else {"not": {}}
        if not isinstance(node.data, dict):
            return {}
        made: dict[str, Any] = {}
        if node.text("$ref"):
            target = self._given.follow(node)
            refers = self.schema(target, mode, part=part) if target.data is not None else {}
            if self._given.old or len(node.data) == 1:
                return {"anyOf": [refers, {"type": "null"}]} if node.data.get("nullable") is True else refers
            made["allOf"] = [refers]
        return self._keywords(node, mode, made, part=part)

    def _keywords(self, node: Node, mode: Mode, made: dict[str, Any], *, part: bool) -> dict[str, Any]:
        data = node.data
        made |= _plain(data)
        for key in _ONE:
            if (below := node.get(key)) and isinstance(below.data, dict | bool):
                made[key] = self.schema(below, mode) if isinstance(below.data, dict) else below.data
        for key in _LIST:
            if found := node.below(key):
                of_all = key == "allOf"
                made[key] = [*made.get(key, []), *(self.schema(item, mode, part=of_all) for _, item in found)]
        for key in _MAP:
            if found := node.below(key):
                made[key] = {name: self.schema(item, mode) for name, item in found}
        if isinstance(data.get("required"), list):
            made["required"] = [name for name in data["required"] if not self.hidden(node, name, mode)]
        if mode in LENIENT:
            self._discriminate(node, made, part=part)
        elif "oneOf" in made:  # a value that keeps two branches breaks none
            made["allOf"] = [*made.get("allOf", []), {"anyOf": made.pop("oneOf")}]
        return _of_3_0(data, made) if self._given.old or "nullable" in data else made

    def hidden(self, node: Node, name: str, mode: Mode) -> bool:
        """Whether a property is none of this direction's."""
        below = node.get("properties", str(name))
        words = [below, self._given.follow(below)] if below else []
        return any(
            isinstance(item.data, dict) and item.data.get(_HIDDEN[mode.rpartition(" ")[2]]) is True for item in words
        )

    def _discriminate(self, node: Node, made: dict[str, Any], *, part: bool) -> None:
        """A discriminator says which branch a value is of."""
        if not part:
            self._as_child(node, made)
        says = node.get("discriminator")
        name = says.text("propertyName") if says else ""
        branches = next((node.get(key) for key in ("oneOf", "anyOf") if node.get(key)), None)
        if not says or not name:
            return
        mapping = says.data.get("mapping") if isinstance(says.data.get("mapping"), dict) else {}
        if not branches:
            if not part:
                self._descend(node, made, name, mapping)
            return
        keyword = "oneOf" if "oneOf" in made else "anyOf"
        for index, (_, branch) in enumerate(branches.items()):
            reference = branch.text("$ref")
            short = reference.rpartition("/")[2]
            values = [key for key, target in mapping.items() if target in (reference, short)] or [short]
            if reference:
                only = {"properties": {name: {"enum": values}}}
                made[keyword][index] = {"allOf": [made[keyword][index], only]}

    def _as_child(self, node: Node, made: dict[str, Any]) -> None:
        """What the discriminator of a parent says of its child."""
        for _, item in node.below("allOf"):
            base = self._given.follow(item)
            says = base.get("discriminator") if item.text("$ref") and isinstance(base.data, dict) else None
            values = self._values(base, node) if says and not {"oneOf", "anyOf"} & set(base.data) else []
            if says and values:
                only = {"properties": {says.text("propertyName"): {"enum": values}}}
                made["allOf"] = [*made.get("allOf", []), only]

    def _values(self, base: Node, child: Node) -> list[str]:
        """By which values a base's discriminator means a child: those of its mapping, or the child's name."""
        says = base.get("discriminator")
        mapping = says.data.get("mapping") if says and isinstance(says.data, dict) else None
        found = self._mapped(base, mapping if isinstance(mapping, dict) else {})
        tokens = split(child.pointer)
        named = tokens[:2] == ["components", "schemas"] and len(tokens) == len(("components", "schemas", "name"))
        own = child.get("properties", says.text("propertyName")) if says else None
        values = [key for key, target in found.items() if target.place == child.place]
        return values or (tokens[-1:] if named and own is None else [])

    def _mapped(self, node: Node, mapping: dict[str, Any]) -> dict[str, Node]:
        found = {}
        for key, target in mapping.items():
            reference = str(target) if "/" in str(target) else f"#/components/schemas/{target}"
            child = self._given.follow(node._replace(data={"$ref": reference}))
            if child.data is not None:
                found[key] = child
        return found

    @cached_property
    def _children(self) -> dict[Any, list[Node]]:
        """The components that extend the schema at a place."""
        found: dict[Any, list[Node]] = {}
        schemas = self._given.root.get("components", "schemas")
        for _, child in schemas.items() if schemas else ():
            for _, part in child.below("allOf") if isinstance(child.data, dict) else ():
                if part.text("$ref"):
                    found.setdefault(self._given.follow(part).place, []).append(child)
        return found

    def _descend(self, node: Node, made: dict[str, Any], name: str, mapping: dict[str, Any]) -> None:
        """A discriminator of a parent says which child a value is of."""
        children = []
        extending = [*self._mapped(node, mapping).values(), *self._children.get(node.place, ())]
        for child in {item.place: item for item in extending}.values():
            values = self._values(node, child)
            if child.place != node.place and values:
                only = {"properties": {name: {"enum": values}}}
                children.append({"allOf": [self.schema(child, "request"), only]})
        if children:
            made["allOf"] = [*made.get("allOf", []), {"anyOf": children}]


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """The keywords that hold no schemas; formats under another name but for those that are held."""
    made = {key: data[key] for key in _PLAIN if key in data}
    if data.get("format") in _WIDTHS and "integer" in str(data.get("type")):
        most = (1 << _WIDTHS[data["format"]]) - 1
        made = {"minimum": -most - 1, "maximum": most, **made}
    if isinstance(data.get("format"), str):
        made["format" if data["format"] in _HELD else "x-format"] = data["format"]
    if isinstance(data.get("pattern"), str) and _compiles(data["pattern"]):
        made["pattern"] = data["pattern"]
    return made


def _of_3_0(data: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    for bound in ("Minimum", "Maximum"):
        exclusive, plain = f"exclusive{bound}", bound.lower()
        if made.get(exclusive) is True and plain in made:
            made[exclusive] = made.pop(plain)
        elif isinstance(made.get(exclusive), bool):
            del made[exclusive]
    if data.get("nullable") is True and ("type" not in data or "allOf" in data) and made:
        return {"anyOf": [made, {"type": "null"}]}
    if data.get("nullable") is True and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
        if isinstance(made.get("enum"), list):
            made["enum"] = [*made["enum"], None]
    return made


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
