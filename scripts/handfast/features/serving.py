"""A server that is started for the proof, and ended after it."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from handfast.children import stop

READY_SECONDS = 60
_CONNECT_SECONDS = 10


class ServingError(Exception):
    """The server did not get ready; says what it said last."""


@contextmanager
def served(command: str) -> Iterator[str]:
    """Run a command with HOST and PORT in its environment until the context ends, and give its base URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
    with TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - the user's own command
            shlex.split(command), env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}"
        except ServingError as error:
            log.seek(0)
            last = log.read().decode(errors="replace").strip().splitlines()[-5:]
            raise ServingError("\n".join([str(error), *last])) from None
        finally:
            stop(process)


@contextmanager
def there(base_url: str) -> Iterator[str]:
    """The base URL of a server that runs. ServingError: nothing listens there."""
    parts = urlsplit(base_url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname, port), timeout=_CONNECT_SECONDS).close()
    except OSError as error:
        raise ServingError(f"{base_url}: {error.strerror or error}") from None
    yield base_url


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServingError(f"the server ended with {process.returncode} before it took a connection")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise ServingError(f"the server took no connection at PORT within {READY_SECONDS} s")
