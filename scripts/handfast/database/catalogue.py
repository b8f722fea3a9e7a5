"""What PostgreSQL's own catalogue says of a schema."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A column, key, condition, index, table or enum, by its name within its table or enum."""

    owner: str
    kind: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.owner}.{self.name}" if self.name else f"{self.kind} {self.owner}"


_TABLES = """
    SELECT relname, 'table', '', '' FROM pg_class
    WHERE relnamespace = %(schema)s::regnamespace AND relkind IN ('r', 'p')
"""
_COLUMNS = """
    SELECT c.relname, 'column', a.attname,
        format_type(a.atttypid, a.atttypmod)
        || coalesce(' COLLATE ' || quote_ident(l.collname), '')
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
        || CASE a.attidentity WHEN '' THEN '' ELSE ' IDENTITY' END
        || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.collname <> 'default'
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
"""
_CONSTRAINTS = """
    SELECT r.relname, CASE c.contype WHEN 'p' THEN 'primary key' WHEN 'f' THEN 'foreign key' ELSE 'check' END,
        c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
    WHERE c.connamespace = %(schema)s::regnamespace AND c.contype IN ('p', 'f', 'c')
"""
_INDEXES = """
    SELECT r.relname, 'index', i.relname, pg_get_indexdef(i.oid, 0, true)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class r ON r.oid = x.indrelid
    WHERE i.relnamespace = %(schema)s::regnamespace AND NOT x.indisprimary
"""
_ENUMS = """
    SELECT t.typname, 'enum', '', string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typnamespace = %(schema)s::regnamespace GROUP BY t.typname
"""


def things(connection: psycopg.Connection, schema: str) -> dict[Thing, str]:
    """All that the schema holds, and how each is defined; no name in a definition tells the schema."""
    connection.execute("SELECT set_config('search_path', quote_ident(%s), true)", [schema])
    found: dict[Thing, str] = {}
    for query in (_TABLES, _COLUMNS, _CONSTRAINTS, _INDEXES, _ENUMS):
        for owner, kind, name, definition in connection.execute(query, {"schema": schema}):
            found[Thing(owner, kind, name)] = definition
    return found
