"""A module of the code that is mutated: its syntax tree, and where in its text each node stands."""

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

Node = TypeVar("Node", bound=ast.AST)


class Edit(NamedTuple):
    """What replaces the bytes from `start` to `end` of a module's text."""

    start: int
    end: int
    new: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with edits, which must not overlap."""
    content = text.encode()
    end = len(content)
    for edit in sorted(edits, reverse=True):
        if edit.end > end:
            raise ValueError("edits overlap")
        content = content[: edit.start] + edit.new.encode() + content[edit.end :]
        end = edit.start
    return content.decode()


class Module:
    """The text is that of `path`, which is relative to the root; `name` is how ids call it: `stores.tasks`."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.tree = ast.parse(text)
        self.name = path.removesuffix(".py").removeprefix("backend/").replace("/", ".")
        self._content = text.encode()
        self._lines = [0]
        for line in self._content.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    @classmethod
    def read(cls, root: Path, file: Path) -> "Module":
        return cls(file.relative_to(root).as_posix(), file.read_text())

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """What names of the module's top level stand for."""
        found: dict[str, ast.expr] = {}
        for statement in self.tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                found[statement.targets[0].id] = statement.value
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
                found[statement.target.id] = statement.value
        return found

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def nodes(self, kind: type[Node]) -> list[Node]:
        """All nodes of a kind, as they stand in the text."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, kind)]
        return sorted(found, key=lambda node: (self.start(node), -self.end(node)))

    def start(self, node: Any) -> int:
        return int(self._lines[node.lineno - 1] + node.col_offset)

    def end(self, node: Any) -> int:
        return int(self._lines[node.end_lineno - 1] + node.end_col_offset)

    def source(self, node: ast.AST) -> str:
        return self._content[self.start(node) : self.end(node)].decode()

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node is part of, from the inside out."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def scope(self, node: ast.AST) -> str:
        """Name where a node stands: `OwnedTasks.page`, or the constant that it is part of."""
        names: list[str] = []
        outermost = node
        for each in (node, *self.above(node)):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names.insert(0, each.name)
            if not isinstance(each, ast.Module):
                outermost = each
        if names:
            return ".".join(names)
        target = getattr(outermost, "targets", [getattr(outermost, "target", None)])[0]
        return target.id if isinstance(target, ast.Name) else "module"

    def replaced(self, node: ast.AST, new: str) -> Edit:
        return Edit(self.start(node), self.end(node), new)

    def without(self, items: Sequence[ast.AST], index: int) -> Edit:
        """Take one out of several that stand between commas, with a comma of its own."""
        item = items[index]
        if index + 1 < len(items):
            return Edit(self.start(item), self.start(items[index + 1]), "")
        if index:
            return Edit(self.end(items[index - 1]), self.end(item), "")
        return self.replaced(item, "")
