"""Values as OpenAPI has them written in a request: parameters by their style, bodies by their media type."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from handfast.corpus.fidelity.given import Node
from handfast.corpus.fidelity.running import escaped

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_USUAL = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
Pairs = list[tuple[str, str]]


class Unwritable(Exception):
    """A value that the style has no way to write."""


def style_of(parameter: Node) -> tuple[str, bool]:
    """The style and whether it is exploded, as given or as OpenAPI presumes."""
    style = parameter.text("style") or _USUAL.get(parameter.text("in"), "form")
    explode = parameter.data.get("explode")
    return style, explode if isinstance(explode, bool) else style in ("form", "cookie", "deepObject")


def pairs(parameter: Node, value: Any) -> Pairs:
    """A parameter of a query, of cookies or of headers as names and texts, not yet escaped."""
    name = parameter.text("name")
    if parameter.get("content"):
        return [(name, _content(parameter, value))]
    style, explode = style_of(parameter)
    if isinstance(value, dict):
        return _deep(name, value) if style == "deepObject" else _members(name, value, style, explode=explode)
    if isinstance(value, list):
        texts = [_scalar(item) for item in value]
        separator = _SEPARATORS.get(style, ",")
        if not texts:
            raise Unwritable
        if explode and style != "simple":
            return [(name, text) for text in texts]
        if any(separator in text for text in texts):
            raise Unwritable
        return [(name, separator.join(texts))]
    return [(name, _scalar(value))]


def _members(name: str, value: dict[str, Any], style: str, *, explode: bool) -> Pairs:
    members = [(key, _scalar(item)) for key, item in value.items()]
    if not members:
        raise Unwritable
    if style == "simple":
        return [(name, ",".join(f"{key}={text}" if explode else f"{key},{text}" for key, text in members))]
    separator = _SEPARATORS.get(style, ",")
    return members if explode else [(name, separator.join(part for member in members for part in member))]


def in_path(parameter: Node, value: Any) -> str:
    """A parameter of a path as it stands in its template's place."""
    if parameter.get("content"):
        return escaped(_content(parameter, value))
    style, explode = style_of(parameter)
    name, prefix = parameter.text("name"), {"label": ".", "matrix": ";"}.get(style, "")
    separator = {"label": ".", "matrix": ";"}.get(style, ",") if explode else ","
    if isinstance(value, dict):
        members = [(key, _plain(item)) for key, item in value.items()]
        joint = "=" if explode else ","
        text = separator.join(f"{escaped(key)}{joint}{item}" for key, item in members)
        return f";{name}={text}" if style == "matrix" and not explode else prefix + text
    if isinstance(value, list):
        texts = [_plain(item) for item in value]
        if style == "matrix":
            return "".join(f";{name}={text}" for text in texts) if explode else f";{name}={','.join(texts)}"
        return prefix + separator.join(texts)
    return f";{name}={_plain(value)}" if style == "matrix" else prefix + _plain(value)


def is_json(media_type: str) -> bool:
    base = media_type.partition(";")[0].strip().lower()
    return base in ("application/json", "text/json") or base.endswith("+json")


def in_json(parameter: Node) -> bool:
    """Whether a parameter is written as JSON."""
    content = parameter.get("content")
    return content is not None and isinstance(content.data, dict) and any(map(is_json, content.data))


def _content(parameter: Node, value: Any) -> str:
    return json.dumps(value) if in_json(parameter) else _scalar(value)


def query(found: Pairs) -> str:
    return "&".join(f"{escaped(name)}={escaped(text)}" for name, text in found)


def cookie(found: Pairs) -> str:
    return "; ".join(f"{name}={text}" for name, text in found)


def form(value: dict[str, Any]) -> bytes:
    """The fields of a body, urlencoded; arrays as often as they have items."""
    found: Pairs = []
    for name, item in value.items():
        found += [(name, _scalar(each)) for each in item] if isinstance(item, list) else [(name, _scalar(item))]
    return query(found).encode()


def multipart(value: dict[str, Any]) -> bytes:
    """The same in parts."""
    made = []
    for name, item in value.items():
        for each in item if isinstance(item, list) else [item]:
            head = f'--boundary\r\nContent-Disposition: form-data; name="{name}"'
            made.append(f"{head}\r\n\r\n{json.dumps(each) if isinstance(each, dict) else _scalar(each)}\r\n")
    return ("".join(made) + "--boundary--\r\n").encode()


def _deep(name: str, value: dict[str, Any]) -> Pairs:
    found: Pairs = []
    if not value:
        raise Unwritable
    for key, item in value.items():
        if item == []:
            raise Unwritable
        if isinstance(item, dict):
            found += _deep(f"{name}[{key}]", item)
        elif isinstance(item, list):
            found += [(f"{name}[{key}]", _scalar(each)) for each in item]
        else:
            found.append((f"{name}[{key}]", _scalar(item)))
    return found


def _plain(value: Any) -> str:
    text = escaped(_scalar(value)).replace(".", "%2E")
    if not text:
        raise Unwritable
    return text


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, list | dict):
        raise Unwritable
    return str(value)


def latin(text: str) -> str:
    """A header's value that is sure to arrive."""
    return text if text.isascii() else quote(text)
