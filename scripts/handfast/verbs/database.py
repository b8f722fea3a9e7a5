"""`handfast database`: a migrated database against its spec."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import psycopg

from handfast.findings import FindingsError, shown
from handfast.verbs.arguments import Verbs, add_verb, demand

_EXAMPLES = """examples:
  DATABASE_URL=postgresql:///app handfast database
  handfast database --spec tables.dbml --ignore alembic_version

Both ways: what the spec says and the database has not, and what the database has and the spec does not say. Each
finding is `file:line:column: message`. The database is not changed: what the spec says is made beside the rest in a
transaction that is rolled back, so the user must be allowed to create a schema.
"""
_URL = "DATABASE_URL"


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "database", run, says="hold a migrated database against its spec", examples=_EXAMPLES)
    parser.add_argument(
        "--spec", type=Path, default=Path("specs/database/schema.dbml"), help="DBML file (default: %(default)s)"
    )
    parser.add_argument("--schema", default="public", help="which of the database's (default: %(default)s)")
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="TABLE", help="one that the spec need not know; again for more"
    )


def run(options: argparse.Namespace) -> int:
    from handfast.database import compare

    url = os.environ.get(_URL)  # not an option: other users of the machine see the words of a command
    if not url:
        print(f"handfast: {_URL} is not set: the database to look at", file=sys.stderr)
        return 2
    demand(options.spec)
    try:
        findings = compare(options.spec, url, schema=options.schema, ignored=options.ignore)
    except psycopg.Error as error:
        print(f"handfast: {_URL}: {_reason(error)}", file=sys.stderr)
        return 2
    if findings:
        raise FindingsError(findings)
    print(f"{shown(options.spec)}: no findings")
    return 0


def _reason(error: psycopg.Error) -> str:
    """What PostgreSQL says, without what libpq repeats of the URL."""
    if isinstance(error, psycopg.OperationalError):
        return "the database cannot be reached"
    return error.diag.message_primary or "it is not the URL of a PostgreSQL"
