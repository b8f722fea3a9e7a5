"""DATABASE_URL, as people write it, in the words of libpq."""

import re

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

SCHEME = re.compile(r"postgres(?:ql)?(?:\+\w+)?://", re.ASCII)
FOREIGN = {"ssl": "sslmode"}  # asyncpg's name for it
MODES = {"true": "require", "1": "require", "false": "disable", "0": "disable"}
DROPPED = {"pgbouncer"}  # Prisma's way to turn prepared statements off, which they are

PORTS = re.compile(r"(?:\d{1,5})?(?:,(?:\d{1,5})?)*", re.ASCII)
EXAMPLE = "must be like postgresql://user:password@host:5432/name, with %40 for an @ in the password"

DEFAULTS = {
    "fallback_application_name": "handfast",
    # A peer that vanished without a word (a router forgot it) is noticed within a minute.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}


class BadDatabaseUrl(ValueError):
    """Says what is wrong without repeating any of it: there is a password in it."""


def conninfo(url: str) -> str:
    """Translate the URL for libpq, whose own parameters (sslmode, host, options …) may stand in its query.

    A driver's name (postgresql+asyncpg://) is ignored.
    """
    scheme = SCHEME.match(url.strip())
    if scheme is None:
        raise BadDatabaseUrl("must start with postgresql://")
    address, mark, query = url.strip()[scheme.end() :].partition("?")
    try:
        named = conninfo_to_dict(f"postgresql://{address}{mark}{_query(query)}")
    except psycopg.ProgrammingError as error:
        raise BadDatabaseUrl(_reason(str(error))) from None
    # libpq looks at ports when it connects, and its words then are a log's: they might be half of a password.
    if not PORTS.fullmatch(str(named.get("port", ""))):
        raise BadDatabaseUrl(EXAMPLE)
    return make_conninfo("", **{**DEFAULTS, **named})


def _query(query: str) -> str:
    parameters = []
    for parameter in query.split("&"):
        name, equals, value = parameter.partition("=")
        if name in FOREIGN:
            parameters.append(f"{FOREIGN[name]}{equals}{MODES.get(value, value)}")
        elif name not in DROPPED:
            parameters.append(parameter)
    return "&".join(parameters)


def _reason(message: str) -> str:
    """Quote of libpq's words only the name of a parameter: the rest may be a part of the password."""
    if name := re.search(r'invalid URI query parameter: "(\w+)"', message):
        return f"has a parameter that libpq does not know: {name[1]}"
    return EXAMPLE
