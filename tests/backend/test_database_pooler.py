"""Behind PgBouncer in transaction mode, where each transaction may meet another connection to the server."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr

from backend.cursors import Cursors
from backend.database import Database
from backend.migrations import migrate
from backend.stores.rate_limits import RateLimitStore
from backend.stores.tasks import TaskFilters, TaskStore
from backend.stores.users import UserStore
from generated.schemas import TaskCreate, TaskUpdate, UserRegister
from tests.backend.databases import open_server
from tests.backend.things import ADD, ALL, NAME, make_things, thing

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
MIGRATE = "import sys; from backend.migrations import migrate; migrate(sys.argv[1])"

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed"),
]


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}  # the loop that serves


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def pooled_url() -> Iterator[str]:
    """Reach the server through two connections, however many there are to the pooler."""
    with open_server() as server, tempfile.TemporaryDirectory(prefix="pooler-", dir="/tmp") as place:
        direct = conninfo_to_dict(server.create_database("pooled"))
        sockets, port = Path(str(direct["host"])), free_port()
        owner = sockets.stat().st_uid if os.getuid() == 0 else os.getuid()
        os.chown(place, owner, -1)
        config = Path(place) / "pgbouncer.ini"
        config.write_text(f"""
[databases]
pooled = host={sockets} port={direct["port"]} user={direct["user"]}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
""")
        url = f"postgresql://anybody@127.0.0.1:{port}/pooled"
        with subprocess.Popen([str(PROGRAM), "-q", config], user=owner, stderr=subprocess.PIPE) as pooler:
            try:
                wait_for(url, pooler)
                yield url
            finally:
                pooler.terminate()
                pooler.communicate()


def wait_for(url: str, pooler: "subprocess.Popen[bytes]") -> None:
    while pooler.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=30).close()
        except psycopg.OperationalError:
            continue
        return
    assert pooler.stderr is not None
    pytest.fail(pooler.stderr.read().decode())


@pytest.fixture
async def databases(pooled_url: str) -> AsyncIterator[list[Database]]:
    databases = [Database(pooled_url, pool_size=5, acquire_seconds=30, statement_seconds=60) for _ in range(3)]
    yield databases
    for database in databases:
        await database.close()


async def test_many_clients_on_two_connections(pooled_url: str, databases: list[Database]) -> None:
    make_things(pooled_url)
    numbers = range(300)

    async def add_and_read(number: int) -> str | None:
        database = databases[number % 3]
        if number % 10:
            await database.execute(ADD, thing(number))
        else:
            async with database.transaction() as transaction:
                await transaction.execute(ADD, thing(number))
        return await database.fetch_one(NAME, {"id": number})

    names = await asyncio.gather(*(add_and_read(number) for number in numbers))
    assert names == [str(number) for number in numbers]
    assert len(await databases[0].fetch_all(ALL)) == 300


async def test_migrations_and_stores(pooled_url: str, databases: list[Database]) -> None:
    program = (sys.executable, "-c", MIGRATE, pooled_url)
    migrations = [await asyncio.create_subprocess_exec(*program) for _ in range(3)]
    assert [await process.wait() for process in migrations] == [0, 0, 0]
    migrate(pooled_url)

    async def live(number: int) -> None:
        database = databases[number % 3]
        body = UserRegister(email=f"u{number}@example.com", password=SecretStr("correct horse"), name="U")
        user = await UserStore(database, "handfast").register(body, "a hash")
        tasks = TaskStore(database, Cursors(b"secret")).owned_by(user.id)
        for title in "abc":
            made = await tasks.add(TaskCreate(title=title))
        await tasks.update(made.task.id, TaskUpdate(title="d"), made.etag)
        page = await tasks.page(TaskFilters(), sort="title", limit=2)
        page = await tasks.page(TaskFilters(), sort="title", limit=2, cursor=page.next_cursor)
        assert [task.title for task in page.items] == ["d"]
        assert await RateLimitStore(database, b"secret").hit(str(number), 1, 60) == 0
        await UserStore(database, "handfast").delete(user.id)

    await asyncio.gather(*(live(number) for number in range(30)))


async def test_sessions_are_left_as_they_were(pooled_url: str, databases: list[Database]) -> None:
    """What a client sets would be met by the next client of the connection."""
    await asyncio.gather(*(database.ping() for database in databases))
    with psycopg.connect(pooled_url, prepare_threshold=None) as connection:
        changed = connection.execute("SELECT name FROM pg_settings WHERE source = 'session'").fetchall()
        held = connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone()
    # PgBouncer itself passes these on from each client.
    tracked = {"application_name", "client_encoding", "DateStyle", "TimeZone", "standard_conforming_strings"}
    assert {name for (name,) in changed} <= tracked
    assert held == (0,)
