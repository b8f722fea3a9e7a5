"""Errors: each is a problem document that a client can tell from the others by its error_code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.findings import Finding
from handfast.lint.reading import whole_operations
from handfast.spec.document import Document
from handfast.spec.media_types import PROBLEM_JSON
from handfast.spec.shapes import Branch, branches, shape


def problem_documents(document: Document) -> Iterator[Finding]:
    """Errors are problems, and their schemas fix status and error_code."""
    for operation in whole_operations(document):
        for status, response in operation.responses.items():
            if status[0] not in "45":
                continue
            at = ("responses", status)
            content = response.get("content", {})
            if list(content) != [PROBLEM_JSON]:
                yield operation.finding(f"{status} is no {PROBLEM_JSON}", *at)
                continue
            for branch in branches(document, content[PROBLEM_JSON].get("schema", {})):
                fixed, of = constants(document, branch.schema), _named(branch, status)
                if "error_code" not in fixed:
                    yield operation.finding(f"the schema of {of} fixes no error_code with a const", *at)
                if str(fixed.get("status")) != status:
                    yield operation.finding(f"the schema of {of} does not fix its status with a const", *at)


def distinct_error_codes(document: Document) -> Iterator[Finding]:
    """An error_code stands for one problem in the whole document."""
    known: dict[str, tuple[Any, str]] = {}
    for operation in whole_operations(document):
        for status, response in operation.responses.items():
            schema = response.get("content", {}).get(PROBLEM_JSON, {}).get("schema", {})
            for fixed in [constants(document, branch.schema) for branch in branches(document, schema)]:
                code = fixed.get("error_code")
                if not isinstance(code, str):
                    continue
                first, where = known.setdefault(code, (fixed, operation.name))
                if first != fixed:
                    message = f"{status} has the error_code {code!r}, which stands for another problem in {where}"
                    yield operation.finding(message, "responses", status)


def constants(document: Document, schema: Any) -> dict[str, Any]:
    """The members that a problem's schema fixes with a const."""
    members = {name: document.resolve(member) for name, member in shape(document, schema).properties.items()}
    return {name: node["const"] for name, node in members.items() if isinstance(node, dict) and "const" in node}


def _named(branch: Branch, status: str) -> str:
    """A problem by its status; one of several by its own name too, if it has one."""
    name = branch.reference.rpartition("/")[2] if branch.reference else ""
    return f"{status} ({name})" if name and branch.several else status
