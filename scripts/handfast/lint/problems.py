"""Errors: each is a problem document that a client can tell from the others by its error_code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.document import Document
from handfast.findings import Finding
from handfast.lint.reading import whole_operations

_PROBLEM_JSON = "application/problem+json"


def problem_documents(document: Document) -> Iterator[Finding]:
    """Errors are problems, and their schemas fix status and error_code."""
    for operation in whole_operations(document):
        for status, response in operation.responses.items():
            if status[0] not in "45":
                continue
            at = ("responses", status)
            content = response.get("content", {})
            if list(content) != [_PROBLEM_JSON]:
                yield operation.finding(f"{status} is no {_PROBLEM_JSON}", *at)
                continue
            fixed = constants(document, content[_PROBLEM_JSON].get("schema", {}))
            if "error_code" not in fixed:
                yield operation.finding(f"the schema of {status} fixes no error_code with a const", *at)
            if str(fixed.get("status")) != status:
                yield operation.finding(f"the schema of {status} does not fix its status with a const", *at)


def distinct_error_codes(document: Document) -> Iterator[Finding]:
    """An error_code stands for one problem in the whole document."""
    known: dict[str, tuple[Any, str]] = {}
    for operation in whole_operations(document):
        for status, response in operation.responses.items():
            schema = response.get("content", {}).get(_PROBLEM_JSON, {}).get("schema", {})
            fixed = constants(document, schema)
            code = fixed.get("error_code")
            if not isinstance(code, str):
                continue
            first, where = known.setdefault(code, (fixed, operation.name))
            if first != fixed:
                message = f"{status} has the error_code {code!r}, which stands for another problem in {where}"
                yield operation.finding(message, "responses", status)


def constants(document: Document, schema: Any) -> dict[str, Any]:
    """The members that a problem's schema fixes with a const."""
    node = document.resolve(schema)
    found: dict[str, Any] = {}
    for part in node.get("allOf", []):
        found |= constants(document, part)
    for name, member in node.get("properties", {}).items():
        resolved = document.resolve(member)
        if "const" in resolved:
            found[name] = resolved["const"]
    return found
