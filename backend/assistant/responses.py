"""A response of an AI service: what kind it is, and its bytes within bounds of size and time."""

import asyncio

import httpx

from backend.assistant.deadlines import Deadline
from backend.assistant.interface import AssistantFailed

MAX_BODY_BYTES = 1_048_576
MAX_STREAM_BYTES = 8_388_608  # a chunk takes 300 bytes for a word: a good answer of full length is 1.5 MB of them


class Incoming:
    """The body of a response with status 200, as it comes."""

    def __init__(self, response: httpx.Response, deadline: Deadline) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise AssistantFailed("garbage")
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.is_json = kind == "application/json"
        self.is_stream = kind == "text/event-stream"
        self._bytes = response.aiter_raw()
        self._deadline = deadline
        self._size = 0

    async def next(self, most: int = MAX_STREAM_BYTES) -> bytes | None:
        """Return the next bytes, or None at the end; no more than `most` in all, or AssistantFailed."""
        await asyncio.sleep(0)  # what is received already does not come by way of the loop; others wait for it
        async with self._deadline.held():
            try:
                received = await anext(self._bytes, None)
            except httpx.HTTPError as error:
                raise AssistantFailed(reason(error)) from None
        self._size += len(received or b"")
        if self._size > most:
            raise AssistantFailed("oversized")
        return received

    async def whole(self) -> bytes:
        """Return the body of a whole answer."""
        if not self.is_json:
            raise AssistantFailed("garbage")
        pieces = []
        while (received := await self.next(MAX_BODY_BYTES)) is not None:
            pieces.append(received)
        return b"".join(pieces)


def reason(error: httpx.HTTPError) -> str:
    """Return the word for an exchange that broke."""
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            return "unreachable"
        case httpx.TimeoutException():
            return "crowded" if isinstance(error, httpx.PoolTimeout) else "timeout"
        case httpx.LocalProtocolError():
            return "refused"  # by our own side: a key that cannot be sent
        case httpx.RemoteProtocolError() if "closed" not in str(error) and "disconnected" not in str(error):
            return "garbage"
        case httpx.TransportError():
            return "cut"
        case _:
            return "garbage"


def refusal(status: int) -> str:
    """Return the word for a status that is not 200."""
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return "overloaded"
    return "failing" if httpx.codes.is_server_error(status) else "refused"
