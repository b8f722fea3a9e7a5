"""A server in waiting: `python spare.py MODULE …` imports what others have written, and becomes `python -m MODULE …`.

It is run as a file, by the interpreter of the server, which need not have the toolchain: nothing but the standard
library is imported here. What is written in the current folder is not imported before the word comes, as it may change
until then.
"""

import ast
import contextlib
import importlib
import os
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

GO = b"go\n"


def main() -> None:
    module, *words = sys.argv[1:]
    sys.path[0] = str(Path.cwd())  # as `python -m` has it, in the place of this file's folder
    for name in sorted(foreign(module.partition(".")[0], Path.cwd())):
        with contextlib.suppress(Exception, SystemExit):
            importlib.import_module(name)
    if sys.stdin.buffer.readline() != GO:
        return
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


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
