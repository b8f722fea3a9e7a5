"""Problems (RFC 9457): how everything that is not a success leaves the server.

Exception
├── Problem   what a handler raises; its classes are declared in the document
└── Refused   what this package raises before or around a handler; it becomes the operation's
              declared problem of that status, or a plain one outside of operations
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar
from uuid import uuid4

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from .adapters import Adapter
from .values import header_text

MEDIA_TYPE = "application/problem+json"
_LONGEST_MESSAGE = 500
_ALIKE = {400: 422, 422: 400}
_STATUSES = {status.value for status in HTTPStatus}
_LOG = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One place in a request that breaks the contract; `pointer` is a JSON pointer into that part."""

    in_: str
    pointer: str
    message: str


class Problem(Exception):
    """An error that the document declares. Raise one of its subclasses."""

    status: int
    statuses: ClassVar[range] = range(0)
    type: ClassVar[str] = "about:blank"
    title: ClassVar[str]
    error_code: ClassVar[str]
    default_detail: ClassVar[str] = ""
    fixed_headers: ClassVar[Mapping[str, str]] = {}
    member_types: ClassVar[Mapping[str, Adapter[Any]]] = {}
    fixed_members: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self,
        detail: str | None = None,
        *,
        status: int | None = None,
        headers: Mapping[str, Any] | None = None,
        errors: Sequence[FieldError] = (),
        members: Mapping[str, Any] | None = None,
    ) -> None:
        if status is not None and status not in self.statuses:
            raise ValueError(f"{status} is not among the statuses of {type(self).__name__}")
        self.status = self.status if status is None else status
        self.detail = detail or self.default_detail or self.title
        self.headers = {
            **self.fixed_headers,
            **{name: header_text(value) for name, value in given(headers or {}).items()},
        }
        self.errors = errors
        self.members = {
            **self.fixed_members,
            **{name: self._json(name, value) for name, value in (members or {}).items()},
        }
        super().__init__(self.detail)

    def response(self, scope: Scope) -> Response:
        """The response to the request that it ends."""
        return _response(problem_document(scope, self), self.headers)

    @classmethod
    def refused(cls, scope: Scope, status: int, refused: "Refused") -> Response | None:  # noqa: ARG003
        """What the server itself refuses, said as this; None if it cannot be."""
        return _refused(cls, scope, refused) if cls.error_code and not cls.statuses else None

    def _json(self, name: str, value: Any) -> Any:
        """A member as JSON has it. One that is not of the declared type is an error."""
        return self.member_types[name].built.dump_python(value, mode="json", by_alias=True, warnings="error")


class Refused(Exception):
    """A request that the generated code refuses, by status."""

    def __init__(self, status: int, detail: str | None = None, errors: Sequence[FieldError] = ()) -> None:
        self.status = status
        self.detail = detail
        self.errors = errors
        super().__init__(f"{status} {detail or ''}")


