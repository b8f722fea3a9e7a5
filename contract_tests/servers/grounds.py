"""Where servers under test live: one server.toml, one secret, and what is outside of them."""

import os
import re
import secrets
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from contract_tests.outside.declared import make_part
from contract_tests.outside.part import MAIN, NotProvable, Part, filled
from contract_tests.servers.server import (
    READY_SECONDS,
    NotReady,
    Server,
    await_answer,
    await_readiness,
    free_port,
    launch,
)
from contract_tests.spec.document import Document

SERVER_FILE = Path(__file__).parent.parent / "server.toml"
FILE, BASE_URL = "HANDFAST_SERVER", "HANDFAST_BASE_URL"
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
LIMITED = "limited"
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


class Grounds:
    """Starts servers as server.toml says, each in a world of its own: what is outside may keep them apart.

    With --base-url the one server of the main world is somebody else's; what takes another one is NotProvable.
    """

    def __init__(self, document: Document, file: Path, folder: Path, base_url: str | None) -> None:
        self.document = document
        self.file = file
        self.told: dict[str, Any] = tomllib.loads(file.read_text())
        self.base_url = base_url
        self.folder = folder
        self.parts: dict[str, Part] = {}
        self.servers: list[Server] = []
        """All that were started, those that have ended, too: each has a log."""
        self._reasons: dict[str, str] = {}
        self._words = {"python": sys.executable, "folder": str(folder), "secret": secrets.token_urlsafe(48)}
        self._starts = 0

    def open(self) -> None:
        """Start what is outside."""
        environment = self._environment() if self.base_url is None else None
        for name, told in self.told.get("outside", {}).items():
            try:
                self.parts[name] = make_part(name, told, self.file, self._words, environment)
            except NotProvable as reason:
                self._reasons[name] = str(reason)
            except OSError as error:
                what = f"cannot listen at port {told['port']}" if told.get("port") else "cannot be started"
                raise NotReady(f"{self.file}: [outside.{name}] {what}: {error.strerror or error}") from None

    def close(self) -> None:
        with ExitStack() as stack:
            for part in self.parts.values():
                stack.callback(part.close)

    @property
    def words(self) -> dict[str, str]:
        """What stands for its placeholder in every server of ours: the secret among them."""
        return dict(self._words) if self.base_url is None else {}

    def part(self, name: str) -> Part:
        """What the spec's x-needs calls by this name, if it can be told to fail."""
        if name not in self.parts:
            raise NotProvable(self._reasons.get(name) or f"{self.file} has no [outside.{name}]")
        if not self.parts[name].modes:
            raise NotProvable(f"{self.file}: [outside.{name}] has no `fail` and `heal`")
        return self.parts[name]

    @contextmanager
    def server(self, world: str = MAIN, *, limited: bool = False, is_ill: bool = False) -> Iterator[Server]:
        """Yield a server that is gone afterwards; one of an ill world is not waited for to be ready."""
        if self.base_url is not None:
            server = Server(self._somebody_elses(world).rstrip("/"))
            await_readiness(server, self.document)
            yield server
            return
        server = self._start(world, limited=limited)
        try:
            seconds = float(self.told.get("ready_seconds", READY_SECONDS))
            (await_answer if is_ill else await_readiness)(server, self.document, seconds)
            yield server
        finally:
            server.end()

    def copy(self, source: str, target: str) -> None:
        """Make a world as another one is; NotProvable if something outside cannot be copied."""
        self.see_to_copies()
        for part in self.parts.values():
            part.copy(source, target)

    def see_to_copies(self) -> None:
        """Raise NotProvable if there is nothing outside that could be copied: that is known before anything is made."""
        if not self.parts:
            raise NotProvable(f'{self.file} has no [outside.…] with `kind = "postgres"` or `copy`')

    def _somebody_elses(self, world: str) -> str:
        url = self.base_url if world == MAIN else self.told.get(world, {}).get("base_url")
        if not url:
            why = "--base-url names a server that somebody else started, and one more is needed"
            raise NotProvable(f"{why}: {self.file} has no [{world}] with `base_url`")
        return str(url)

    def _start(self, world: str, *, limited: bool) -> Server:
        self._starts += 1
        folder = self.folder / f"{self._starts}-{world}"
        folder.mkdir()
        port = free_port()
        words = {**self._words, "port": str(port), "folder": str(folder)}
        for part in self.parts.values():
            words |= part.words(world)
        told = self.told.get("environment", {}) | (
            self.told.get("limited", {}).get("environment", {}) if limited else {}
        )
        environment = self._environment() | filled(words, told)
        command = filled(words, self.told["command"])
        for value in (*command, *environment.values()):
            if left := _PLACEHOLDER.search(value):
                raise ValueError(f"{self.file}: nothing says what {left[0]} is")
        self.servers.append(launch(command, environment, folder, port, self.document.base_path))
        return self.servers[-1]

    def _environment(self) -> dict[str, str]:
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        # In a folder of its own, so that it finds nobody's .env; the code is that beside the specs.
        return passed | {"PYTHONPATH": str(self.document.spec.parent.parent)}


@contextmanager
def opened_grounds(document: Document, file: Path | None = None) -> Iterator[Grounds]:
    """Yield the grounds of a session, with what is outside running."""
    file = file or Path(os.environ.get(FILE) or SERVER_FILE)
    # Not pytest's folder, which is its user's alone: an embedded database may run as another user.
    folder = Path(tempfile.mkdtemp(prefix="contract-"))
    folder.chmod(0o755)
    grounds = Grounds(document, file, folder, os.environ.get(BASE_URL) or None)
    try:
        grounds.open()
        yield grounds
    finally:
        try:
            grounds.close()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
