import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from backend import protocol
from backend.protocol import LARGEST_HEAD, BoundedProtocol

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(body or b"hello")(scope, receive, send)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve in a thread, with little patience for heads."""
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    config = uvicorn.Config(echo, http=BoundedProtocol, lifespan="off", ws="none", log_config=None)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=[[listener]])
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def connect(port: int) -> "closing[socket.socket]":
    return closing(socket.create_connection(("127.0.0.1", port), timeout=30))


def is_answered(connection: socket.socket, body: bytes) -> bool:
    """Read until the body is there, which may come after its head, or the connection is closed."""
    received = b""
    while not received.endswith(b"\r\n\r\n" + body):
        if not (piece := connection.recv(1000)):
            return False
        received += piece
    return True


def test_connection_that_asks_nothing_is_closed(port: int) -> None:
    with connect(port) as silent:
        assert silent.recv(1000) == b""


def test_head_that_does_not_come_to_its_end(port: int) -> None:
    with connect(port) as stalled:
        stalled.sendall(REQUEST[:-2])
        assert stalled.recv(1000) == b""


def test_so_too_on_a_connection_that_was_used(port: int) -> None:
    with connect(port) as stalled:
        stalled.sendall(REQUEST)
        assert is_answered(stalled, b"hello")
        stalled.sendall(REQUEST[:-2])
        assert stalled.recv(1000) == b""


def test_connection_between_requests_is_kept(port: int) -> None:
    with connect(port) as kept:
        for _ in range(3):
            kept.sendall(REQUEST)
            assert is_answered(kept, b"hello")
            kept.settimeout(0.3)  # longer than a head may take
            with pytest.raises(TimeoutError):
                kept.recv(1000)


def test_head_in_pieces(port: int) -> None:
    with connect(port) as slow:
        for index in range(len(REQUEST)):
            slow.sendall(REQUEST[index : index + 1])
        assert is_answered(slow, b"hello")


def test_largest_head(port: int) -> None:
    padding = LARGEST_HEAD - len(REQUEST) - 10
    with connect(port) as large:
        large.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * padding + b"\r\n\r\n")
        assert is_answered(large, b"hello")
    with connect(port) as larger:
        larger.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * LARGEST_HEAD)
        assert larger.recv(1000).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("upgrade", [b"h2c", b"websocket"])
def test_offer_of_another_protocol_is_ignored(port: int, upgrade: bytes) -> None:
    head = (
        b"POST / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUPGRADE: " + upgrade + b"\r\nContent-Length: %d\r\n\r\n"
    )
    body = b"the body\r\nupgrade: is not touched"
    with connect(port) as offering:
        for _ in range(2):
            offering.sendall(head % len(body) + body)
            assert is_answered(offering, body)
