"""A PostgreSQL behind a door, with a database for each world."""

import os
import secrets
import subprocess
from collections.abc import Mapping
from typing import LiteralString
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from contract_tests.outside.part import MAIN, Part
from contract_tests.outside.proxy import Address, Proxy

_STOP_SECONDS = 30
_IN_THE_ADDRESS = ("user", "password", "host", "port", "dbname", "hostaddr")


class Postgres(Part):
    """Databases of a real server, which is told of by its URL or by the command that runs it and says its URL.

    Each world has a door of its own; it is the main one's that fails.
    """

    modes = Proxy.modes

    def __init__(self, name: str, url: str, process: subprocess.Popen[bytes] | None = None, port: int = 0) -> None:
        super().__init__(name)
        self._url = url
        self._process = process
        # A command may say the URL of a server that others use, too.
        self._word = f"{os.getpid()}_{secrets.token_hex(3)}"
        self.is_remade = process is not None and not port
        self._told = conninfo_to_dict(url)
        self._doors: dict[str, Proxy] = {MAIN: Proxy(_address(self._told), port)}
        self._made: list[str] = []

    @classmethod
    def started(cls, name: str, command: list[str], environment: dict[str, str], port: int = 0) -> "Postgres":
        """Run a command that prints the URL on a line of its own, and stops when its stdin ends."""
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        if not url:
            raise RuntimeError(f"{command} said no URL, and ended with {process.wait(_STOP_SECONDS)}")
        return cls(name, url, process, port)

    def words(self, world: str) -> dict[str, str]:
        name = self._database(world)
        if name not in self._made:
            self._execute("CREATE DATABASE {}", name)
            self._made.append(name)
        if world not in self._doors:
            self._doors[world] = Proxy(_address(self._told))
        return {f"{self.name}_url": self._through(self._doors[world], name)}

    def fail(self, mode: str) -> None:
        self._doors[MAIN].fail(mode)

    def heal(self) -> None:
        self._doors[MAIN].heal()

    def copy(self, source: str, target: str) -> None:
        name = self._database(target)
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, self._database(source))
        self._made.append(name)

    def close(self) -> None:
        for door in self._doors.values():
            door.close()
        if self._process is not None:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.close()
            self._process.wait(_STOP_SECONDS)
            self._process.stdout.close()
            return
        for name in self._made:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _database(self, world: str) -> str:
        return f"contract_{self._word}_{world}"

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _through(self, door: Proxy, database: str) -> str:
        user = quote(str(self._told.get("user") or ""), safe="")
        password = f":{quote(str(self._told['password']), safe='')}" if self._told.get("password") else ""
        rest = {name: value for name, value in self._told.items() if name not in _IN_THE_ADDRESS}
        query = f"?{urlencode(rest)}" if rest else ""
        return f"postgresql://{user}{password}@127.0.0.1:{door.port}/{database}{query}"


def _address(told: Mapping[str, object]) -> Address:
    host, port = str(told.get("hostaddr") or told.get("host") or "127.0.0.1"), str(told.get("port") or 5432)
    return f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, int(port))
