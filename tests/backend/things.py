"""A table for tests of the database, and statements on it."""

import psycopg
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.schema import CreateTable

from backend.statements import Statement

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Integer, CheckConstraint("id >= 0", name="things_id_check"), primary_key=True),
    Column("name", String, unique=True, nullable=False),
    Column("parent", ForeignKey("things.id")),
)
ADD = Statement(insert(THINGS).values(id=bindparam("id"), name=bindparam("name"), parent=bindparam("parent")), tuple)
ALL = Statement(select(THINGS.c.id, THINGS.c.name).order_by(THINGS.c.id), tuple)
NAME = Statement(select(THINGS.c.name).where(THINGS.c.id == bindparam("id")), lambda row: str(row[0]))
CLEAR = Statement(delete(THINGS), tuple)


def thing(number: int, name: str | None = None, parent: int | None = None) -> dict[str, object]:
    return {"id": number, "name": name or str(number), "parent": parent}


def make_things(url: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(str(CreateTable(THINGS)).encode())
    return url
