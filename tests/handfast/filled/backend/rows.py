"""What is kept, in one SQLite file."""

import os
import sqlite3
from typing import Any
from uuid import uuid4

TABLES = """
CREATE TABLE IF NOT EXISTS projects (id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    count INTEGER NOT NULL
);
"""


class Rows:
    """Runs statements, each in a transaction of its own."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(os.environ.get("DATABASE", ":memory:"))
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.executescript(TABLES)

    def run(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        with self._connection as transaction:
            return [dict(row) for row in transaction.execute(statement, values)]


def new_id() -> str:
    return uuid4().hex
