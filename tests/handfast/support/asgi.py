"""An ASGI server in miniature: one request, byte by byte as a test wants it, and what came back."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Scope

from handfast.support.problems import Problem, add_problem_handlers
from handfast.support.routing import ContractRouter, ContractRoutes

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass
class Answer:
    """What an application sent, and how often it asked for a part of the body."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    asked: int = 0

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        return [(error["in"], error["pointer"], error["message"]) for error in self.json.get("errors", [])]


@dataclass
class Ask:
    """A request; `parts` are the pieces of its body, None among them is a client that goes away."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    parts: Iterable[bytes | None] = (b"",)
    root_path: str = ""
    scope: Scope = field(default_factory=dict)

    def of(self, app: Any) -> Answer:
        answer = Answer()
        waiting = list(self.parts)

        async def receive() -> Message:
            answer.asked += 1
            part = waiting.pop(0) if waiting else None
            if part is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": part, "more_body": bool(waiting)}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
            else:
                answer.body += message["body"]

        self.fill_scope()
        asyncio.run(app(self.scope, receive, send))
        return answer

    def fill_scope(self) -> None:
        """What a server would say of the request."""
        raw, _, query = self.target.partition("?")
        request: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": unquote(raw),
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "root_path": self.root_path,
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in self.headers],
            "client": ("127.0.0.1", 5000),
            "server": ("127.0.0.1", 80),
        }
        self.scope.update(request)


def get(app: Any, target: str, *headers: tuple[str, str]) -> Answer:
    return Ask("GET", target, headers).of(app)


def post(app: Any, content: bytes, *headers: tuple[str, str], target: str = "/") -> Answer:
    """A POST of JSON, unless the headers say otherwise."""
    return Ask("POST", target, headers or (("Content-Type", "application/json"),), (content,)).of(app)


def serve(
    endpoint: Endpoint, method: str = "GET", path: str = "/", problems: tuple[type[Problem], ...] = ()
) -> FastAPI:
    """An application with one operation."""
    router = ContractRouter(tags=["test"])
    router.operation(method, path, operation_id="test", problems=problems)(endpoint)
    return application(router)


def application(*routers: ContractRouter, max_body_bytes: int = 1_000) -> FastAPI:
    app = FastAPI(openapi_url=None)
    routes = [route for router in routers for route in router.contract_routes]
    app.router.routes.append(ContractRoutes(routes, max_body_bytes=max_body_bytes))
    add_problem_handlers(app)
    return app
