import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from backend.middleware.bodies import Bodies
from tests.backend.middleware.conftest import Log
from tests.backend.middleware.small_app import call, small_app

APP = "https://app.example"


async def stalling() -> AsyncIterator[bytes]:
    yield b"some"
    await asyncio.Event().wait()


async def in_pieces() -> AsyncIterator[bytes]:
    yield b"all "
    yield b"of it"


def test_body_that_comes_in_time() -> None:
    assert call(small_app(), "POST", "/things", content=in_pieces()).content == b"all of it"


def test_body_that_does_not_come_to_its_end(log: Log) -> None:
    app = small_app(body_seconds=0.05, cors_origins=APP)
    response = call(app, "POST", "/things", content=stalling(), headers={"Origin": APP})
    assert response.status_code == 408
    assert response.json()["error_code"] == "request_timeout"
    assert response.json()["request_id"] == response.headers["x-request-id"]
    assert response.headers["connection"] == "close"
    assert response.headers["access-control-allow-origin"] == APP
    assert [(line["level"], line["status"]) for line in log.lines()] == [("info", 408)]


def test_body_that_nobody_reads() -> None:
    assert call(small_app(body_seconds=0.05), "POST", "/nowhere", content=stalling()).status_code == 404


def test_time_is_for_the_body_only() -> None:
    """What comes after the body (the end of the connection) may be waited for as long as it takes."""
    messages: list[Message] = [{"type": "http.request", "body": b"x", "more_body": False}]
    seen: list[str] = []

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await asyncio.sleep(0.1)
        return {"type": "http.disconnect"}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend([(await receive())["type"], (await receive())["type"]])
        await Response()(scope, receive, send)

    async def send(message: Message) -> None:
        seen.append(message["type"])

    asyncio.run(Bodies(app, seconds=0.05)({"type": "http", "method": "POST"}, receive, send))
    assert seen[:3] == ["http.request", "http.disconnect", "http.response.start"]
