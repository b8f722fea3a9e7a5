"""Headers of responses."""

from __future__ import annotations

from typing import Any

from handfast import names
from handfast.document import Document
from handfast.model import Header, Type


def headers_of(document: Document, response: dict[str, Any]) -> tuple[Header, ...]:
    """Those that a handler gives or that are always the same; not those that the server sends by itself."""
    found = []
    for name, reference in response.get("headers", {}).items():
        header = document.resolve(reference)
        if header.get("x-set-by-server") or name.lower() == "content-type":
            continue
        schema = document.resolve(header.get("schema", {}))
        constant = schema.get("const")
        found.append(
            Header(
                name=name,
                python_name=names.snake(name),
                type=Type("int", "int") if schema.get("type") == "integer" else Type("str", "str"),
                required=bool(header.get("required")),
                constant=None if constant is None else str(constant),
            )
        )
    return tuple(found)
