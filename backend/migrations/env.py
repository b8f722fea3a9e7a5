"""What Alembic runs: with the connection that `backend.migrations.migrate` hands it, or one to DATABASE_URL."""

import os

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import backend.tables  # noqa: F401 - fills the metadata
from backend.migrations import engine


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with engine(os.environ["DATABASE_URL"]).begin() as connection:
        run(connection)
