"""A generated package as a running application whose handlers tell what they were given."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from starlette.types import Message, Scope

from handfast.corpus.outcomes import PACKAGE

_LARGEST = 1 << 24


class Reached(BaseException):
    """A handler was called; no exception handler of the application may catch it."""

    def __init__(self, method: Callable[..., Any], arguments: dict[str, Any]) -> None:
        self.method = method
        self.arguments = arguments


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: the path with its values in it, names and values of the rest as they go on the wire."""

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(slots=True)
class Answer:
    """What became of a request: the call of a handler, or a status; and which schemes were asked for which scopes."""

    status: int = 0
    call: Reached | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    error: str = ""
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    problems: tuple[Any, ...] = ()
    path: str = ""

    @property
    def said(self) -> str:
        return self.error or f"{self.status} {self.body[:300].decode('utf-8', 'replace')}"


@dataclass
class Application:
    """All operations of a package. `granting` are the schemes that let requests pass; None is all of them.

    `refusing` are schemes with scopes, as they are asked for, that let none pass.
    """

    folder: Path
    granting: frozenset[str] | None = None
    refusing: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    answer: Callable[[Reached], Any] | None = None
    _asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        sys.path.insert(0, str(self.folder))
        self.security = importlib.import_module(f"{PACKAGE}.security")
        self.refused = importlib.import_module(f"{PACKAGE}.support.problems").Refused
        self.schemes = list(self.security.Authenticate.__dataclass_fields__)
        authenticate = self.security.Authenticate(**{name: self._authenticator(name) for name in self.schemes})
        self._app = FastAPI(openapi_url=None)
        tags = sorted(path.stem for path in (self.folder / PACKAGE / "apis").glob("*.py") if path.stem != "__init__")
        routers = [self._router(tag, authenticate) for tag in tags]
        importlib.import_module(f"{PACKAGE}.routes").mount(self._app, *routers, max_body_bytes=_LARGEST)
        self._loop = asyncio.new_event_loop()

    def send(self, request: Request) -> Answer:
        """What becomes of a request."""
        answer = Answer(asked=[])
        self._asked = answer.asked
        self._loop.run_until_complete(self._sent(request, answer))
        return answer

    def find(self, request: Request) -> None:
        """Finds the route of a request, no more."""
        self._app.router.routes[-1].matches(_scope(request))

    async def _sent(self, request: Request, answer: Answer) -> None:
        messages = [{"type": "http.request", "body": request.body, "more_body": False}]

        async def receive() -> Message:
            return messages.pop() if messages else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [(key.decode("latin-1"), value.decode("latin-1")) for key, value in message["headers"]]
            else:
                answer.body += message.get("body", b"")

        scope = _scope(request)
        try:
            await self._app(scope, receive, send)
        except Reached as reached:
            answer.call = reached
        except Exception as error:  # noqa: BLE001 - whatever the generated code does is what is measured
            answer.status, answer.error = 500, f"{type(error).__name__}: {error}"[:300]
        if "handfast.operation" in scope:
            answer.problems = scope["handfast.operation"].problems
            answer.path = scope["handfast.operation"].path

    def _authenticator(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def authenticate(request: Any, scopes: Sequence[str] = ()) -> Any:  # noqa: ARG001 - the wire is not asked
            self._asked.append((name, tuple(scopes)))
            if (self.granting is not None and name not in self.granting) or self._asked[-1] in self.refusing:
                raise self.refused(401)
            return self.security.Caller("a-caller")

        return authenticate

    def _router(self, tag: str, authenticate: Any) -> Any:
        api = importlib.import_module(f"{PACKAGE}.apis.{tag}")
        [base] = [
            item
            for key, item in vars(api).items()
            if key.startswith("Unimplemented") and item.__module__ == api.__name__
        ]
        methods = {name: self._handler(item) for name, item in vars(base).items() if inspect.iscoroutinefunction(item)}
        handlers = type("Handlers", (base,), methods)()
        make = getattr(importlib.import_module(f"{PACKAGE}.routes.{tag}"), f"{tag}_router")
        return make(handlers, authenticate) if "authenticate" in inspect.signature(make).parameters else make(handlers)

    def _handler(self, method: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(method)

        async def handle(*arguments: Any, **named: Any) -> Any:
            bound = signature.bind(*arguments, **named).arguments
            reached = Reached(method, {name: item for name, item in bound.items() if name != "self"})
            if self.answer is None:
                raise reached
            return self.answer(reached)

        return handle


def _scope(request: Request) -> Scope:
    headers = [(name.lower().encode("latin-1"), value.encode("utf-8")) for name, value in request.headers]
    if request.body or request.method not in ("GET", "HEAD"):  # as clients do
        headers.append((b"content-length", str(len(request.body)).encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), *headers],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }


def escaped(text: str) -> str:
    """Text as it may stand in a path or a query."""
    return quote(text, safe="")


TEMPLATE = re.compile(r"\{([^{}]*)\}")
