"""Holds a database against its spec, both ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from handfast.database.catalogue import Thing, things
from handfast.database.spec import DatabaseSpec, load
from handfast.database.statements import statements
from handfast.findings import Finding, FindingsError

_BESIDE = "handfast_spec"


def compare(path: Path, url: str, *, schema: str = "public", ignored: Collection[str] = ()) -> list[Finding]:
    """Give what the database at `url` has otherwise than the DBML at `path` says, each with its line there.

    Nothing in the database is changed. FindingsError: the spec is no DBML, or PostgreSQL refuses what it says.
    psycopg.OperationalError: the database cannot be reached. `ignored` are tables that the spec need not know.
    """
    spec = load(path)
    with psycopg.connect(url) as connection:
        live = things(connection, schema)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(_BESIDE)))
        wanted = _built(connection, spec)
        connection.rollback()
    live = {thing: definition for thing, definition in live.items() if thing.owner not in ignored}
    return sorted(_differences(spec, wanted, live))


def _built(connection: psycopg.Connection, spec: DatabaseSpec) -> dict[Thing, str]:
    """Make what the spec says in a schema of its own, and tell what became of it."""
    connection.execute("SELECT set_config('search_path', %s, true)", [_BESIDE])
    for owner, name, statement in statements(spec):
        try:
            connection.execute(statement)
        except psycopg.Error as error:
            said = error.diag.message_primary or type(error).__name__
            raise FindingsError([Finding(spec.place(owner, name), f"PostgreSQL refuses this: {said}")]) from None
    return things(connection, _BESIDE)


def _differences(spec: DatabaseSpec, wanted: dict[Thing, str], live: dict[Thing, str]) -> Iterator[Finding]:
    for thing in wanted.keys() | live.keys():
        place = spec.place(thing.owner, thing.name)
        table = Thing(thing.owner, "table")
        if thing not in live:
            if thing == table or table not in wanted or table in live:
                yield Finding(place, f"{thing}: not in the database{_defined(wanted[thing])}")
        elif thing not in wanted:
            if thing == table or table not in live or table in wanted:
                yield Finding(place, f"{thing}: in the database, not in the spec{_defined(live[thing])}")
        elif wanted[thing] != live[thing]:
            yield Finding(place, f"{thing}: the spec says {wanted[thing]}, the database has {live[thing]}")


def _defined(definition: str) -> str:
    return f": {definition}" if definition else ""