def pointer_to(tokens: Sequence[int | str]) -> str:
    """The JSON pointer of a place."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def message_of(message: str) -> str:
    """What Pydantic says of a value, as short as a client needs it."""
    return message.removeprefix("Value error, ")[:_LONGEST_MESSAGE]


def given(values: Mapping[str, T | None]) -> dict[str, T]:
    """Those that are not None: what a handler left out is not sent."""
    return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Operation:
    """What the document says of the operation that a request is for."""

    operation_id: str
    method: str
    path: str
    problems: tuple[type[Problem], ...]
    headers: tuple[tuple[str, str], ...] = ()
    """Those of each of its answers."""

    def declared(self, status: int) -> list[type[Problem]]:
        """The problems that it declares for a status: by itself, by its class, by default."""
        exact = [problem for problem in self.problems if problem.status == status and not problem.statuses]
        ranged = [problem for problem in self.problems if status in problem.statuses]
        return [*exact, *sorted(ranged, key=lambda problem: len(problem.statuses))]

    def problem(self, status: int) -> type[Problem] | None:
        return next(iter(self.declared(status)), None)

    def refused_as(self, status: int) -> int:
        """The status of a refusal: where the document has but one of 400 and 422, that is for both."""
        alike = _ALIKE.get(status)
        return alike if alike and not self.declared(status) and self.declared(alike) else status


def operation_of(scope: Scope) -> Operation | None:
    """The operation that the router found for a request."""
    operation: Operation | None = scope.get("handfast.operation")
    return operation


def request_id(scope: Scope) -> str:
    """The id that names this request in its answer and in the log; made on first use."""
    state: dict[str, Any] = scope.setdefault("state", {})
    known: str | None = state.get("request_id")
    if known is None:
        known = state["request_id"] = uuid4().hex
    return known


def problem_response(scope: Scope, problem: Problem) -> Response:
    """The response of a problem. One that the operation does not declare is a fault of ours: 500, logged."""
    operation = operation_of(scope)
    if operation is not None and type(problem) not in operation.problems:
        return _undeclared(scope, operation, type(problem).__name__)
    return announced(operation, problem.response(scope))


def problem_document(scope: Scope, problem: Problem) -> dict[str, Any]:
    """The document of a problem as this request gets it: for an event of a stream, say, that has begun already."""
    document = _document(scope, type(problem), problem.detail, problem.errors)
    return {**document, "status": problem.status, **problem.members}


def refusal_response(scope: Scope, refused: Refused) -> Response:
    """The response of a refusal, worded as the operation declares it."""
    operation = operation_of(scope)
    status = operation.refused_as(refused.status) if operation else refused.status
    for declared in operation.declared(status) if operation else ():
        response = declared.refused(scope, status, refused)
        if response is not None:
            return announced(operation, response)
    return announced(operation, _refused(_plain(status), scope, refused))


def announced(operation: Operation | None, response: Response) -> Response:
    """The response with the headers that each answer of an operation has."""
    for name, value in operation.headers if operation else ():
        response.headers[name] = value
    return response


def _refused(problem: type[Problem], scope: Scope, refused: Refused) -> Response:
    detail = refused.detail or problem.default_detail or problem.title
    document = _document(scope, problem, detail, refused.errors)
    return _response({**document, **problem.fixed_members}, problem.fixed_headers)


def internal_error(scope: Scope) -> Response:
    """500, without a word of what went wrong."""
    return refusal_response(scope, Refused(500))


def _undeclared(scope: Scope, operation: Operation, raised: str) -> Response:
    _LOG.error(
        "%s raised %s, which it does not declare",
        operation.operation_id,
        raised,
        extra={"request_id": request_id(scope)},
    )
    return internal_error(scope)


def add_problem_handlers(app: FastAPI) -> None:
    """Makes problems of what handlers and the framework raise."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)  # noqa: S101 - registered for this class only
        return problem_response(request.scope, error)

    async def on_refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)  # noqa: S101 - registered for this class only
        return refusal_response(request.scope, error)

    async def on_http_exception(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
        operation = operation_of(request.scope)
        if operation is not None and operation.problem(error.status_code) is None:
            return _undeclared(request.scope, operation, f"HTTPException {error.status_code}")
        response = refusal_response(request.scope, Refused(error.status_code))
        response.headers.update(error.headers or {})
        return response

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(Refused, on_refused)
    app.add_exception_handler(HTTPException, on_http_exception)


def phrase_of(status: int) -> str:
    return HTTPStatus(status).phrase if status in _STATUSES else f"Status {status}"


def _plain(status: int) -> type[Problem]:
    phrase = phrase_of(status)
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    return type("Plain", (Problem,), {"status": status, "title": phrase, "error_code": code})


def _document(scope: Scope, problem: type[Problem], detail: str, errors: Sequence[FieldError]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "error_code": problem.error_code,
        "request_id": request_id(scope),
    }
    if errors:
        document["errors"] = [{"in": error.in_, "pointer": error.pointer, "message": error.message} for error in errors]
    return document


def _response(document: dict[str, Any], headers: Mapping[str, str]) -> Response:
    content = json.dumps(document, ensure_ascii=False).encode()
    return Response(content, document["status"], dict(headers), MEDIA_TYPE)
