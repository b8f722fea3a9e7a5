import asyncio

import pytest
from fastapi import FastAPI
from starlette.types import Message

from backend.database_errors import DatabaseUnavailable
from backend.middleware.failures import Failures
from backend.migrations import MigrationError
from tests.backend.middleware.conftest import Log
from tests.backend.middleware.small_app import TOKEN, call, small_app


def test_500_says_nothing_and_the_log_all(log: Log) -> None:
    response = call(small_app(), "GET", "/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "broken" not in response.text
    failure, access = log.lines()
    assert failure["request_id"] == access["request_id"] == response.json()["request_id"]
    assert failure["level"] == "error"
    assert "in fail" in failure["exception"]
    assert "ValueError: broken by [removed]" in failure["exception"]
    assert access["status"] == 500


def test_500_is_readable_from_other_origins() -> None:
    app = small_app(cors_origins="https://app.example")
    response = call(app, "GET", "/broken", headers={"Origin": "https://app.example"})
    assert response.status_code == 500
    assert response.headers["access-control-allow-origin"] == "https://app.example"


def test_secrets_of_an_exception_stay_out_of_the_log(log: Log) -> None:
    call(small_app(), "GET", "/broken", headers={"Authorization": f"Bearer {TOKEN}"})
    assert TOKEN not in log.text()


def test_failure_within_a_response(log: Log) -> None:
    with pytest.raises(AssertionError):  # httpx: the response is not complete
        call(small_app(), "GET", "/broken-late/")
    failure, access = log.lines()
    assert "broken half-way" in failure["exception"]
    assert access["status"] == 200


@pytest.mark.parametrize("error", [DatabaseUnavailable("no route to host"), MigrationError("unknown revision")])
def test_start_that_the_database_prevents_is_one_line(log: Log, error: Exception) -> None:
    small_app()  # sets up the log
    sent = start(error)
    assert sent == [{"type": "lifespan.startup.failed"}]
    (line,) = log.lines()
    assert line["level"] == "error"
    assert line["reason"] == str(error)
    assert "exception" not in line


def test_start_that_a_bug_prevents_shows_where(log: Log) -> None:
    small_app()
    assert start(ValueError("a bug")) == [{"type": "lifespan.startup.failed"}]
    (line,) = log.lines()
    assert "ValueError: a bug" in line["exception"]


def start(error: Exception) -> list[Message]:
    """Start an application whose lifespan fails, and return what the server is told."""
    sent: list[Message] = []

    def lifespan(_: FastAPI) -> None:
        raise error

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(message: Message) -> None:
        sent.append(message)

    app = Failures(FastAPI(lifespan=lifespan))  # type: ignore[arg-type]
    with pytest.raises(type(error)):
        asyncio.run(app({"type": "lifespan"}, receive, send))
    return sent
