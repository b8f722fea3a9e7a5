"""The migrated database is what specs/database/schema.dbml says; what differs is told with the line of the spec."""

import shlex
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from backend.embedded import EmbeddedPostgres
from backend.migrations import migrate
from handfast.cli import main
from handfast.database import compare
from handfast.findings import FindingsError
from tests import readme_verbs
from tests.backend.databases import open_server

SPEC = Path(__file__).parents[2] / "specs" / "database" / "schema.dbml"
OF_MIGRATIONS = {"alembic_version"}
NUMBERS = count()

SMALL = """\
Enum size {
  small
  large
}

Table shelves {
  id integer [pk]
  name text [not null, default: 'shelf']
  size size [not null]

  shelves_name_check: "name <> ''"

  indexes {
    name [unique, name: 'shelves_name_key']
  }
}

Table books {
  id integer [pk]
  shelf_id integer [not null]
}

Ref: books.shelf_id > shelves.id [delete: cascade]
"""
AS_SPECIFIED = """
    CREATE TYPE size AS ENUM ('small', 'large');
    CREATE TABLE shelves (
        id integer PRIMARY KEY, name text NOT NULL DEFAULT 'shelf', size size NOT NULL,
        CONSTRAINT shelves_name_key UNIQUE (name), CONSTRAINT shelves_name_check CHECK (name <> '')
    );
    CREATE TABLE books (id integer PRIMARY KEY, shelf_id integer NOT NULL REFERENCES shelves (id) ON DELETE CASCADE);
"""
WITHOUT_CASCADE = """
    ALTER TABLE books DROP CONSTRAINT books_shelf_id_fkey;
    ALTER TABLE books ADD CONSTRAINT books_shelf_id_fkey FOREIGN KEY (shelf_id) REFERENCES shelves (id);
"""


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with open_server() as server:
        yield server


@pytest.fixture
def url(server: EmbeddedPostgres) -> str:
    return server.create_database(f"spec{next(NUMBERS)}")


def run(url: str, statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statements.encode())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.dbml"
    path.write_text(SMALL)
    return path


def test_migrations_make_what_the_spec_says(url: str) -> None:
    migrate(url)
    assert compare(SPEC, url, ignored=OF_MIGRATIONS) == []


def test_readme_shows_what_comes(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    migrate(url)
    monkeypatch.chdir(SPEC.parents[2])
    monkeypatch.setenv("DATABASE_URL", url)
    [(command, _)] = readme_verbs.commands()["database"]
    assert main(shlex.split(command)[1:]) == 0
    readme_verbs.check("database", [(command, capsys.readouterr().out)])


def test_comparing_changes_nothing(url: str, small: Path) -> None:
    run(url, AS_SPECIFIED)
    assert compare(small, url) == compare(small, url) == []


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        ("ALTER TABLE shelves ALTER name TYPE varchar(9)", 8, "column shelves.name: the spec says text NOT NULL"),
        ("ALTER TABLE shelves ALTER name DROP NOT NULL", 8, "column shelves.name: the spec says text NOT NULL"),
        ("ALTER TABLE shelves ALTER name DROP DEFAULT", 8, "column shelves.name: the spec says text NOT NULL"),
        ('ALTER TABLE shelves ALTER name TYPE text COLLATE "C"', 8, "column shelves.name: the spec says text NOT NULL"),
        ("ALTER TABLE shelves DROP CONSTRAINT shelves_name_check", 11, "check shelves.shelves_name_check: not in"),
        ("ALTER TABLE shelves DROP CONSTRAINT shelves_name_key", 14, "index shelves.shelves_name_key: not in"),
        ("ALTER TABLE books DROP CONSTRAINT books_pkey", 18, "primary key books.books_pkey: not in the database"),
        ("ALTER TABLE books DROP shelf_id", 20, "column books.shelf_id: not in the database: integer NOT NULL"),
        ("ALTER TABLE books ADD title text", 18, "column books.title: in the database, not in the spec: text"),
        (
            "ALTER TYPE size ADD VALUE 'huge'",
            1,
            "enum size: the spec says small, large, the database has small, large,",
        ),
        ("DROP TABLE books", 18, "table books: not in the database"),
        ("CREATE TABLE lamps (id integer)", 1, "table lamps: in the database, not in the spec"),
        ("CREATE INDEX more ON books (shelf_id)", 18, "index books.more: in the database, not in the spec"),
        (WITHOUT_CASCADE, 18, "foreign key books.books_shelf_id_fkey: the spec says FOREIGN KEY (shelf_id) REFERENCES"),
    ],
)
def test_each_difference_with_its_line(url: str, small: Path, change: str, line: int, message: str) -> None:
    run(url, AS_SPECIFIED)
    run(url, change)
    findings = compare(small, url)
    assert any(finding.where.line == line and finding.message.startswith(message) for finding in findings), findings


def test_a_table_that_is_missing_is_one_finding(url: str, small: Path) -> None:
    run(url, AS_SPECIFIED)
    run(url, "DROP TABLE books")
    assert len(compare(small, url)) == 1


def test_what_is_no_dbml(url: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.dbml"
    path.write_text("Table users {\n  id integer [pk\n}\n")
    with pytest.raises(FindingsError, match=r"broken\.dbml:\d+:\d+: no DBML"):
        compare(path, url)


def test_what_postgresql_refuses(url: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.dbml"
    path.write_text("Table users {\n  id integr [pk]\n}\n")
    with pytest.raises(FindingsError, match=r'odd\.dbml:1:1: PostgreSQL refuses this: type "integr" does not exist'):
        compare(path, url)


def test_the_command(
    url: str, small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(url, AS_SPECIFIED)
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["database", "--spec", str(small)]) == 0
    assert "no findings" in capsys.readouterr().out
    run(url, "ALTER TABLE books ADD title text")
    assert main(["database", "--spec", str(small)]) == 1
    assert f"{small}:18:1: column books.title" in capsys.readouterr().err
    assert main(["database", "--spec", str(small), "--ignore", "books"]) == 1


@pytest.mark.parametrize("url", ["postgresql://nobody:hunter2@127.0.0.1:1/none", "no url"])
def test_a_database_that_cannot_be_reached_is_misuse(
    url: str, small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["database", "--spec", str(small)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("handfast: ")
    assert "hunter2" not in said


def test_without_a_database(small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["database", "--spec", str(small)]) == 2
    assert "DATABASE_URL" in capsys.readouterr().err
