"""The embedded PostgreSQL of a server whose settings name no other database."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from backend.embedded import EmbeddedPostgres, EmbeddedPostgresError
from backend.logs import get_logger
from backend.settings import Settings

WATCH_SECONDS = 1
DATA_FOLDER = Path("var/postgres")


@contextmanager
def with_database(settings: Settings) -> Iterator[Settings]:
    """Complete the settings with the URL of the embedded PostgreSQL if they name no other; it is stopped after."""
    if settings.database_url is not None:
        yield settings
        return
    with EmbeddedPostgres(settings.data_folder or DATA_FOLDER) as server, kept_running(server):
        named = {"database_url": SecretStr(server.dsn()), "database_prepared_statements": True}
        yield settings.model_copy(update=named)
        # What stops now is stopped in order, however impatient the caller.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)


@contextmanager
def kept_running(server: EmbeddedPostgres) -> Iterator[None]:
    """Start the server again, from a thread, whenever it is found dead."""
    leaving = threading.Event()

    def watch() -> None:
        while not leaving.wait(WATCH_SECONDS):
            try:
                server.start()
            except EmbeddedPostgresError as error:
                get_logger().error("the embedded database is down", reason=str(error))

    watcher = threading.Thread(target=watch, name="embedded database", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        leaving.set()
        watcher.join()
