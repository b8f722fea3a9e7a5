"""Waits for saves and acts on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from watchfiles import Change, watch

from handfast.watching.rebuilding import Rebuilding
from handfast.watching.running import Running, broken

_SPECS = {".yaml", ".yml", ".json"}


class Loop:
    """Says what each save means, and starts the server again for those that are good."""

    def __init__(self, rebuilding: Rebuilding, server: Running | None, say: Callable[[str], None]) -> None:
        self._rebuilding = rebuilding
        self._spec, self._out, self._code = rebuilding.spec, rebuilding.out, rebuilding.code
        self._server = server
        self._say = say
        self._waiting: tuple[str, ...] = ()

    def run(self) -> None:
        """Until it is interrupted."""
        try:
            if self._server:
                self._server.prepare()
            self._rebuild()
            if self._server:
                self._server.start()
            self._say(f"watching {self._spec.parent}/")
            for changes in watch(self._code, self._spec.parent, watch_filter=self._matters, step=20, debounce=200):
                self._take({Path(path) for _, path in changes})
        finally:
            if self._server:
                self._server.stop()

    def _matters(self, _: Change, path: str) -> bool:
        found = Path(path)
        hidden = any(part.startswith(".") or part in {"node_modules", "__pycache__"} for part in self._below(found))
        return not hidden and (self._is_spec(found) or (found.suffix == ".py" and not self._is_generated(found)))

    def _below(self, path: Path) -> tuple[str, ...]:
        """The parts of a path below what is watched, which itself may be anywhere."""
        roots = (self._code.absolute(), self._spec.parent.absolute())
        return next((path.relative_to(root).parts for root in roots if path.is_relative_to(root)), path.parts[-4:])

    def _is_spec(self, path: Path) -> bool:
        return path.suffix in _SPECS and path.resolve().is_relative_to(self._spec.parent.resolve())

    def _is_generated(self, path: Path) -> bool:
        """Whether we have written it: a save is acted on once."""
        out = self._out.resolve()
        return not self._code.resolve().is_relative_to(out) and path.resolve().is_relative_to(out)

    def _take(self, paths: set[Path]) -> None:
        if any(map(self._is_spec, paths)) and not self._rebuild():
            return
        code = [path for path in paths if path.suffix == ".py"]
        if code or any(map(self._is_spec, paths)):
            self._restart(code)

    def _rebuild(self) -> bool:
        rebuilt = self._rebuilding.rebuild()
        for line in rebuilt.lines:
            self._say(line)
        if rebuilt.good:
            still = (name for name in self._waiting if name not in rebuilt.gone)
            self._waiting = (*still, *rebuilt.waiting)
        elif self._server:
            self._say("the server goes on as it was")
        return rebuilt.good

    def _restart(self, code: Iterable[Path]) -> None:
        if self._server is None:
            return
        if faults := broken(code):
            self._say("\n".join([*faults, "the server goes on as it was"]))
            return
        self._waiting = tuple(name for name in self._waiting if not self._is_written(name))
        if self._waiting:
            self._say(f"the server goes on as it was, until somebody writes {', '.join(self._waiting)}")
            return
        self._say(
            "the server starts again" if self._server.start() else "it does not start: the server goes on as it was"
        )

    def _is_written(self, name: str) -> bool:
        """Whether hand-written code has a method `Api.method`."""
        from handfast.plan.sources import search

        api, _, method = name.partition(".")
        return bool(search(self._code, self._out).methods.get((api, method)))
