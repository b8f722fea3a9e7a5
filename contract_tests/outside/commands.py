"""Something outside that is told what to do by commands, whatever it is."""

import subprocess
from pathlib import Path

from contract_tests.outside.part import NotProvable, Part, filled

_PATIENCE_SECONDS = 60


class Commanded(Part):
    """Fails, heals and is copied by the commands that server.toml has for it."""

    def __init__(self, name: str, told: dict[str, object], words: dict[str, str], folder: Path, place: str) -> None:
        super().__init__(name)
        self._told = told
        self._words = words
        self._folder = folder
        self._place = place
        self.modes = ("fail",) if "fail" in told and "heal" in told else ()
        self.is_cold = bool(told.get("cold"))

    def words(self, world: str) -> dict[str, str]:
        url = str(self._told.get("url", ""))
        return {f"{self.name}_url": filled({**self._words, "world": world}, url)} if url else {}

    def fail(self, mode: str) -> None:
        self._run(mode)

    def heal(self) -> None:
        if self.modes:
            self._run("heal")

    def copy(self, source: str, target: str) -> None:
        if not self._told.get("stateless"):
            self._run("copy", source=source, target=target)

    def _run(self, what: str, **words: str) -> None:
        command = self._told.get(what)
        if not command:
            raise NotProvable(f'{self._place} has no `{what} = ["…"]`')
        done = subprocess.run(
            filled({**self._words, **words}, command),
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{self._place}: {what} ended with {done.returncode}: {done.stdout}{done.stderr}")
