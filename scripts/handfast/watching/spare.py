"""A server in waiting: `python spare.py MODULE …` gets ready to be `python -m MODULE …`, in three steps.

1. It imports what others have written, which takes longer than all the rest of a start. What is written in the current
   folder may change until the word comes.
2. At BEGIN it runs the module, up to where that binds its first port of the network. There it says ASKS.
3. At SOON whoever serves is about to end: it takes its port, and each after that, as soon as that is free. It waits for
   none any more when nothing more can be said; at END it ends there.

It is run as a file, by the interpreter of the server, which need not have the toolchain: nothing but the standard
library is imported here. Its stdin is a socket to whoever started it.
"""

import ast
import contextlib
import errno
import importlib
import os
import runpy
import select
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BEGIN, ASKS, SOON, END = b"b", b"?", b"s", b"e"
_POLL_SECONDS = 0.01


def main() -> None:
    module, *words = sys.argv[1:]
    sys.path[0] = str(Path.cwd())  # as `python -m` has it, in the place of this file's folder
    channel = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    if not select.select([channel], [], [], 0)[0]:  # it is not waited for
        _import_foreign(module)
    if channel.recv(1) != BEGIN:
        return
    sys.addaudithook(Gate(channel))
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


class Gate:
    """Holds the program up where it binds a port for the first time, and where it binds one that is to be free soon.

    An audit hook.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel: socket.socket | None = channel
        self._asked = self._probes = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        channel = self._channel
        if event != "socket.bind" or channel is None or self._probes:
            return
        own, address = arguments
        if own.family not in {socket.AF_INET, socket.AF_INET6}:
            return
        waits = self._asked or self._ask(channel)
        while waits and self._is_taken(own, address):
            if select.select([channel], [], [], _POLL_SECONDS)[0]:
                waits = self._hear(channel)

    def _ask(self, channel: socket.socket) -> bool:
        self._asked = True
        with contextlib.suppress(OSError):
            channel.sendall(ASKS)
        return self._hear(channel)

    def _hear(self, channel: socket.socket) -> bool:
        """Wait for a word. False when there are no more: nobody is ending whose port could become free."""
        word = b""
        with contextlib.suppress(OSError):
            word = channel.recv(1)
        if word == END:
            raise SystemExit
        if not word:
            channel.close()
            self._channel = None
        return bool(word)

    def _is_taken(self, own: socket.socket, address: Any) -> bool:
        """Whether somebody listens where the program is about to."""
        self._probes = True
        try:
            with socket.socket(own.family, own.type) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if own.family == socket.AF_INET6:
                    only = own.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only)
                probe.bind(address)
        except OSError as error:
            return error.errno == errno.EADDRINUSE  # any other the program will find, too
        finally:
            self._probes = False
        return False


def _import_foreign(module: str) -> None:
    for name in sorted(foreign(module.partition(".")[0], Path.cwd())):
        with contextlib.suppress(Exception, SystemExit):
            importlib.import_module(name)


def foreign(package: str, folder: Path) -> set[str]:
    """The modules that a package of the folder imports, and those packages of the folder that it imports, too."""
    found, local, waiting = set[str](), {package}, [package]
    while waiting:
        for path in _modules(folder / waiting.pop()):
            for name in _imported(path):
                top = name.partition(".")[0]
                if not ((folder / top).is_dir() or (folder / f"{top}.py").is_file()):
                    found.add(name)
                elif top not in local:
                    local.add(top)
                    waiting.append(top)
    return found


def _modules(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py")) if package.is_dir() else [package.with_suffix(".py")]


def _imported(path: Path) -> Iterator[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return
    for node in tree.body:  # what is imported within functions may never be needed
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


if __name__ == "__main__":
    main()
