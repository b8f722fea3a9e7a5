"""Deprecation: what each answer of an operation says once its end is set, and the document of it.

Source: RFC 9745 (Deprecation: a date as structured fields write it) and RFC 8594 (Sunset: a date as HTTP writes it).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

from handfast.spec.document import Document
from handfast.spec.operations import responses, revised

SUNSET, SINCE = "x-sunset", "x-deprecated-since"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LONG_AGO = date(1970, 1, 1)  # Deprecation has to say since when, and the document may not
_SAID = {
    "Deprecation": "Since when this operation is deprecated, in seconds since 1970 (RFC 9745).",
    "Sunset": "When this operation may be gone (RFC 8594).",
}


def day(value: Any) -> date | None:
    """The day that a text names, as `2027-01-31`; None if it names none."""
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def announcement(node: dict[str, Any]) -> dict[str, str]:
    """The headers of each answer of an operation; none if it is not deprecated, or nobody says until when."""
    sunset, since = day(node.get(SUNSET)), day(node.get(SINCE))
    if node.get("deprecated") is not True or (sunset or since) is None:
        return {}
    said = {"Deprecation": f"@{_midnight(since or _LONG_AGO).timestamp():.0f}"}
    return said | ({"Sunset": format_datetime(_midnight(sunset), usegmt=True)} if sunset else {})


def announced(document: Document) -> Document:
    """The document with these headers declared, where its authors need not: each response of such an operation."""

    def revise(_path: str, _method: str, node: dict[str, Any]) -> dict[str, Any]:
        said = announcement(node)
        if not said:
            return node
        declared = {status: _declaring(document.resolve(response), said) for status, response in responses(node)}
        return {**node, "responses": {**node["responses"], **declared}} if declared else node

    return revised(document, revise)


def _declaring(response: Any, said: dict[str, str]) -> Any:
    if not isinstance(response, dict):
        return response
    own = {name.lower() for name in said}
    known = response.get("headers")
    headers = {name: item for name, item in known.items() if name.lower() not in own} if isinstance(known, dict) else {}
    for name, value in said.items():
        headers[name] = {"description": _SAID[name], "required": True, "schema": {"type": "string"}, "example": value}
    return {**response, "headers": headers}


def _midnight(at: date) -> datetime:
    return datetime.combine(at, time(), UTC)
