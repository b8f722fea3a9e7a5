"""Requests to an AI service over pooled connections, made again where that does no harm."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from pydantic import SecretStr

from backend.assistant import requests
from backend.assistant.attempts import Attempt
from backend.assistant.calls import Call
from backend.assistant.deadlines import Deadline
from backend.assistant.interface import SOON_SECONDS, AssistantFailed
from backend.assistant.responses import Incoming, reason, refusal
from backend.assistant.retries import pause, seconds_asked

KEEP_ALIVE_SECONDS = 4  # less than the 5 after which many servers close a connection
LIMITS = httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=KEEP_ALIVE_SECONDS)
POOL_SECONDS = 5  # to wait for a connection that somebody else has
WORTH_ANOTHER_TRY = {"unreachable", "overloaded", "failing"}

Sleep = Callable[[float], Awaitable[None]]


class Exchanges:
    """Asks again if it could not connect, on 429 and on 5xx, but never once there is some of an answer.

    Also if a connection that was kept alive breaks before the response: most likely the service had closed it before
    it was asked. If that is not so, the answer is paid for twice, and that is all. On a new connection it is the
    service that broke, maybe at this very question, and it is not asked again.

    `timeout` is for connecting and for each wait, `total` for all of it, in seconds. `sleep` waits between attempts;
    `chance` returns a number from 0 to 1.
    """

    def __init__(  # noqa: PLR0913 - the last two are for tests
        self,
        base_url: str,
        key: SecretStr | None,
        *,
        timeout: float,
        total: float,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._url = httpx.URL(requests.endpoint(base_url))
        self._headers = requests.headers(key)
        self._trust = httpx.create_ssl_context()  # takes its time: not to be made while requests wait
        self._timeout = timeout
        self._total = total
        self._sleep = sleep
        self._chance = chance
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def asked(self, body: bytes, call: Call) -> AsyncIterator[Incoming]:
        """Yield what the service answers; leaving the block hangs up, if there would be more."""
        deadline = Deadline(self._total)
        response = await self._response(body, call, deadline)
        try:
            yield Incoming(response, deadline)
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close the connections; a call after that opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _response(self, body: bytes, call: Call, deadline: Deadline) -> httpx.Response:
        """Ask until there is a response with status 200, or AssistantFailed."""
        client = self._client_here()
        request = client.build_request("POST", self._url, content=body, headers=self._headers)
        while True:
            call.attempts += 1
            attempt = Attempt()
            request.extensions["trace"] = attempt.trace
            asked = None
            try:
                async with deadline.held():
                    response = await client.send(request, stream=True)
            except httpx.HTTPError as error:
                failure = AssistantFailed(reason(error))
            else:
                call.status = None if attempt.is_surplus else response.status_code
                if call.status == httpx.codes.OK:
                    return response
                await response.aclose()
                if call.status is None:
                    failure = AssistantFailed("cut")
                else:
                    asked = seconds_asked(response.headers.get("retry-after"), datetime.now(UTC))
                    failure = AssistantFailed(refusal(call.status), SOON_SECONDS if asked is None else asked)
            seconds = pause(call.attempts, asked, self._chance(), deadline.remaining)
            if seconds is None or not is_worth_another_try(failure, attempt):
                raise failure
            await self._sleep(seconds)

    def _client_here(self) -> httpx.AsyncClient:
        """Return the client of the running loop, which connections belong to."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._loop = loop
            timeout = httpx.Timeout(self._timeout, pool=min(self._timeout, POOL_SECONDS))
            self._client = httpx.AsyncClient(verify=self._trust, limits=LIMITS, timeout=timeout)
        return self._client


def is_worth_another_try(failure: AssistantFailed, attempt: Attempt) -> bool:
    return failure.reason in WORTH_ANOTHER_TRY or (failure.reason == "cut" and attempt.is_reused)
