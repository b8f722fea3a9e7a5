"""Drafts: mocked while developing, unknown in production."""

import asyncio

import httpx
import pytest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response

from backend.app import create_app
from backend.settings import Settings
from generated.problems import Unauthorized
from generated.security import Authenticate
from generated.support.drafts import Example, example_response
from generated.support.routing import ContractRouter

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"


def two_drafts(authenticate: Authenticate) -> ContractRouter:
    """What `generated/drafts.py` has for a document with two drafts."""
    router = ContractRouter(tags=["drafts"])

    @router.operation("GET", "/lamps", operation_id="listLamps", problems=())
    async def list_lamps(request: Request) -> Response:
        return example_response(request, Example(200, "application/json", "[]"))

    @router.operation("POST", "/lamps", operation_id="addLamp", problems=(Unauthorized,))
    async def add_lamp(request: Request) -> Response:
        await authenticate.bearer_auth(request)
        return example_response(request, Example(204))

    return router


@pytest.mark.parametrize(
    ("environment", "method", "status", "told"),
    [
        ("development", "GET", 200, None),
        ("development", "POST", 401, "unauthorized"),
        ("production", "GET", 404, "not_found"),
        ("production", "POST", 404, "not_found"),
    ],
)
def test_drafts_are_for_development(
    monkeypatch: pytest.MonkeyPatch, environment: str, method: str, status: int, told: str | None
) -> None:
    monkeypatch.setattr("backend.app.drafts_router", two_drafts)
    monkeypatch.setattr("backend.app.configure_logs", lambda _: None)  # they are the test run's own here
    settings = Settings(
        environment=environment,
        better_auth_secret=SecretStr(SECRET),
        database_url=SecretStr("postgresql://nowhere.invalid/none"),
        assistant="offline",
        _env_file=None,
    )
    app = create_app(settings)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.request(method, "/lamps")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.json().get("error_code") if told else None) == (status, told)
