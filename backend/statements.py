"""SQL that is written by SQLAlchemy once, when its module is imported, and run by psycopg as it stands."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from psycopg.rows import RowMaker
from sqlalchemy import Executable, Select
from sqlalchemy.dialects.postgresql import psycopg as dialects

Row_co = TypeVar("Row_co", covariant=True)

DIALECT = dialects.dialect()  # type: ignore[no-untyped-call]


class Statement(Generic[Row_co]):
    """A statement of SQLAlchemy Core as text, with what makes of its columns a row.

    The values of its named `bindparam`s come when it is run, and go to psycopg unchanged: SQLAlchemy's own
    conversions do not apply.
    """

    __slots__ = ("_constants", "make", "reads", "text")

    def __init__(self, expression: Executable, make: Callable[[Sequence[Any]], Row_co]) -> None:
        compiled = expression.compile(dialect=DIALECT)  # type: ignore[attr-defined]
        self.text = str(compiled).encode()
        self.reads = isinstance(expression, Select)
        self._constants = {name: value for name, value in compiled.params.items() if value is not None}
        self.make = make

    def values(self, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**self._constants, **parameters} if self._constants else parameters

    def row_factory(self, _: object) -> RowMaker[Row_co]:
        """Stand in for a row factory of psycopg."""
        return self.make
