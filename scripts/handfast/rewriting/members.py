"""Members: what Python calls fields and values of an enumeration whose names begin with no letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from handfast import names
from handfast.rewriting.enumerations import NAMES

_SIGNS = {
    "+": "plus", "-": "minus", "*": "star", "<": "less", ">": "greater", "=": "equal", "!": "not", "%": "percent",
    "#": "number", "&": "and", "|": "or", "?": "unknown", "/": "slash", "~": "about", "^": "caret", ".": "dot",
}  # fmt: skip
_TYPE_OF = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_OF_MODELS = frozenset(dir(BaseModel))
_OF_ENUMERATIONS = frozenset({*dir(str), *dir(int), "mro"})


def is_odd(text: str) -> bool:
    """Whether a name begins as no name of Python's does."""
    return not text[:1].isalpha()


def member_names(values: Iterable[Any]) -> list[str] | None:
    """The names of an enumeration's members; None where each value is a name by itself."""
    texts = [str(value) for value in values]
    if not any(map(is_odd, texts)):
        return None
    found: list[str] = []
    for text in texts:
        found.append(names.unique(_free(spelled(text) if is_odd(text) else names.snake(text), _OF_ENUMERATIONS), found))
    return found


def field_names(properties: Iterable[str]) -> dict[str, str]:
    """A name for each property of a document that begins with no letter, but for those whose name another one has."""
    given = list(dict.fromkeys(properties))
    taken = {names.snake(text) for text in given if not is_odd(text)}
    found: dict[str, str] = {}
    for text in given:
        own = _free(spelled(text), _OF_MODELS) if is_odd(text) and "." not in text else None
        if own and own not in taken:
            found[text] = names.unique(own, found.values())
    return found


def spelled(text: str) -> str:
    """`+1` -> `plus_1`, `>=` -> `greater_equal`, `@id` -> `id`, `1a` -> `n1a`, nothing -> `empty`."""
    if not text.strip():
        return "space" if text else "empty"
    known = names.words(text)
    signs = text if not known else text[: text.find(known[0][:1])]
    if known and not (known[0][:1].isdigit() and set(signs) <= {"+", "-"}):
        signs = ""
    words = [_SIGNS[sign] for sign in signs if sign in _SIGNS]
    return names.safe("_".join([*words, *(word.lower() for word in known)]) or "value")


def _free(name: str, taken: frozenset[str]) -> str:
    return f"{name}_" if name in taken else name


def split_enum(schema: dict[str, Any]) -> dict[str, Any]:
    """Values of one type make an enumeration; of several, one each; null is a type by itself."""
    values, given = schema["enum"], _names_by_value(schema)
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
    beside = {key: item for key, item in schema.items() if key not in ("enum", "type", "nullable", "format", NAMES)}
    parts: list[dict[str, Any]] = [{"type": name, "enum": list(dict.fromkeys(items))} for name, items in groups.items()]
    for part in parts:
        called = _given(part["enum"], given) or member_names(part["enum"])
        if called:
            part[NAMES] = called
    if len(parts) == 1 and not nullable:
        return {**{key: item for key, item in schema.items() if key not in ("nullable", "format")}, **parts[0]}
    return {**beside, "anyOf": [*parts, *([{"type": "null"}] if nullable else [])]}


def _names_by_value(schema: dict[str, Any]) -> dict[Any, str]:
    """What the document calls the values, if it calls them all, each otherwise."""
    called, values = schema.get(NAMES), schema["enum"]
    if not isinstance(called, list) or len(called) != len(values):
        return {}
    hashable = all(type(value) in _TYPE_OF for value in values)
    return {value: str(name) for value, name in zip(values, called, strict=True)} if hashable else {}


def _given(values: list[Any], called: dict[Any, str]) -> list[str]:
    """Names for members as the document has them; none if one is no name, or two are alike."""
    found = [_free(names.snake(called.get(value, "")), _OF_ENUMERATIONS) for value in values]
    usable = all(name.isidentifier() for name in found) and len(set(found)) == len(values)
    return [names.safe(name) for name in found] if usable else []
