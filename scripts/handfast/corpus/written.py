"""Parameters as they were sent: texts, which say less than the values that they were made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from handfast.examples.schemas import Schemas

# RFC 6570 writes the first two alike for every server; the third is of schemathesis.
SEPARATOR = "a value of an object has the separator of its style in it, or is an object itself: no style writes that"
NESTED = "an undeclared member of a deepObject is a list or an object, and OpenAPI does not say how that is written"
EMPTY = "an object without members is written as nothing at all"
COOKIE = "schemathesis writes what is exploded in a cookie as one text, with commas"

_SIGNS = re.compile(r"^(\.|;[^=]*=)")  # of label and matrix
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_USUAL = {"query": "form", "cookie": "form"}
_CHOICES = ("allOf", "anyOf", "oneOf")
_DEEPEST = 12


@dataclass
class Written:
    """The parameters of one request."""

    schemas: Schemas
    parameters: list[dict[str, Any]]
    case: Any
    interaction: Any

    def why_unreadable(self) -> str | None:
        """Why a server cannot read what was meant."""
        for parameter in self.parameters:
            place, name = str(parameter["in"]), str(parameter["name"])
            style, exploded = _style_of(parameter)
            texts = self.texts(place, name)
            if place == "cookie" and exploded and self._may_be(parameter.get("schema"), "array") and "," in str(texts):
                return COOKIE
            if "content" in parameter or not self._may_be_object(parameter.get("schema")):
                continue
            if style == "deepObject" and self._is_nested(parameter):
                return NESTED
            if not exploded and len(texts) == 1 and len(texts[0].split(_SEPARATORS.get(style, ","))) % 2:
                return SEPARATOR
            if (
                exploded
                and parameter.get("required") is True
                and not self._names_of(parameter, style) & self._sent(place)
            ):
                return EMPTY
        return None

    def misfits(self) -> bool:
        """Whether a text that is sent, of neither list nor object, stands for nothing that fits."""
        plain = [
            item
            for item in self.parameters
            if "content" not in item and not any(self._may_be(item.get("schema"), kind) for kind in ("array", "object"))
        ]
        return any(self.texts(str(item["in"]), str(item["name"])) and not self._one_fits(item) for item in plain)

    def _is_nested(self, parameter: dict[str, Any]) -> bool:
        """Whether a member of an object that it does not declare is written several times, or with its own members."""
        before, known = f"{parameter['name']}[", self._names_of(parameter, "deepObject")
        pairs = parse_qsl(urlsplit(self.interaction.request.uri).query, keep_blank_values=True)
        members = [key for key, _ in pairs if key.startswith(before) and key.partition("]")[0] + "]" not in known]
        return len(set(members)) < len(members) or any(key.count("[") > 1 for key in members)

    def fits(self, place: str) -> bool:
        """Whether what is in this place of the request fits, taken for what its text may stand for."""
        return all(self._one_fits(item) for item in self.parameters if item["in"] == place)

    def _one_fits(self, parameter: dict[str, Any]) -> bool:
        schema = parameter.get("schema", True)
        if "content" in parameter or self._may_be_object(schema):
            return False
        texts = self.texts(str(parameter["in"]), str(parameter["name"]))
        if not texts:
            return parameter.get("required") is not True
        return any(self.schemas.fits(schema, value) for value in meanings(texts))

    def texts(self, place: str, name: str) -> list[str]:
        """What is written of a parameter."""
        request = self.interaction.request
        if place == "query":
            return [
                value for key, value in parse_qsl(urlsplit(request.uri).query, keep_blank_values=True) if key == name
            ]
        if place == "path":
            found = (self.case.path_parameters or {}).get(name)
            return [] if found is None else [_SIGNS.sub("", unquote(str(found)))]
        headers = {key.lower(): values for key, values in request.headers.items()}
        if place == "header":
            return list(headers.get(name.lower(), ()))
        pairs = [part.strip().partition("=") for line in headers.get("cookie", ()) for part in line.split(";")]
        return [value for key, _, value in pairs if key == name]

    def _sent(self, place: str) -> set[str]:
        if place == "query":
            return {key for key, _ in parse_qsl(urlsplit(self.interaction.request.uri).query, keep_blank_values=True)}
        return set(self.case.cookies or {}) if place == "cookie" else set()

    def _names_of(self, parameter: dict[str, Any], style: str) -> set[str]:
        """The names under which the members of an object are sent."""
        schema = self.schemas.resolve(parameter.get("schema"))
        found = schema.get("properties", {}) if isinstance(schema, dict) else {}
        return {f"{parameter['name']}[{name}]" for name in found} if style == "deepObject" else set(found)

    def _may_be_object(self, schema: Any) -> bool:
        return self._may_be(schema, "object")

    def _may_be(self, schema: Any, kind: str, depth: int = 0) -> bool:
        node = self.schemas.resolve(schema)
        if not isinstance(node, dict) or depth > _DEEPEST:
            return False
        types = node.get("type", ())
        if kind in ([types] if isinstance(types, str) else types):
            return True
        return any(self._may_be(item, kind, depth + 1) for key in _CHOICES for item in node.get(key, ()))


def _style_of(parameter: dict[str, Any]) -> tuple[str, bool]:
    style = parameter.get("style") or _USUAL.get(str(parameter["in"]), "simple")
    explode = parameter.get("explode")
    return style, explode if isinstance(explode, bool) else style in ("form", "deepObject")


def meanings(texts: list[str]) -> Iterator[Any]:
    """The values that some texts may stand for."""
    if len(texts) == 1:
        yield from (texts[0], _parsed(texts[0]))
        texts = [texts[0], *texts[0].split(",")]
        yield from ([texts[0]], [_parsed(texts[0])])
        texts = texts[1:]
    yield from (texts, [_parsed(text) for text in texts])


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
