"""Bodies as their media types have them: JSON, forms of both kinds, text."""

import json
from typing import Any
from urllib.parse import urlencode

from contract_tests.spec.schemas import is_json

_BOUNDARY = "--boundary-of-the-contract-suite"
_FORM, _PARTS = "application/x-www-form-urlencoded", "multipart/form-data"


def content_type(media_type: str) -> str:
    return f"{media_type}; boundary={_BOUNDARY}" if media_type == _PARTS else media_type


def encoded(body: Any, media_type: str, properties: dict[str, Any]) -> bytes:
    """The body; what has no form of its own here is JSON."""
    if media_type == _FORM and isinstance(body, dict):
        return urlencode({name: _as_text(value) for name, value in body.items()}).encode()
    if media_type == _PARTS and isinstance(body, dict):
        parts = [_part(name, value, properties.get(name, {})) for name, value in body.items()]
        return "".join([*parts, f"--{_BOUNDARY}--\r\n"]).encode()
    if isinstance(body, str) and not is_json(media_type):
        return body.encode()
    return json.dumps(body).encode()


def _part(name: str, value: Any, schema: Any) -> str:
    is_file = isinstance(schema, dict) and (schema.get("format") == "binary" or "contentMediaType" in schema)
    file = f'; filename="{name}"\r\nContent-Type: application/octet-stream' if is_file else ""
    head = f'Content-Disposition: form-data; name="{name}"{file}'
    return f"--{_BOUNDARY}\r\n{head}\r\n\r\n{_as_text(value)}\r\n"


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
