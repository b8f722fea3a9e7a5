"""Requests that fit a document: a value for each schema, a request for each operation."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from handfast.spec.document import Document
from handfast.spec.operations import operations, parameters

_TEXTS = {
    "date-time": "2026-11-04T09:15:00Z",
    "date": "2026-11-04",
    "uuid": "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3",
    "password": "correct horse",
}
USER = "u1"


class Sample(NamedTuple):
    """A request that an operation takes."""

    operation_id: str
    method: str
    template: str
    url: str
    headers: dict[str, str]
    cookies: dict[str, str]
    content: bytes
    secured: bool


def value(document: Document, schema: Any) -> Any:
    """A value that fits, for schemas as simple as those of the cases."""
    node = document.resolve(schema)
    for key in ("example", "const", "default"):
        if key in node:
            return node[key]
    if "enum" in node:
        return node["enum"][0]
    kind = node.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "integer":
        return node.get("minimum", 0) + 1
    if kind == "array":
        return [value(document, item) for item in node.get("prefixItems") or [node["items"]]]
    simple = {"number": 1.5, "boolean": True, "object": {}}
    return simple.get(str(kind), _TEXTS.get(str(node.get("format")), "abcdefgh"))


def samples(document: Document) -> list[Sample]:
    """A request for each operation that can be told from those before it, with what is required and nothing else."""
    found: dict[tuple[str, str], Sample] = {}
    for _, path, method, node in operations(document):
        found.setdefault((re.sub(r"{[^{}]*}", "{}", path), method), _sample(document, path, method, node))
    return list(found.values())


def _sample(document: Document, path: str, method: str, node: dict[str, Any]) -> Sample:
    url, query, headers, cookies = path.replace("#", "%23"), list[tuple[str, str]](), dict[str, str](), dict[str, str]()
    for item in parameters(document, path, node):
        if item["in"] != "path" and not item.get("required"):
            continue
        given = item.get("example", USER if item.get("x-owner") else value(document, item.get("schema", {})))
        texts = [_text(part) for part in given] if isinstance(given, list) else [_text(given)]
        if item["in"] == "path":
            url = url.replace(f"{{{item['name']}}}", quote(texts[0], safe=""))
        elif item["in"] == "querystring":
            query += [(key, _text(part)) for key, part in given.items()]
        elif item["in"] == "query":
            query += [(item["name"], text) for text in texts]
        else:
            (headers if item["in"] == "header" else cookies)[item["name"]] = texts[0]
    content = _body(document, node, headers)
    security = node.get("security", document.data.get("security", []))
    return Sample(
        operation_id=str(node.get("operationId") or f"{method} {path}"),
        method=method.upper(),
        template=path,
        url=f"{url}?{urlencode(query)}" if query else url,
        headers=headers,
        cookies=cookies,
        content=content,
        secured=bool(security) and all(security),
    )


def _text(given: Any) -> str:
    return given if isinstance(given, str) else json.dumps(given)


def _body(document: Document, node: dict[str, Any], headers: dict[str, str]) -> bytes:
    body = document.resolve(node.get("requestBody"))
    if not body or not body.get("required"):
        return b""
    media_type, media = next(iter(body["content"].items()))
    headers["Content-Type"] = media_type
    given = media.get("example", value(document, media.get("schema", {"type": "string"})))
    return given.encode() if "json" not in media_type else json.dumps(given).encode()
