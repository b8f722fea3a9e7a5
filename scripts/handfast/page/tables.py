"""The tables of a DBML file as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydbml.classes import Column as DbmlColumn
from pydbml.classes import Enum, Expression, Index, Reference
from pydbml.classes import Table as DbmlTable

from handfast.database.spec import CHECK, DatabaseSpec, load, sides


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `mark` is PK, FK or nothing, `values` are those of an enum."""

    name: str
    type: str
    mark: str
    null: bool
    default: str
    note: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table, and in words what holds for it: keys, indexes, conditions."""

    name: str
    note: str
    columns: tuple[Column, ...]
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """From the columns of one table to those of another; `many` rows of it may refer to the same."""

    table: str
    columns: tuple[str, ...]
    other: str
    other_columns: tuple[str, ...]
    many: bool
    on_delete: str

    def __str__(self) -> str:
        words = f"{self.table} ({', '.join(self.columns)}) → {self.other} ({', '.join(self.other_columns)})"
        return f"{words}, on delete {self.on_delete}" if self.on_delete else words


@dataclass(frozen=True, slots=True)
class Tables:
    """All of a file."""

    tables: tuple[Table, ...]
    relations: tuple[Relation, ...]


def tables(path: Path) -> Tables:
    """Read a DBML file. FindingsError: it is none."""
    spec = load(path)
    relations = tuple(_relation(reference) for reference in spec.content.refs)
    return Tables(tuple(_table(table, relations, spec) for table in spec.content.tables), relations)


def _relation(reference: Reference) -> Relation:
    owner, other = sides(reference)
    return Relation(
        _called(owner[0].table),
        tuple(str(column.name) for column in owner),
        _called(other[0].table),
        tuple(str(column.name) for column in other),
        many=reference.type != "-",
        on_delete=str(reference.on_delete or ""),
    )


def _called(table: DbmlTable) -> str:
    return str(table.name if table.schema in (None, "public") else table.full_name)


def _table(table: DbmlTable, relations: tuple[Relation, ...], spec: DatabaseSpec) -> Table:
    name = _called(table)
    referring = {column for relation in relations if relation.table == name for column in relation.columns}
    keys = {_subject(subject) for index in table.indexes if index.pk for subject in index.subjects}
    enums = {enum.name: enum for enum in spec.content.enums}
    columns = tuple(_column(column, keys, referring, enums) for column in table.columns)
    return Table(name, str(table.note.text or ""), columns, tuple(_rules(table, name, relations)))


def _column(column: DbmlColumn, keys: set[str], referring: set[str], enums: dict[str, Enum]) -> Column:
    is_key = column.pk or column.name in keys
    kind = column.type if isinstance(column.type, Enum) else enums.get(str(column.type))
    default = column.default.text if isinstance(column.default, Expression) else column.default
    return Column(
        str(column.name),
        str(kind.name if kind else column.type),
        "PK" if is_key else "FK" if column.name in referring else "",
        not (column.not_null or is_key),
        "" if default is None else str(default),
        str(column.note.text or ""),
        tuple(str(item.name) for item in kind.items) if kind else (),
    )


def _rules(table: DbmlTable, name: str, relations: tuple[Relation, ...]) -> Iterator[tuple[str, str]]:
    """Each as what it is and what it says."""
    keys = [str(column.name) for column in table.columns if column.pk]
    if keys:
        yield "primary key", f"({', '.join(keys)})"
    for column in table.columns:
        if column.unique:
            yield "unique", f"({column.name})"
    for relation in relations:
        if relation.table == name:
            yield "foreign key", str(relation).removeprefix(f"{name} ")
    for index in table.indexes:
        yield _index(index)
    for key, condition in table.properties.items():
        if key.endswith(CHECK):
            yield "check", str(condition)


def _index(index: Index) -> tuple[str, str]:
    kind = "primary key" if index.pk else "unique" if index.unique else "index"
    words = f"({', '.join(map(_subject, index.subjects))})"
    note = str(index.note.text or "")
    return kind, f"{words} {note}".strip()


def _subject(subject: Any) -> str:
    return str(subject.text if isinstance(subject, Expression) else getattr(subject, "name", subject))
