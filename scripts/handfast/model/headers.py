"""Headers of responses."""

from __future__ import annotations

from typing import Any

from handfast import names
from handfast.model.types import Types
from handfast.model.values import Header, Type
from handfast.spec.document import Document

# What the classes that carry headers call something else.
_TAKEN = {
    "content",
    "media_type",
    "status",
    "detail",
    "errors",
    "self",
    "date",
    "datetime",
    "str",
    "int",
    "float",
    "bool",
    "bytes",
    "list",
    "dict",
}


def headers_of(document: Document, types: Types, response: dict[str, Any]) -> tuple[Header, ...]:
    """Those that a handler gives or that are always the same; not those that the server sends by itself."""
    found, taken = [], set(_TAKEN)
    for name, reference in (response.get("headers") or {}).items():
        header = document.resolve(reference)
        if header.get("x-set-by-server") or name.lower() == "content-type":
            continue
        constant = _constant(document.resolve(_schema(document, header)))
        own = names.snake(name)
        own = f"{own}_" if own in _TAKEN else names.unique(own, taken)
        taken.add(own)
        found.append(
            Header(
                name=name,
                python_name=own,
                type=_type(types, _schema(document, header)),
                required=header.get("required") is True,
                constant=None if constant is None else str(constant),
            )
        )
    return tuple(found)


def _schema(document: Document, header: dict[str, Any]) -> Any:
    for media in (header.get("content") or {}).values():
        return document.resolve(media).get("schema", {})
    return header.get("schema", {})


def _constant(schema: Any) -> Any:
    """The value that is always the same; OpenAPI 3.0 says it by an enum of one."""
    given = schema if isinstance(schema, dict) else {}
    only = given.get("enum")
    return given.get("const", only[0] if isinstance(only, list) and len(only) == 1 else None)


def _type(types: Types, schema: Any) -> Type:
    kind = types.of(schema)
    return Type("str", "str") if kind.plain == "Any" else kind
