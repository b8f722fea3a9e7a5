"""Problems: from declared error responses to the exceptions that handlers raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from handfast import names
from handfast.model.contents import Contents
from handfast.model.contract import Member, Problem
from handfast.model.headers import headers_of
from handfast.model.refusals import Refusals
from handfast.model.types import Types
from handfast.model.usage import STANDARD_MEMBERS
from handfast.model.values import Content, Header, Type
from handfast.spec.document import Document
from handfast.spec.media_types import PROBLEM_JSON, base_of, is_range, short_name
from handfast.spec.shapes import Branch, Shape, branches, is_choice, shape

_ERRORS_FROM = 400
IMPORTED = {
    "Adapter", "Annotated", "Any", "Authenticate", "Bare", "ContractRouter", "Failure", "Field", "FieldError",
    "Literal", "Parameter", "Problem", "Reading", "Request", "Response", "Rules", "SecretStr", "Sequence",
    "TypeAdapter", "UUID",
}  # fmt: skip
"""What the module of the exceptions needs itself, and those of the routes, which import them."""
_ARGUMENTS = {"self", "detail", "errors"}


@dataclass
class Problems:
    """The problems of one document: a class for each response, or for each branch of one that has several."""

    document: Document
    types: Types
    contents: Contents
    classes: frozenset[str]
    known: dict[str, Problem] = field(default_factory=dict)
    by_schema: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)
    branched: set[str] = field(default_factory=set)
    choices: dict[tuple[int, str], tuple[Problem, ...]] = field(default_factory=dict)
    failures: dict[tuple[str, str, str], tuple[Problem, ...]] = field(default_factory=dict)

    def learn(self, responses: Iterable[tuple[str, Any]]) -> None:
        """Names the classes of the whole document: those of responses first, as branches may be the same ones."""
        found = [
            (status, reference)
            for status, reference in responses
            if status.isdigit() and int(status) >= _ERRORS_FROM and not self._is_failure(reference)
        ]
        for status, reference in found:
            if not self._is_choice(reference) and isinstance(reference, dict) and "$ref" in reference:
                problem = self._single(status, reference, "")
                self._remember(self._schema(reference), problem)
        for status, reference in found:
            if self._is_choice(reference):
                self.of(status, reference, "")

    def of(self, status: str, reference: Any, operation_id: str) -> tuple[Problem, ...]:
        """The problems of one response."""
        if self._is_failure(reference):
            return self._failures(status, reference, operation_id)
        beside = self._failures(status, reference, operation_id)
        if not self._is_choice(reference):
            return (self._single(status, reference, operation_id), *beside)
        schema, response = self._schema(reference), self.document.resolve(reference)
        key = (id(schema), status)
        if key not in self.choices:
            found = [self._branch(status, response, branch) for branch in branches(self.document, schema)]
            self.choices[key] = tuple({problem.class_name: problem for problem in found}.values())
        return (*self.choices[key], *beside)

    def _is_failure(self, reference: Any) -> bool:
        """Whether a response has a body of another kind than a problem's document."""
        content = self.document.resolve(reference).get("content") or {}
        return bool(content) and not any(base_of(name) == PROBLEM_JSON for name in content)

    def _failures(self, status: str, reference: Any, operation_id: str) -> tuple[Problem, ...]:
        """A class for each content of an error response that is no problem's document, which a handler gives."""
        target = reference.get("$ref", "") if isinstance(reference, dict) else ""
        own = names.pascal(target.rpartition("/")[2]) if target else f"{names.pascal(operation_id)}{_suffix(status)}"
        key = (target or own, status, "" if target else operation_id)
        if key not in self.failures:
            response = self.document.resolve(reference)
            given = response.get("content") or {}
            others = {name: media for name, media in given.items() if base_of(name) != PROBLEM_JSON}
            contents = self.contents.of_response(others, own)
            alone = len(contents) == 1 and len(others) == len(given)
            made = [self._failure(own, status, response, content, alone=alone) for content in contents]
            self.failures[key] = tuple(made)
        return self.failures[key]

    def _failure(self, own: str, status: str, response: dict[str, Any], content: Content, *, alone: bool) -> Problem:
        name = own if alone else own + short_name(content.media_types[0])
        name = f"{name}Response" if name in {*self.classes, *IMPORTED} else name
        if name in self.known:
            name = names.unique(f"{name}{_suffix(status)}" if not name.endswith(_suffix(status)) else name, self.known)
        first, statuses = _range(status)
        streamed = content.item or content.events
        if streamed or content.encoding == "bytes":
            content = replace(content, type=Type("bytes", "bytes"), encoding="bytes", item=None, events=())
        problem = Problem(
            class_name=name,
            status=first,
            type="about:blank",
            title=_phrase(first),
            error_code="",
            detail=str(response.get("description", "")).strip(),
            headers=headers_of(self.document, self.types, response),
            errors=False,
            content=replace(content, choices=(), media_types=_concrete(content)),
            statuses=statuses,
            refusal=self._refusal(response, content),
        )
        return self.known.setdefault(name, problem)

    def _refusal(self, response: dict[str, Any], content: Content) -> Any:
        if content.encoding != "json":
            return "{detail}" if content.encoding == "text" else None
        media = self.document.resolve(response["content"][content.media_types[0]])
        return Refusals(self.document).of(media.get("schema", {}))

    def _schema(self, reference: Any) -> Any:
        content = self.document.resolve(reference).get("content", {})
        return self.document.resolve(content.get(PROBLEM_JSON, {})).get("schema", {})

    def _is_choice(self, reference: Any) -> bool:
        return is_choice(self.document, self._schema(reference))

    def _single(self, status: str, reference: Any, operation_id: str) -> Problem:
        target = reference.get("$ref", "") if isinstance(reference, dict) else ""
        response, schema = self.document.resolve(reference), self._schema(reference)
        own = names.pascal(target.rpartition("/")[2]) if target else f"{names.pascal(operation_id)}{_suffix(status)}"
        problem = self._problem(own, status, response, schema)
        same = None if target else self._known_as(schema.get("$ref"), problem)
        if same and same.class_name in self.branched:
            return same
        if own in self.classes:
            own = f"{own}Problem"
        known = self.known.get(own)
        if own in IMPORTED or (
            known is not None and (known.status, known.statuses) != (problem.status, problem.statuses)
        ):
            own = f"{own}{_suffix(status)}"  # one response may stand for several statuses
        return self.known.setdefault(own, replace(problem, class_name=own))

    def _branch(self, status: str, response: dict[str, Any], branch: Branch) -> Problem:
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
        problem = replace(problem, class_name=own or names.unique(f"{short}{_suffix(status)}", taken))
        self._remember({"$ref": branch.reference}, problem)
        self.branched.add(problem.class_name)
        return self.known.setdefault(problem.class_name, problem)

    def _known_as(self, reference: str | None, problem: Problem) -> Problem | None:
        known = self.by_schema.get((str(reference), problem.status), ())
        return next((item for item in known if item.headers == problem.headers), None)

    def _remember(self, schema: dict[str, Any], problem: Problem) -> None:
        if schema.get("$ref"):
            self.by_schema.setdefault((schema["$ref"], problem.status), []).append(problem)

    def _problem(self, name: str, status: str, response: dict[str, Any], schema: Any) -> Problem:
        found = shape(self.document, schema)
        constants = dict(self._constants(found))
        first, statuses = _range(status)
        title = str(constants.get("title", _phrase(first)))
        headers = headers_of(self.document, self.types, response)
        return Problem(
            class_name=name,
            status=first,
            type=str(constants.get("type", "about:blank")),
            title=title,
            error_code=str(constants.get("error_code", title.lower().replace(" ", "_").replace("-", "_"))),
            detail=str(response.get("description", "")).strip(),
            headers=headers,
            errors="errors" in found.properties,
            members=tuple(self._members(found, headers)),
            statuses=statuses,
            fixed_members=tuple((key, value) for key, value in constants.items() if key not in STANDARD_MEMBERS),
            bare=not response.get("content"),
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
            yield Member(name, own, self.types.of(member), required=name in found.required)


def _concrete(content: Content) -> tuple[str, ...]:
    """The media types that can be sent: a range is none."""
    usual = {"json": "application/json", "text": "text/plain"}.get(content.encoding, "application/octet-stream")
    return tuple(name for name in content.media_types if not is_range(name)) or (usual,)


def _suffix(status: str) -> str:
    return status.capitalize() if status == "default" else status.upper()


def _range(status: str) -> tuple[int, tuple[int, int] | None]:
    """The status, or the first of those that it stands for and their bounds."""
    if status.isdigit():
        return int(status), None
    if status == "default":
        return 500, (400, 599)
    first = int(status[0]) * 100
    return first, (first, first + 99)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"
