"""Values that come when a statement is run."""

from typing import Any

from sqlalchemy import BindParameter, bindparam


def given(column: Any, name: str | None = None) -> BindParameter[Any]:
    """Name a value of the column's type; its name is the column's unless told."""
    return bindparam(name or column.key, type_=column.type)
