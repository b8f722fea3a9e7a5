"""Headers of answers: those that a response declares, with values that fit."""

from __future__ import annotations

import json
from typing import Any

from handfast.examples.schemas import Schemas
from handfast.examples.synthesis import Synthesis, Which
from handfast.examples.unfit import Unfit

_BY_THE_SERVER = {
    "content-type", "content-length", "content-encoding", "transfer-encoding", "connection", "date", "keep-alive",
    "trailer", "upgrade", "te", "server",
}  # fmt: skip
_REDIRECTS = {301, 302, 303, 307, 308}
_ELSEWHERE = "https://example.com/"


def headers_of(schemas: Schemas, synthesis: Synthesis, response: dict[str, Any], status: int) -> dict[str, str]:
    """The headers by name. One that no value fits is left out, unless that is against the rules."""
    made: dict[str, str] = {}
    for name, reference in (response.get("headers") or {}).items():
        header = schemas.resolve(reference)
        if name.lower() in _BY_THE_SERVER or not isinstance(header, dict) or header.get("x-set-by-server"):
            continue
        try:
            made[name] = _text(_value(schemas, synthesis, name, header), explode=header.get("explode") is True)
        except Unfit:
            continue
    if status in _REDIRECTS and not any(name.lower() == "location" for name in made):
        made["Location"] = _ELSEWHERE
    return made


def _value(schemas: Schemas, synthesis: Synthesis, name: str, header: dict[str, Any]) -> Any:
    for media_type, media in (header.get("content") or {}).items():
        value = synthesis.value(schemas.resolve(media).get("schema", True))
        return json.dumps(value) if "json" in media_type else value
    schema = header.get("schema", True)
    if "example" in header and schemas.fits(schema, header["example"]):
        return header["example"]
    return synthesis.value(schema, Which(name)) if schema not in (True, {}) else "text"


def _text(value: Any, *, explode: bool) -> str:
    """In the style `simple`, and as a header can hold it."""
    if isinstance(value, dict):
        sign = "=" if explode else ","
        return ",".join(f"{_plain(name)}{sign}{_text(item, explode=False)}" for name, item in value.items())
    if isinstance(value, list):
        return ",".join(_text(item, explode=False) for item in value)
    return _plain(value)


def _plain(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return "".join(letter for letter in text if letter.isprintable() and letter.isascii()).strip()
