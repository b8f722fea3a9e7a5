"""The one exception of the embedded PostgreSQL."""


class EmbeddedPostgresError(Exception):
    """The server cannot be had; the message is one line for the person who started the program."""
