"""The errors of a document by their codes: what each means, and which operations send it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handfast.spec.document import Document
from handfast.spec.operations import operations, responses
from handfast.spec.shapes import branches, shape

_CODE = "error_code"
_NO_ERRORS = {"1", "2", "3"}


@dataclass(slots=True)
class ErrorCode:
    """One code with one status; `pointers` are of the operations that send it."""

    code: str
    status: str
    title: str
    meanings: list[str] = field(default_factory=list)
    pointers: list[str] = field(default_factory=list)


def error_codes(document: Document) -> list[ErrorCode]:
    """Every constant `error_code` of the error responses, by status and code; none if the document has none."""
    found: dict[tuple[str, str], ErrorCode] = {}
    known: dict[str, list[tuple[str, str, str]]] = {}
    for pointer, _, _, node in operations(document):
        for status, response in responses(node):
            if status[0] in _NO_ERRORS:
                continue
            reference = response.get("$ref") if isinstance(response, dict) else None
            told = known.get(reference) if reference else None
            if told is None:
                told = list(_codes(document, response))
                known |= {reference: told} if reference else {}
            for code, title, meaning in told:
                item = found.setdefault((status, code), ErrorCode(code, status, title))
                item.meanings += [meaning] if meaning and meaning not in item.meanings else []
                item.pointers += [pointer] if pointer not in item.pointers[-1:] else []
    return [found[key] for key in sorted(found)]


def _codes(document: Document, response: Any) -> Iterator[tuple[str, str, str]]:
    """The code, title and meaning of each problem that a response may carry."""
    node = document.resolve(response)
    contents = node.get("content") if isinstance(node, dict) else None
    for media in contents.values() if isinstance(contents, dict) else ():
        schema = document.resolve(media).get("schema") or {}
        alternatives = branches(document, schema)
        for branch in alternatives:
            properties = shape(document, branch.schema).properties
            code = _constant(document, properties.get(_CODE))
            if code is not None:
                own = document.resolve(branch.schema).get("description") if len(alternatives) > 1 else None
                meaning = str(own or node.get("description") or "").strip()
                yield str(code), str(_constant(document, properties.get("title")) or ""), meaning


def _constant(document: Document, schema: Any) -> Any:
    node = document.resolve(schema) if isinstance(schema, dict) else None
    if not isinstance(node, dict):
        return None
    values = node.get("enum")
    return node.get("const", values[0] if isinstance(values, list) and len(values) == 1 else None)
