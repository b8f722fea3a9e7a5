"""Uploads: which fields of multipart forms are files."""

from __future__ import annotations

from typing import Any

from handfast.spec.document import Document
from handfast.spec.media_types import base_of, is_json
from handfast.spec.pointers import child

UPLOAD = "x-handfast-upload"
_DEEPEST = 20


def mark_uploads(document: Document) -> None:
    """Notes the files in the schemas of multipart forms, in the copy that the generator reads."""
    for kind, node, pointer in document.objects():
        content = node.get("content") if kind in ("requestBody", "response") and isinstance(node, dict) else None
        for media_type, media in content.items() if isinstance(content, dict) else ():
            if base_of(media_type).startswith("multipart/"):
                if kind == "requestBody":
                    _warn_of_headers(document, media.get("encoding") or {}, child(pointer, "content", media_type))
                _mark(document, media.get("schema"), media.get("encoding") or {}, 0)


def _warn_of_headers(document: Document, encoding: dict[str, Any], pointer: str) -> None:
    for name, given in encoding.items():
        if isinstance(given, dict) and given.get("headers"):
            words = f"headers of the part {name!r} are neither checked nor given to the handler"
            document.warn(child(pointer, "encoding", name, "headers"), words)


def _mark(document: Document, schema: Any, encoding: dict[str, Any], depth: int) -> None:
    """The fields of a form, those of all its parts included."""
    schema = _found(document, schema)
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return
    for name, item in (schema.get("properties") or {}).items():
        given = encoding.get(name) or {}
        _mark_field(document, item, str(given.get("contentType", "")), depth + 1)
    for part in (part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())):
        _mark(document, part, encoding, depth + 1)


def _mark_field(document: Document, schema: Any, content_type: str, depth: int) -> None:
    field = _found(document, schema)
    if not isinstance(field, dict) or depth > _DEEPEST:
        return
    if field.get("type") == "array":
        _mark_field(document, field.get("items"), content_type, depth + 1)
    elif _is_file(field, content_type):
        field[UPLOAD] = True
    for part in (part for key in ("allOf", "anyOf", "oneOf") for part in field.get(key, ())):
        _mark_field(document, part, content_type, depth + 1)


def _is_file(field: dict[str, Any], content_type: str) -> bool:
    types = field.get("type", "string")
    if types != "string" and not (isinstance(types, list) and "string" in types):
        return False
    if field.get("format") == "binary" or field.get("contentEncoding") == "binary":
        return True
    media_type = content_type or str(field.get("contentMediaType") or "")
    is_text = base_of(media_type).startswith("text/") or is_json(media_type)
    return bool(media_type) and not is_text and "contentEncoding" not in field


def _found(document: Document, schema: Any) -> Any:
    """The node itself that a schema leads to, not a copy."""
    for _ in range(_DEEPEST):
        if not (isinstance(schema, dict) and isinstance(schema.get("$ref"), str)):
            return schema
        schema = document.find(schema["$ref"])
    return None
