"""Refusals: what the server itself says in a body that the document declares for an error, where one can be made.

A refusal is written as JSON with gaps that are filled when it is sent: its detail, status, code and request id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handfast import names
from handfast.model.contract import Operation, Problem
from handfast.spec.document import Document
from handfast.spec.shapes import shape
from handfast.spec.writing_out import EndlessError, WrittenOut
from handfast.support.gaps import filled
from handfast.support.rules import breach

_DEEPEST = 6
_SAYING = {"message", "messages", "detail", "details", "description", "msg", "reason", "text", "title", "summary"}
_CODES = {"code", "type", "kind", "slug", "key", "name", "id"}
_REQUESTS = {"request", "trace", "correlation"}
_SAID = _SAYING | _REQUESTS | {"error", "errors", "code", "status"}
_SAMPLE = {
    "detail": "Unprocessable Entity",
    "status": 422,
    "error_code": "unprocessable_entity",
    "request_id": "0" * 32,
    "status_text": "422",
}


class _UnfillableError(Exception):
    """A schema wants what a refusal cannot say."""


@dataclass(frozen=True)
class Refusals:
    """Makes refusals for the error bodies of one document."""

    document: Document

    def of(self, schema: Any) -> Any:
        """A refusal that fits a schema; None where there is none."""
        if not self.document.resolve(schema):
            return {"message": "{detail}"}
        try:
            made = self._value(schema, "", 0)
            whole = WrittenOut(self.document).whole(schema, 0, [])
        except (_UnfillableError, EndlessError):
            return None
        return made if breach(whole, filled(made, _SAMPLE)) is None else None

    def _value(self, schema: Any, name: str, depth: int) -> Any:
        node = self.document.resolve(schema)
        if not isinstance(node, dict) or depth > _DEEPEST:
            raise _UnfillableError
        if "const" in node or node.get("enum"):
            return node["const"] if "const" in node else node["enum"][0]
        choices = [item for key in ("oneOf", "anyOf") for item in node.get(key, ())]
        if choices and not node.get("properties"):
            return self._first(choices, name, depth)
        types = node.get("type", "object" if node.keys() & {"properties", "allOf"} else "string")
        types = types if isinstance(types, list) else [types]
        return self._typed(types[0], node, name, depth)

    def _first(self, choices: list[Any], name: str, depth: int) -> Any:
        for choice in choices:
            try:
                return self._value(choice, name, depth + 1)
            except _UnfillableError:
                continue
        raise _UnfillableError

    def _typed(self, kind: str, node: dict[str, Any], name: str, depth: int) -> Any:
        if kind == "object":
            open_ = node.get("additionalProperties", True) is not False
            return dict(self._members(node, depth)) or ({"message": "{detail}"} if open_ else {})
        if kind == "array":
            wanted = node.get("minItems") or set(names.words(name.lower())) & (_SAYING | {"error", "errors"})
            return [self._value(node.get("items", {}), name, depth + 1)] if wanted else []
        if kind in ("integer", "number"):
            return "{status}"
        if kind in ("boolean", "null"):
            return False if kind == "boolean" else None
        return _text(node, name)

    def _members(self, node: dict[str, Any], depth: int) -> Any:
        """What is required, and what says something of a refusal."""
        found = shape(self.document, node)
        for name, member in found.properties.items():
            said = set(names.words(names.snake(name).replace("_", " "))) & _SAID
            if name in found.required:
                yield name, self._value(member, name, depth + 1)
            elif said:
                try:
                    yield name, self._value(member, name, depth + 1)
                except _UnfillableError:
                    continue
        for name in sorted(found.required - found.properties.keys()):
            yield name, "{detail}"


def _text(node: dict[str, Any], name: str) -> str:
    if node.get("format") in ("date-time", "date", "uuid", "uri", "email"):
        raise _UnfillableError
    words = set(names.words(names.snake(name).replace("_", " ")))
    if words & _REQUESTS:
        return "{request_id}"
    if "status" in words and not words & _SAYING:
        return "{status_text}"
    return "{error_code}" if words & _CODES and not words & _SAYING else "{detail}"


@dataclass
class Unfilled:
    """Declared error bodies that no refusal fits: each is said once, however many operations share it."""

    known: dict[tuple[int, str, tuple[str, ...]], list[tuple[str, Problem]]] = field(default_factory=dict)

    def add(self, operation: Operation) -> None:
        for status, problem in _unfilled(operation):
            if problem.content:
                shared = (status, problem.content.type.plain, problem.content.media_types)
                self.known.setdefault(shared, []).append((operation.pointer, problem))

    def said(self) -> Iterator[tuple[str, str]]:
        """For each the pointer of the first operation, and what to say there."""
        for (status, *_), found in self.known.items():
            pointer, problem = found[0]
            where = f" in {len(found)} operations, here first" if len(found) > 1 else ""
            unsaid = f"it cannot fill the body of {problem.class_name}"
            yield pointer, f"{status} of the server itself is a problem{where}: {unsaid}"


def _unfilled(operation: Operation) -> Iterator[tuple[int, Problem]]:
    """What the server itself sends of an operation as a problem, though the document declares another body."""
    known = {problem.status for problem in operation.problems if not problem.statuses}
    sent = {401} if operation.secured else set[int]()
    if operation.read_parameters or operation.body:
        sent |= {422} if 422 in known or 400 not in known else {400}  # noqa: PLR2004 - as they are sent
    sent |= {400, 413, 415} & known if operation.body else set()
    for status in sorted(sent):
        exact = [problem for problem in operation.problems if problem.status == status and not problem.statuses]
        ranged = [problem for problem in operation.problems if problem.statuses and _within(status, problem)]
        declared = exact or ranged
        if declared and all(problem.content and problem.refusal is None for problem in declared):
            yield status, declared[0]


def _within(status: int, problem: Problem) -> bool:
    return problem.statuses is not None and problem.statuses[0] <= status <= problem.statuses[1]
