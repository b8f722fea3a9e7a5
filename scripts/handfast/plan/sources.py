"""Searches hand-written code: who implements a method, and who names a class."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from handfast.findings import Location, shown

Function = ast.AsyncFunctionDef | ast.FunctionDef
_LEFT_OUT = {"node_modules", "__pycache__", "site-packages", "dist", "build"}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where hand-written code implements each (abstract class, method), and where it names each class."""

    methods: dict[tuple[str, str], list[Location]] = field(default_factory=dict)
    names: dict[str, list[Location]] = field(default_factory=dict)


def search(folder: Path, generated: Path) -> Sources:
    """Read each module below `folder` but those that are generated; one that is no Python is passed over."""
    found = Sources()
    for path in sorted(_modules(folder, generated.resolve())):
        with suppress(OSError):
            state = path.stat()
            here = _read(path.resolve(), path, (state.st_mtime_ns, state.st_size))
            for method, places in here.methods.items():
                found.methods.setdefault(method, []).extend(places)
            for name, places in here.names.items():
                found.names.setdefault(name, []).extend(places)
    return found


@lru_cache(maxsize=10_000)
def _read(_absolute: Path, path: Path, _state: tuple[int, int]) -> Sources:
    """What one module says; while it stays as it is, it is not read again."""
    found = Sources()
    with suppress(SyntaxError, ValueError):
        tree = ast.parse(path.read_bytes())
        for base, method in _methods(tree):
            found.methods.setdefault((base, method.name), []).append(_place(path, method))
        _names(tree, path, found)
    return found


def implementations(folder: Path, generated: Path) -> Iterator[tuple[str, Function]]:
    """Each method of a class in hand-written code, with the name of each class that its own is made of."""
    for _, tree in _trees(folder, generated):
        yield from _methods(tree)


def _trees(folder: Path, generated: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(_modules(folder, generated.resolve())):
        try:
            yield path, ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, OSError):
            continue


def _modules(folder: Path, generated: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if not (entry.name.startswith(".") or entry.name in _LEFT_OUT or entry.resolve() == generated):
                yield from _modules(entry, generated)
        elif entry.suffix == ".py":
            yield entry


def _methods(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        bases = [base.attr if isinstance(base, ast.Attribute) else ast.unparse(base) for base in node.bases]
        for item in node.body:
            if isinstance(item, ast.AsyncFunctionDef | ast.FunctionDef):
                yield from ((base, item) for base in bases)


def _names(tree: ast.Module, path: Path, found: Sources) -> None:
    """Names that a module imports, where it uses them; what it only imports, at its import."""
    imported = {
        alias.asname or alias.name: (alias.name, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in imported:
            used.add(node.id)
            found.names.setdefault(imported[node.id][0], []).append(_place(path, node))
    for name, (original, statement) in imported.items():
        if name not in used:
            found.names.setdefault(original, []).append(_place(path, statement))


def _place(path: Path, node: ast.stmt | ast.expr) -> Location:
    return Location(shown(path), node.lineno, node.col_offset + 1)


def lines(places: Iterable[Location]) -> list[str]:
    """`file:line`, once each, in order."""
    return list(dict.fromkeys(f"{place.file}:{place.line}" for place in sorted(places)))
