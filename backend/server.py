"""uvicorn, set up for this application: one process, or workers with a parent that watches them."""

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE

from backend.logs import configure_logs, get_logger
from backend.protocol import BoundedProtocol
from backend.settings import Settings
from backend.workers import SIGNALS, Workers, follow_parent

KEEP_ALIVE_SECONDS = 75  # more than proxies do: whoever closes first must not be the one who is sent requests
ON_STOPPING = "on_stopping"


class Protocol(BoundedProtocol):
    """Tells the application that the server is about to stop.

    Connections are told first of all, in workers too, whose server is uvicorn's own; and if there is none, then nobody
    waits. The application hears it once for each of them.
    """

    def shutdown(self) -> None:
        super().shutdown()
        self.app_state[ON_STOPPING]()


class Server(uvicorn.Server):
    """Says when it serves, and returns when a signal stopped it; uvicorn's own lets the signal end the process."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(
    settings: Settings, listener: socket.socket, announce: Callable[[], None], app: FastAPI | None = None
) -> bool:
    """Serve until a signal says stop; return False if it could not be started. `announce` is called once it is.

    Each process makes its application, unless there is but one, which may bring it.
    """
    config = uvicorn.Config(
        app or partial(start_worker, settings),
        factory=app is None,
        workers=settings.workers,
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    if settings.workers > 1:
        workers = Workers(config, listener, announce)
        workers.run()
        return not workers.failed()
    try:
        Server(config, announce).run([listener])
    except SystemExit:
        return False
    return True


def start_worker(settings: Settings) -> FastAPI:
    """Make the application of one process, which does not outlive the parent that is to watch it."""
    follow_parent()
    try:
        return make_app(settings)
    except Exception:  # noqa: BLE001 - it is made of all there is
        configure_logs(settings)
        get_logger().exception("the application cannot be made")
        sys.exit(STARTUP_FAILURE)  # so that nobody starts it again


def make_app(settings: Settings) -> FastAPI:
    """Import the application and make it."""
    from backend.app import create_app  # half a second, which a parent of workers can do without

    return create_app(settings)
