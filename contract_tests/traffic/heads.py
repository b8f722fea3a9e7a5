"""Requests of which nothing but the head is ever sent."""

import socket
import ssl
import time
from collections.abc import Iterable
from urllib.parse import urlsplit


def answer_to_head(url: str, method: str, fields: Iterable[tuple[str, str]], seconds: float = 5) -> bytes:
    """Send a head alone, and return what comes within so many seconds, which may be nothing."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {parts.netloc}", *(f"{name}: {value}" for name, value in fields)]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    with socket.create_connection((parts.hostname or "", port), timeout=seconds) as plain:
        if parts.scheme == "https":
            with ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as wrapped:
                return _received(wrapped, head, seconds)
        return _received(plain, head, seconds)


def _received(connection: socket.socket, head: bytes, seconds: float) -> bytes:
    connection.sendall(head)
    received, deadline = b"", time.monotonic() + seconds
    while b"\r\n\r\n" not in received and time.monotonic() < deadline:
        connection.settimeout(max(0.01, deadline - time.monotonic()))
        try:
            part = connection.recv(65_536)
        except (TimeoutError, ConnectionError):
            break
        if not part:
            break
        received += part
    return received
