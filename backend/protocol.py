"""HTTP/1.1 as uvicorn speaks it, with limits to what a client may do before there is a request."""

import asyncio
import re

from uuid_utils import uuid7
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.editions import EDITION
from backend.logs import get_access_logger
from generated.support.problems import Refused, refusal_response

LARGEST_HEAD = 65_536
HEAD_SECONDS = 30
UPGRADE = re.compile(rb"\r\nupgrade(?=[ \t]*:)", re.IGNORECASE)


class BoundedProtocol(HttpToolsProtocol):
    """Refuses a request head that is too large, and closes on one that does not come to its end.

    uvicorn keeps reading either for ever. The body has limits of its own, where it is read.

    A client that offers to go on in HTTP/2, as Java's does by itself, is answered in HTTP/1.1. uvicorn does so too,
    but loses the body: its parser takes what follows the head for another protocol.
    """

    _in_head = False
    _in_body = False
    _head_size = 0
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_timer()

    def data_received(self, data: bytes) -> None:
        if not self._in_body and UPGRADE.search(data):
            head, end, body = data.partition(b"\r\n\r\n")
            data = UPGRADE.sub(b"\r\nX-Ignored-Upgrade", head) + end + body
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._start_timer()
            self._head_size += len(data)
            if self._head_size > LARGEST_HEAD:
                self.send_400_response("The request head is too large.")

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._in_body = True
        self._head_size = 0
        self._stop_timer()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer with a problem, as everywhere; it is the protocol's own, there being no operation yet."""
        request_id = str(uuid7())
        problem = refusal_response({"state": {"request_id": request_id}}, Refused(400, msg))
        ours = [(b"x-request-id", request_id.encode()), (b"x-contract", EDITION.encode()), (b"connection", b"close")]
        headers = [*problem.raw_headers, *ours]
        head = b"".join(b"%b: %b\r\n" % header for header in headers)
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n" + head + b"\r\n" + bytes(problem.body))
        self.transport.close()
        get_access_logger().info("request", status=400, refused="parser", request_id=request_id)

    def _start_timer(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
