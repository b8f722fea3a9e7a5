"""Problems: from declared error responses to the exceptions that handlers raise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from handfast import names
from handfast.document import Document
from handfast.headers import headers_of
from handfast.media_types import PROBLEM_JSON
from handfast.model import Header, Member, Problem, Type
from handfast.shapes import Branch, Shape, branches, is_choice, shape
from handfast.types import Types
from handfast.usage import STANDARD_MEMBERS

_ERRORS_FROM = 400
IMPORTED = {
    "Annotated", "Any", "Field", "FieldError", "Literal", "Problem", "SecretStr", "Sequence", "TypeAdapter", "UUID",
}  # fmt: skip
"""What the module of the exceptions needs itself."""
_ARGUMENTS = {"self", "detail", "errors"}


@dataclass
class Problems:
    """The problems of one document: a class for each response, or for each branch of one that has several."""

    document: Document
    types: Types
    classes: frozenset[str]
    known: dict[str, Problem] = field(default_factory=dict)
    by_schema: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)
    branched: set[str] = field(default_factory=set)
    choices: dict[tuple[int, int], tuple[Problem, ...]] = field(default_factory=dict)

    def learn(self, responses: Iterable[tuple[int, Any]]) -> None:
        """Names the classes of the whole document: those of responses first, as branches may be the same ones."""
        found = [(status, reference) for status, reference in responses if status >= _ERRORS_FROM]
        for status, reference in found:
            if not self._is_choice(reference) and isinstance(reference, dict) and "$ref" in reference:
                problem = self._single(status, reference, "")
                self._remember(self._schema(reference), problem)
        for status, reference in found:
            if self._is_choice(reference):
                self.of(status, reference, "")

    def of(self, status: int, reference: Any, operation_id: str) -> tuple[Problem, ...]:
        """The problems of one response."""
        if not self._is_choice(reference):
            return (self._single(status, reference, operation_id),)
        schema, response = self._schema(reference), self.document.resolve(reference)
        key = (id(schema), status)
        if key not in self.choices:
            found = [self._branch(status, response, branch) for branch in branches(self.document, schema)]
            self.choices[key] = tuple({problem.class_name: problem for problem in found}.values())
        return self.choices[key]

    def _schema(self, reference: Any) -> Any:
        content = self.document.resolve(reference).get("content", {})
        return self.document.resolve(content.get(PROBLEM_JSON, {})).get("schema", {})

    def _is_choice(self, reference: Any) -> bool:
        return is_choice(self.document, self._schema(reference))

    def _single(self, status: int, reference: Any, operation_id: str) -> Problem:
        target = reference.get("$ref", "") if isinstance(reference, dict) else ""
        response, schema = self.document.resolve(reference), self._schema(reference)
        own = names.pascal(target.rpartition("/")[2]) if target else f"{names.pascal(operation_id)}{status}"
        problem = self._problem(own, status, response, schema)
        same = None if target else self._known_as(schema.get("$ref"), problem)
        if same and same.class_name in self.branched:
            return same
        if own in self.classes:
            own = f"{own}Problem"
        known = self.known.get(own)
        if own in IMPORTED or (known is not None and known.status != status):
            own = f"{own}{status}"  # one response may stand for several statuses
        return self.known.setdefault(own, replace(problem, class_name=own))

    def _branch(self, status: int, response: dict[str, Any], branch: Branch) -> Problem:
        """The class of one problem among several: named as its schema, the same wherever that stands."""
        problem = self._problem("", status, response, branch.schema)
        words = self.document.resolve(branch.schema).get("description")
        problem = replace(problem, detail=str(words).strip() if words else problem.detail)
        same = self._known_as(branch.reference, problem)
        if same:
            return same
        schema = names.pascal(branch.reference.rpartition("/")[2] if branch.reference else problem.error_code)
        short = schema.removesuffix("Problem") or schema
        taken = {*self.classes, *self.known, *IMPORTED}
        own = next((name for name in (short, schema, f"{short}Problem") if name not in taken), None)
        problem = replace(problem, class_name=own or names.unique(f"{short}{status}", taken))
        self._remember({"$ref": branch.reference}, problem)
        self.branched.add(problem.class_name)
        return self.known.setdefault(problem.class_name, problem)

    def _known_as(self, reference: str | None, problem: Problem) -> Problem | None:
        known = self.by_schema.get((str(reference), problem.status), ())
        return next((item for item in known if item.headers == problem.headers), None)

    def _remember(self, schema: dict[str, Any], problem: Problem) -> None:
        if schema.get("$ref"):
            self.by_schema.setdefault((schema["$ref"], problem.status), []).append(problem)

    def _problem(self, name: str, status: int, response: dict[str, Any], schema: Any) -> Problem:
        found = shape(self.document, schema)
        constants = dict(self._constants(found))
        title = str(constants.get("title", _phrase(status)))
        headers = headers_of(self.document, response)
        return Problem(
            class_name=name,
            status=status,
            type=str(constants.get("type", "about:blank")),
            title=title,
            error_code=str(constants.get("error_code", title.lower().replace(" ", "_").replace("-", "_"))),
            detail=str(response.get("description", "")).strip(),
            headers=headers,
            errors="errors" in found.properties,
            members=tuple(self._members(found, headers)),
            fixed_members=tuple((key, value) for key, value in constants.items() if key not in STANDARD_MEMBERS),
        )

    def _constants(self, found: Shape) -> Iterator[tuple[str, Any]]:
        for name, member in found.properties.items():
            node = self.document.resolve(member)
            if isinstance(node, dict) and "const" in node:
                yield name, node["const"]

    def _members(self, found: Shape, headers: tuple[Header, ...]) -> Iterator[Member]:
        fixed = dict(self._constants(found))
        taken = _ARGUMENTS | {header.python_name for header in headers}
        for name, member in found.properties.items():
            if name in STANDARD_MEMBERS or name in fixed:
                continue
            own = names.snake(name)
            own = names.unique(f"body_{own}", taken) if own in taken else own
            taken.add(own)
            kind = self.types.of(member)
            if IMPORTED & self.classes & set(re.findall(r"\w+", kind.plain)):
                kind = Type("Any", "Any")  # a model whose name means something else in that module
            yield Member(name, own, kind, required=name in found.required)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"
