"""One PostgreSQL server for a folder, shared by every process that starts it.

start.lock    held by one process at a time, while it starts or stops the server
users.lock    shared by every process between its start and its stop: who gets it alone may stop the server
server.lock   inherited by the server's own processes: held exactly as long as one of them lives
"""

import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import LiteralString, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from backend.embedded import locks
from backend.embedded.account import settle_account
from backend.embedded.binaries import find_binaries
from backend.embedded.cluster import SUPERUSER, Cluster, check_version, has_cluster
from backend.embedded.errors import EmbeddedPostgresError
from backend.embedded.log import new_log, quote_log
from backend.embedded.postmaster import end_postmaster, find_postmaster, forget_postmaster
from backend.embedded.signals import unwinding_signals
from backend.embedded.sockets import PORT, make_socket_folder, remove_socket_folder, socket_folder

ANSWER_SECONDS = 60  # a server that replays its log after a crash is slow to answer
POLL_SECONDS = 0.01

_children: list[subprocess.Popen[bytes]] = []
"""Servers that this process launched: one may outlive the object that did it, in another's use."""


class EmbeddedPostgres:
    """A server on the data in `folder`, reached through a socket that only its owner and root may open.

    `durable=False` risks the data in a power cut for the sake of speed: for tests alone.
    `binaries` is a folder with `postgres` and `initdb`; by default the package's, else the machine's.
    As a context manager it also turns SIGTERM and SIGHUP into SystemExit where nobody else handles them.
    """

    def __init__(self, folder: Path, *, durable: bool = True, binaries: Path | None = None) -> None:
        self._folder = folder.resolve()
        self._data = self._folder / "data"
        self._log = self._folder / "postgresql.log"
        self._durable = durable
        self._binaries = binaries
        self._users: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(unwinding_signals())
            self.start()
            stack.callback(self.stop)
            self._exit = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._exit.close()

    def start(self) -> str:
        """Make sure that the server runs until `stop`, and return the DSN of its database `postgres`.

        A server that died since an earlier start is started again, with every committed row.
        """
        try:
            self._make_folder()
            with locks.exclusive(self._folder / "start.lock") as starting:
                if self._users is None:
                    self._users = locks.share(self._folder / "users.lock")
                try:
                    self._run(starting)
                except BaseException:
                    self._leave()
                    raise
        except OSError as error:
            raise EmbeddedPostgresError(f"cannot run a database in {self._folder}: {error}") from error
        return self.dsn()

    def stop(self) -> None:
        """Give the server up; it ends unless another process, or another object of this one, uses it."""
        if self._users is not None:
            with locks.exclusive(self._folder / "start.lock"):
                self._leave()

    def dsn(self, database: str = "postgres") -> str:
        """Name a database of the server as a libpq URI."""
        host = quote(str(socket_folder(self._folder)), safe="")
        return f"postgresql://{SUPERUSER}@/{quote(database, safe='')}?host={host}&port={PORT}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Copy the template, which nobody may be connected to, and return the copy's DSN."""
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.dsn(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if there is one, and cut off who is connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(self._folder.iterdir()) and not (self._folder / "start.lock").exists():
            raise EmbeddedPostgresError(f"{self._folder} holds something else: name an empty folder for the database")
        self._folder.chmod(0o700)

    def _run(self, starting: int) -> None:
        """Launch the server, unless one answers; what is left of a killed one is waited for first."""
        launched: subprocess.Popen[bytes] | None = None
        deadline = time.monotonic() + ANSWER_SECONDS
        with locks.opened(self._folder / "server.lock") as alive:
            while not self._answers():
                if launched is None and locks.try_exclusive(alive):
                    launched = self._launch(starting, alive)
                    deadline = time.monotonic() + ANSWER_SECONDS
                if launched is not None and launched.poll() is not None:
                    raise self._failure("did not start")
                if time.monotonic() > deadline:
                    raise self._failure(f"did not answer within {ANSWER_SECONDS} s")
                time.sleep(POLL_SECONDS)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.dsn(), connect_timeout=ANSWER_SECONDS, autocommit=True) as connection:
                row = connection.execute("SHOW fsync").fetchone()
        except psycopg.OperationalError:
            return False
        if self._durable and row == ("off",):
            raise EmbeddedPostgresError(f"a test runs the server in {self._folder} without durability: stop it first")
        return True

    def _launch(self, starting: int, alive: int) -> subprocess.Popen[bytes]:
        binaries = find_binaries(self._binaries)
        check_version(self._data, binaries.major)
        forget_postmaster(self._data, socket_folder(self._folder))
        account = settle_account(self._folder, binaries)
        sockets = make_socket_folder(self._folder, account)
        with new_log(self._log, account) as log:
            cluster = Cluster(self._data, binaries, account, log, self._durable)
            if not has_cluster(self._data) and not cluster.make(starting):
                raise self._failure("could not be set up")
            self._child = cluster.serve(sockets, alive)
        _children[:] = [*(child for child in _children if child.poll() is None), self._child]
        return self._child

    def _failure(self, what: str) -> EmbeddedPostgresError:
        return EmbeddedPostgresError(f"PostgreSQL in {self._folder} {what}; {quote_log(self._log)}")

    def _leave(self) -> None:
        users, self._users = self._users, None
        if users is None:
            return
        try:
            if locks.try_exclusive(users):
                self._shut_down()
        finally:
            os.close(users)

    def _shut_down(self) -> None:
        """End the server if one runs that this process can see, and clean up after it."""
        child = self._child if self._child and self._child.poll() is None else None
        with locks.opened(self._folder / "server.lock") as alive:
            if pid := child.pid if child else find_postmaster(self._data):
                end_postmaster(pid, alive)
            if locks.try_exclusive(alive):
                remove_socket_folder(self._folder)
        if child:
            child.wait()
