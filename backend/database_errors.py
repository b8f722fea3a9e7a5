"""What the database may answer instead of rows.

DatabaseError                 a statement failed in a way that nobody foresaw
├── DatabaseUnavailable       the server cannot be reached or went away: nothing was acknowledged
│   └── ConnectionLost        the connection broke under the statement: a read may be tried on another one
├── BadValue                  a value that PostgreSQL cannot hold: NUL, half a surrogate pair …
└── ConstraintViolated        a write broke a rule of its table, named by `constraint`
    ├── UniqueViolated        … that something is there once
    ├── ReferenceViolated     … that what it points to is there
    └── CheckViolated         … about the values of a row
"""

import psycopg
from psycopg import errors


class DatabaseError(Exception):
    """Says what failed, but never the values: PostgreSQL quotes whole rows in the details of its messages."""


class DatabaseUnavailable(DatabaseError):
    pass


class ConnectionLost(DatabaseUnavailable):
    pass


class BadValue(DatabaseError):
    pass


class ConstraintViolated(DatabaseError):
    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class UniqueViolated(ConstraintViolated):
    pass


class ReferenceViolated(ConstraintViolated):
    pass


class CheckViolated(ConstraintViolated):
    pass


VIOLATIONS: dict[type[errors.IntegrityError], type[ConstraintViolated]] = {
    errors.UniqueViolation: UniqueViolated,
    errors.ForeignKeyViolation: ReferenceViolated,
    errors.CheckViolation: CheckViolated,
}

# A server that was made read-only is one that another has taken over from.
AWAY = (errors.OperationalError, errors.InterfaceError, errors.ReadOnlySqlTransaction)

LASTING = ("does not support SSL", "certificate", "no password supplied", "SCRAM", "channel binding")
PASSING = (
    *("starting up", "shutting down", "not yet accepting", "in recovery", "too many", "connection slots"),
    *("has been failing", "not available"),  # poolers whose server is away
)


def translated(error: psycopg.Error | UnicodeEncodeError, *, lost: bool) -> DatabaseError:
    """Tell the error in our words; `lost` says that the connection is gone."""
    if isinstance(error, errors.IntegrityError):
        violation = VIOLATIONS.get(type(error))
        if violation:
            return violation(error.diag.constraint_name or "")
    if isinstance(error, UnicodeEncodeError | errors.DataError):
        return BadValue(f"PostgreSQL cannot hold a value ({type(error).__name__})")
    if isinstance(error, AWAY):
        return (ConnectionLost if lost else DatabaseUnavailable)(summary(error))
    return DatabaseError(summary(error))


def summary(error: psycopg.Error) -> str:
    """Leave out the details: they may quote rows."""
    message = error.diag.message_primary or str(error).partition("\n")[0]
    return f"{type(error).__name__}: {message}"


def is_lasting(error: psycopg.OperationalError) -> bool:
    """Tell whether the server refused the connection for good: a wrong password, no such database.

    libpq gives no code for a connection that failed, only the message.
    """
    message = str(error)
    if any(text in message for text in LASTING):
        return True
    return "FATAL:" in message and not any(text in message for text in PASSING)
