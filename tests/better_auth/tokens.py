"""Requests with tokens, and what a backend says of those that it refuses."""

import base64
import json
import time
from typing import Any

import httpx

from tests.backend.servers import PATIENCE_SECONDS, Server
from tests.better_auth.issuers import Token, Visitor


def bearer(token: str) -> httpx.Headers:
    return httpx.Headers({"Authorization": f"Bearer {token}"})  # which no test report shows


def me(server: Server, token: str) -> httpx.Response:
    return httpx.get(f"{server.url}/api/auth/me", headers=bearer(token), timeout=PATIENCE_SECONDS)


def refusal(server: Server, token: str) -> str:
    """Have the token refused, and return the log's word for it, of which the answer says nothing."""
    response = me(server, token)
    assert response.status_code == 401, response.text
    assert response.json()["error_code"] == "unauthorized"
    assert response.headers["www-authenticate"].startswith("Bearer")
    word = server.line(event="request", request_id=response.headers["x-request-id"])["refused"]
    assert word not in response.text
    return str(word)


def another_token(visitor: Visitor, than: Token) -> Token:
    """Fetch a token that differs: Better Auth's says nothing finer than the second."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (token := visitor.token()) == than:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return token


def header(token: str) -> dict[str, Any]:
    return _part(token, 0)


def claims(token: str) -> dict[str, Any]:
    return _part(token, 1)


def _part(token: str, number: int) -> dict[str, Any]:
    part: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[number] + "=="))
    return part
