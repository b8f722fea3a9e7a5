"""A server in waiting: `python spare.py MODULE …` gets ready to be `python -m MODULE …`, in three steps.

1. It imports what others have written, which takes longer than all the rest of a start. What is written in the current
   folder may change until the word comes.
2. At BEGIN it runs the module, up to where that binds its first port of the network. There it says ASKS.
3. When nothing more can be said, it takes the port as soon as whoever serves there gives it up; or ends there at END.

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
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BEGIN, ASKS, END = b"b", b"?", b"e"
PATIENCE_SECONDS, POLL_SECONDS = 20, 0.01


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
    """Holds the program up where it binds a port for the first time: an audit hook."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel: socket.socket | None = channel

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "socket.bind" or self._channel is None:
            return
        if arguments[0].family not in {socket.AF_INET, socket.AF_INET6}:
            return
        channel, self._channel = self._channel, None
        with channel, contextlib.suppress(OSError):
            channel.sendall(ASKS)
            if channel.recv(1) == END:
                raise SystemExit
        _await_free(*arguments)


def _await_free(own: socket.socket, address: Any) -> None:
    """Wait until nobody listens at an address, as long as one who is told to end may take; later on it is an error."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with socket.socket(own.family, own.type) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if own.family == socket.AF_INET6:
                only = own.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, only)
            try:
                probe.bind(address)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    return  # which the program will find, too
            else:
                return
        time.sleep(POLL_SECONDS)


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
