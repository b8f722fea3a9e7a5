"""What is known of one request of several: whether its connection was an old one, and whose response came."""

import asyncio
from typing import Any


class Attempt:
    """Learns from what httpx traces of a request, if `trace` is among its extensions."""

    def __init__(self) -> None:
        self.is_reused = True
        """The connection was kept alive from an earlier request."""
        self.is_surplus = False
        """The response was there before it was waited for: one too many to the last request, maybe of another user."""
        self._waited = False

    async def trace(self, event: str, _: dict[str, Any]) -> None:
        if event.endswith(".connect_tcp.started"):
            self.is_reused = False
        elif event == "http11.receive_response_headers.started":
            self._waited = False
            # To read from a connection always lets the loop go round; to find something left over never does.
            asyncio.get_running_loop().call_soon(self._wait)
        elif event == "http11.receive_response_headers.complete":
            self.is_surplus = not self._waited

    def _wait(self) -> None:
        self._waited = True
