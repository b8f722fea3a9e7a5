"""Brings a database to the tables that this server needs."""

import time
from pathlib import Path

import psycopg
from psycopg import errors
from sqlalchemy import Column, Engine, MetaData, String, Table, create_engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from backend.database_errors import DatabaseUnavailable, is_lasting, summary
from backend.database_url import conninfo
from backend.statements import Statement

FOLDER = Path(__file__).parent
HEAD = "0002"
"""The newest revision in `versions/`."""

LOCK = 0x68616E6466617374
"""Of all processes that start at once, one migrates and the others wait."""

LOCK_SECONDS = 60
PAUSE = 0.1

VERSIONS = Table("alembic_version", MetaData(), Column("version_num", String(32)))
REVISION: Statement[str] = Statement(select(VERSIONS.c.version_num), lambda row: str(row[0]))
ENCODING = select(func.current_setting("server_encoding"))


class MigrationError(Exception):
    """The database cannot be brought to the tables that this server needs."""


def migrate(url: str, wake_seconds: float = 30) -> None:
    """Migrate unless it is done; safe with any number of processes at once, and behind a pooler.

    A server that sleeps or starts is given so many seconds to wake; then DatabaseUnavailable is raised.
    """
    with _connect(conninfo(url), wake_seconds) as connection:
        found = revision(connection)
    if found != HEAD:
        _upgrade(url, found)


def revision(connection: psycopg.Connection) -> str | None:
    """Tell at which revision the database is, if at any."""
    try:
        found = connection.execute(REVISION.text, REVISION.values({})).fetchone()
    except errors.UndefinedTable:
        return None
    return REVISION.make(found) if found else None


def engine(url: str) -> Engine:
    """Make connections for Alembic, which runs statements through SQLAlchemy's."""

    def connect() -> psycopg.Connection:
        return psycopg.connect(conninfo(url), prepare_threshold=None)

    return create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)


def _connect(conninfo: str, wake_seconds: float) -> psycopg.Connection:
    deadline = time.monotonic() + wake_seconds
    while True:
        try:
            return psycopg.connect(
                conninfo, autocommit=True, prepare_threshold=None, connect_timeout=max(2, int(wake_seconds))
            )
        except psycopg.OperationalError as error:
            if is_lasting(error) or time.monotonic() + PAUSE >= deadline:
                raise DatabaseUnavailable(summary(error)) from None
        time.sleep(PAUSE)


def _upgrade(url: str, found: str | None) -> None:
    # Imported only when there is something to do: it takes as long as the rest of the start.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    try:
        with engine(url).begin() as connection:
            if connection.scalar(ENCODING) != "UTF8":
                raise MigrationError("the database does not hold Unicode: make one with ENCODING 'UTF8'")
            # Of this transaction alone: a pooler may hand the session to somebody else.
            connection.execute(select(func.set_config("lock_timeout", f"{LOCK_SECONDS}s", True)))  # noqa: FBT003
            connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)
    except CommandError:
        raise MigrationError(
            f"the database is at revision {found}, which this version of the server does not know"
        ) from None
    except DBAPIError as error:
        raise MigrationError(str(error.orig).partition("\n")[0]) from None
