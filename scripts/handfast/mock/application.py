"""The application: the generated routes of a document, with answers that are made up behind them."""

from __future__ import annotations

import importlib
import typing
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from handfast.examples.answers import Answer, Answers
from handfast.examples.preferences import Preferences, preferences
from handfast.examples.schemas import Schemas
from handfast.findings import Finding
from handfast.mock.asking import Asked, Asking, asked
from handfast.mock.credentials import Credentials
from handfast.mock.echoes import echoed
from handfast.mock.memory import Gone, Memory
from handfast.mock.refusals import REASON, refusal
from handfast.rewriting.mending import mended
from handfast.spec.document import Document
from handfast.spec.operations import operations

_MODULES = {"routes": "routes", "drafts": "drafts", "security": "security", "problems": "support.problems"}
_MISSING = (404, 410)


class Answered(Exception):
    """The response to a request, from where a handler would have given its parts."""

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__(response.status_code)


@dataclass
class Mock:
    """A generated package, by its name, and the document that it is of. `warn` is told once of each faulty example."""

    package: str
    document: Document
    warn: Callable[[Finding], None]
    without_credentials: bool = False
    told: set[Finding] = field(default_factory=set)
    modules: dict[str, ModuleType] = field(init=False)
    answers: Answers = field(init=False)
    memory: Memory = field(init=False)
    pointers: dict[tuple[str, str], str] = field(init=False)

    def __post_init__(self) -> None:
        self.modules = {name: importlib.import_module(f"{self.package}.{path}") for name, path in _MODULES.items()}
        self.document = mended(self.document)
        self.answers = Answers(Schemas(self.document), self._note)
        self.memory = Memory(self.answers, frozenset(path for _, path, _, _ in operations(self.document)))
        self.pointers = {
            (method if method != method.lower() else method.upper(), path): pointer
            for pointer, path, method, _ in operations(self.document)
        }

    def application(self) -> FastAPI:
        """The routes on an application of their own."""
        app = FastAPI(openapi_url=None, redirect_slashes=False)
        self.modules["routes"].mount(app, *self._routers())
        app.add_exception_handler(Answered, _given)
        app.add_exception_handler(self.modules["problems"].Refused, self._refused)
        app.add_middleware(Asking)
        return app

    def _note(self, pointer: str, message: str) -> None:
        finding = Finding(self.document.locate(pointer), message)
        if finding not in self.told:
            self.told.add(finding)
            self.warn(finding)

    def _routers(self) -> list[Any]:
        routes = self.modules["routes"]
        authenticate = Credentials(self.document, self.modules, self.without_credentials).authenticate()
        made = []
        for name in routes.__all__:
            if name != "mount":
                factory = getattr(routes, name)
                hints = typing.get_type_hints(factory)
                api = handlers_for(hints["api"], self._answer)
                made.append(factory(api, authenticate) if "authenticate" in hints else factory(api))
        return [*made, self.modules["drafts"].drafts_router(authenticate)]

    async def _answer(self) -> typing.NoReturn:
        raise Answered(self.answer(asked()))

    def answer(self, asked: Asked) -> Response:
        """The response to a request that the generated routes let pass."""
        request = asked.request
        pointer, wanted = self._pointer(request), _preferences(request)
        answer = echoed(self.answers, self.answers.success(pointer, wanted), asked)
        if wanted.status is None and wanted.example is None:
            operation = request.scope["handfast.operation"]
            try:
                answer = self.memory.recalled(answer, asked, operation.method, operation.path)
            except Gone:
                answer = self._gone(pointer, wanted) or answer
        return self._response(request, answer, wanted)

    def _gone(self, pointer: str, wanted: Preferences) -> Answer | None:
        """What is declared for what is not there."""
        answer = self.answers.failure(pointer, _MISSING, wanted)
        return replace(answer, headers={**answer.headers, REASON: "it was deleted"}) if answer else None

    def _response(self, request: Request, answer: Answer, wanted: Preferences) -> Response:
        if answer.why is not None:
            refused = self.modules["problems"].Refused(answer.status, answer.why)
            response: Response = self.modules["problems"].refusal_response(request.scope, refused)
            response.headers[REASON] = "no body fits the schema of the answer"
            return response
        response = Response(answer.content, answer.status, answer.headers, answer.media_type)
        if wanted.status == str(answer.status):
            response.headers["Preference-Applied"] = f"code={wanted.status}"
        return self._announced(request, response)

    async def _refused(self, request: Request, error: Exception) -> Response:
        pointer, problems = self._pointer(request), self.modules["problems"]
        house = problems.refusal_response(request.scope, error)
        return self._announced(request, refusal(self.answers, pointer, _preferences(request), error, house))

    def _announced(self, request: Request, response: Response) -> Response:
        """With what each answer of the operation says."""
        said: Response = self.modules["problems"].announced(request.scope["handfast.operation"], response)
        return said

    def _pointer(self, request: Request) -> str:
        operation = request.scope["handfast.operation"]
        return self.pointers[operation.method, operation.path]


def handlers_for(interface: type, answer: Callable[[], Any]) -> Any:
    """An object with all methods of an abstract class, each of which gives the same."""

    async def method(_self: Any, *_values: Any, **_named: Any) -> Any:
        return await answer()

    names = getattr(interface, "__abstractmethods__", frozenset[str]())
    return type(f"Mocked{interface.__name__}", (interface,), dict.fromkeys(names, method))()


async def _given(_: Request, error: Exception) -> Response:
    assert isinstance(error, Answered)  # noqa: S101 - registered for this class only
    return error.response


def _preferences(request: Request) -> Preferences:
    return preferences(request.headers.getlist("prefer"), request.headers.getlist("accept"))
