"""DATABASE_URL as providers and frameworks write it."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from backend.database_url import DEFAULTS, BadDatabaseUrl, conninfo

PLAIN = {"user": "u", "password": "p", "host": "db.example.com", "dbname": "app"}


def parameters(url: str) -> dict[str, object]:
    """Tell what libpq makes of it, but for our defaults."""
    return {name: value for name, value in conninfo_to_dict(conninfo(url)).items() if DEFAULTS.get(name) != value}


@pytest.mark.parametrize(
    "scheme",
    ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg", "postgres+psycopg"],
)
def test_any_scheme(scheme: str) -> None:
    assert parameters(f"{scheme}://u:p@db.example.com/app") == PLAIN
    assert parameters(f"  {scheme}://u:p@db.example.com/app\n") == PLAIN


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sslmode=require", {"sslmode": "require"}),
        ("?sslmode=verify-full&sslrootcert=/etc/ca.pem", {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}),
        ("?ssl=true", {"sslmode": "require"}),
        ("?ssl=verify-full", {"sslmode": "verify-full"}),
        ("?pgbouncer=true", {}),
        ("?pgbouncer=true&sslmode=require", {"sslmode": "require"}),
        ("?channel_binding=require&application_name=x%20y", {"channel_binding": "require", "application_name": "x y"}),
        ("?options=project%3Dep-1%20-c%20a%3Db", {"options": "project=ep-1 -c a=b"}),
        ("?connect_timeout=5&keepalives_idle=60", {"connect_timeout": "5", "keepalives_idle": "60"}),
        ("?", {}),
    ],
)
def test_any_parameter_of_libpq(query: str, expected: dict[str, str]) -> None:
    assert parameters(f"postgresql://u:p@db.example.com/app{query}") == PLAIN | expected


def test_hosts_and_sockets() -> None:
    several = parameters("postgresql://u:p@a.example.com:1,b.example.com:2/app?target_session_attrs=read-write")
    assert (several["host"], several["port"]) == ("a.example.com,b.example.com", "1,2")
    assert parameters("postgresql://u@/app?host=%2Frun%2Fpg")["host"] == "/run/pg"
    assert parameters("postgresql://[::1]:5433/app")["host"] == "::1"


def test_a_password_with_anything_in_it() -> None:
    assert parameters("postgresql://u:p%40%3A%2F%3F%23%25'%5C%20@h/app")["password"] == "p@:/?#%'\\ "


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mysql://u:hunter2@h/app",
        "host=h password=hunter2",
        "u:hunter2@h/app",
        "postgresql:u:hunter2@h",
        "postgresql://u:hunter2@h:port/app",
        "postgresql://u:hunter2%@h/app",
        "postgresql://u:%00hunter2@h/app",
        "postgresql://u:@hunter2:h/app",
        "postgresql://[hunter2/app",
        "postgresql://u:p@h/app?hunter2",
    ],
)
def test_a_bad_one_is_not_repeated(url: str) -> None:
    with pytest.raises(BadDatabaseUrl) as caught:
        conninfo(url)
    assert str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(BadDatabaseUrl, match=r"does not know: schema$"):
        conninfo("postgresql://u:p@h/app?schema=public")
