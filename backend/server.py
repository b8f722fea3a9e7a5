"""uvicorn, set up for this application: one process, or workers with a parent that watches them."""

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from backend.app import create_app
from backend.protocol import BoundedProtocol
from backend.settings import Settings

KEEP_ALIVE_SECONDS = 75  # more than proxies do: whoever closes first must not be the one who is sent requests


class Server(uvicorn.Server):
    """Stops on a signal, and then returns; uvicorn's own lets the signal end the process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Workers(Multiprocess):
    """Several processes on one socket. A hang-up stops them as any other signal does: their terminal is gone."""

    def handle_hup(self) -> None:
        self.handle_term()


def serve(settings: Settings, listener: socket.socket) -> int:
    """Serve until a signal says stop; return the exit code."""
    config = uvicorn.Config(
        partial(start_worker, settings),
        factory=True,
        workers=settings.workers,
        http=BoundedProtocol,
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
        workers = Workers(config, [listener])
        workers.run()
        return int(any(worker.exitcode == STARTUP_FAILURE for worker in workers.processes))
    server = Server(config)
    try:
        server.run([listener])
    except SystemExit:
        return 1
    return 0


def start_worker(settings: Settings) -> FastAPI:
    """Make the application of one process, which does not outlive the parent that is to watch it."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=follow, name="parent", daemon=True).start()
    return create_app(settings)
