"""Users of a running server."""

from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import httpx

from tests.backend.servers import Server

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """A user who is logged in; `client` sends the token with every request."""

    id: str
    email: str
    token: str = field(repr=False)
    client: httpx.Client = field(repr=False)

    @property
    def tasks(self) -> str:
        return f"/api/{self.id}/tasks"

    def make_task(self, **properties: Any) -> httpx.Response:
        response = self.client.post(self.tasks, json={"title": "Write the contract", **properties})
        assert response.status_code == 201, response.text
        return response


def register(client: httpx.Client, name: str = "Ada") -> dict[str, Any]:
    """Make an account that nobody had before."""
    body = {"email": f"{name.lower()}-{token_hex(6)}@example.com", "password": PASSWORD, "name": name}
    response = client.post("/api/auth/register", json=body)
    assert response.status_code == 201, response.text
    user: dict[str, Any] = response.json()
    return user


def log_in(server: Server, user: dict[str, Any], **headers: str) -> Person:
    client = server.client(headers=headers)
    response = client.post("/api/auth/login", json={"email": user["email"], "password": PASSWORD})
    assert response.status_code == 200, response.text
    token = response.json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return Person(user["id"], user["email"], token, client)


def new_person(server: Server, name: str = "Ada") -> Person:
    with server.client() as client:
        return log_in(server, register(client, name))
