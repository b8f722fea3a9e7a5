"""Databases for tests: a server for a run of them, and as many fresh databases on it as they like."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from backend.embedded import EmbeddedPostgres
from backend.migrations import migrate

TEMPLATE = "migrated"


@contextmanager
def open_server(*, durable: bool = False) -> Iterator[EmbeddedPostgres]:
    """Run a server; what it acknowledged survives its crash only if it is durable."""
    # Not pytest's tmp_path, which is its user's alone: a server that root starts runs as another one.
    place = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    place.chmod(0o755)
    try:
        with EmbeddedPostgres(place / "pg", durable=durable) as server:
            yield server
    finally:
        shutil.rmtree(place)


class Databases:
    """Copies of a database with all tables and no rows."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._numbers = count()
        migrate(server.create_database(TEMPLATE))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        name = f"test{next(self._numbers)}"
        yield self._server.create_database(name, TEMPLATE)
        self._server.drop_database(name)
