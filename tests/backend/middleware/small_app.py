"""A small application within the real layers."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from backend.logs import configure_logs
from backend.middleware import surround
from backend.settings import Settings
from generated.support.problems import add_problem_handlers

SECRET = "W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3Sa"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.e30.c2VudGluZWw"


async def get_thing(request: Request) -> Response:
    request.scope["state"]["log"] = {"user_id": "ada"}
    client = request.client.host if request.client else None
    return JSONResponse({"scheme": request.url.scheme, "client": client}, headers={"ETag": '"1"'})


async def make_thing(request: Request) -> Response:
    return Response(await request.body())


async def fail() -> Response:
    raise ValueError(f"broken by {TOKEN}")


async def fail_late(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - as ASGI has it
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ValueError("broken half-way")


def small_app(**settings: Any) -> FastAPI:
    """Make an application of a few routes that behave, and some that do not."""
    complete = Settings(_env_file=None, better_auth_secret=SECRET, log_format="json", **settings)
    configure_logs(complete)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the client of these tests
    app = FastAPI(openapi_url=None)
    app.get("/things/{thing_id}")(get_thing)
    app.post("/things")(make_thing)
    app.get("/broken")(fail)
    app.mount("/broken-late", fail_late)
    add_problem_handlers(app)
    surround(app, complete)
    return app


def call(app: Callable[..., Any], method: str, path: str, *, peer: str = "192.0.2.7", **request: Any) -> httpx.Response:
    """Make one request in process."""

    async def exchange() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(peer, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
            return await client.request(method, path, **request)

    return asyncio.run(exchange())
