"""Migrations: from nothing to all tables, once, whoever else is at it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql

from backend import migrations
from backend.database_errors import DatabaseUnavailable
from backend.embedded import EmbeddedPostgres
from backend.migrations import FOLDER, HEAD, MigrationError, engine, migrate
from tests.backend.databases import open_server

NUMBERS = count()
MIGRATE = "import sys; from backend.migrations import migrate; migrate(sys.argv[1])"

CONSTRAINTS = """
    SELECT conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('alembic_version'), 0) ORDER BY 1
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1
"""
COLLATIONS = """
    SELECT table_name, column_name, collation_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2
"""


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with open_server() as server:
        yield server


@pytest.fixture
def url(server: EmbeddedPostgres) -> str:
    return server.create_database(f"empty{next(NUMBERS)}")


@contextmanager
def alembic(url: str) -> Iterator[Config]:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine(url).begin() as connection:
        config.attributes["connection"] = connection
        yield config


TABLES = {
    *("users", "tombstones", "sessions", "refused_tokens"),
    *("tasks", "conversations", "messages"),
    "rate_limits",
}


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def tables(url: str) -> set[object]:
    rows = query(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name for (name,) in rows} - {"alembic_version"}


def test_from_nothing_and_again(url: str) -> None:
    migrate(url)
    assert tables(url) == TABLES
    query(url, "INSERT INTO rate_limits VALUES ('key', now(), 1)")
    migrate(url)
    assert query(url, "SELECT count(*) FROM rate_limits") == [(1,)]


def test_six_processes_at_once(url: str) -> None:
    program = f"import alembic.command; print('ready', flush=True); import sys; sys.stdin.readline(); {MIGRATE}"
    start = partial(subprocess.Popen, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    processes = [start([sys.executable, "-c", program, url]) for _ in range(6)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 6, errors
    assert query(url, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_alembic_is_not_imported_when_there_is_nothing_to_do(url: str) -> None:
    migrate(url)
    program = f"{MIGRATE}; assert 'alembic' not in sys.modules"
    subprocess.run([sys.executable, "-c", program, url], check=True)


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(FOLDER)).get_heads() == [HEAD]


def test_tables_are_those_that_migrations_make(url: str) -> None:
    migrate(url)
    with alembic(url) as config:
        command.check(config)


def test_constraints_are_those_that_migrations_make(url: str, server: EmbeddedPostgres) -> None:
    """What `alembic check` does not look at: made either way, PostgreSQL describes them alike."""
    from sqlmodel import SQLModel

    made = server.create_database(f"empty{next(NUMBERS)}")
    SQLModel.metadata.create_all(engine(made))
    migrate(url)
    for statement in (CONSTRAINTS, INDEXES, COLLATIONS):
        assert query(url, statement) == query(made, statement)


def test_down_and_up_again(url: str) -> None:
    migrate(url)
    with alembic(url) as config:
        command.downgrade(config, "base")
    assert tables(url) == set()
    assert query(url, "SELECT typname FROM pg_type WHERE typname = 'task_priority'") == []
    migrate(url)
    assert "tasks" in tables(url)


def test_a_database_of_a_newer_server(url: str) -> None:
    migrate(url)
    query(url, "UPDATE alembic_version SET version_num = 'future'")
    with pytest.raises(MigrationError, match="revision future, which this version of the server does not know"):
        migrate(url)
    assert query(url, "SELECT version_num FROM alembic_version") == [("future",)]


def test_a_failure_leaves_nothing(url: str) -> None:
    query(url, "CREATE TABLE tasks ()")
    with pytest.raises(MigrationError, match='relation "tasks" already exists'):
        migrate(url)
    assert tables(url) == {"tasks"}


def test_who_holds_the_lock_for_ever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "LOCK_SECONDS", 0.2)
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [migrations.LOCK])
        with pytest.raises(MigrationError, match="lock timeout"):
            migrate(url)
    migrate(url)


def test_a_database_that_holds_no_unicode(server: EmbeddedPostgres) -> None:
    name = f"empty{next(NUMBERS)}"
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        statement = "CREATE DATABASE {} ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    with pytest.raises(MigrationError, match="UTF8"):
        migrate(server.dsn(name))


def test_no_server() -> None:
    with pytest.raises(DatabaseUnavailable, match="refused"):
        migrate("postgresql://127.0.0.1:1/none", wake_seconds=0.3)


def test_no_such_database(server: EmbeddedPostgres) -> None:
    with pytest.raises(DatabaseUnavailable, match='"none" does not exist'):
        migrate(server.dsn("none"))
