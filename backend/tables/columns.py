"""Column types that several tables share."""

from sqlalchemy import DateTime, String

Moment = DateTime(timezone=True)
"""timestamptz: microseconds, no zone of its own."""


def text(length: int) -> String:
    """Text of so many characters at most, ordered by code point whatever the server's locale."""
    return String(length, collation="C")
