"""Reads a generated package: what handlers implement, return and raise, and the models."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from handfast.plan.stubs import routes

Kind = Literal["parameter", "answer", "problem", "schema"]
Key = tuple[Kind, str, str]


@dataclass(frozen=True, slots=True)
class Method:
    """An abstract method: its operation, and what it takes and gives, each by name."""

    api: str
    name: str
    operation: str
    takes: tuple[str, ...]
    gives: str
    problems: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.api, self.name


@dataclass(frozen=True, slots=True)
class Declared:
    """A class that hand-written code may name: its members as they stand, by name."""

    kind: Kind
    name: str
    says: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Interfaces:
    """All of one package."""

    methods: dict[tuple[str, str], Method] = field(default_factory=dict)
    classes: dict[Key, Declared] = field(default_factory=dict)
    """By kind, module and name: two modules may have a class of one name. Models and problems are imported from one."""


def read(files: Mapping[str, bytes]) -> Interfaces:
    """Read the modules of a package by their path in it."""
    found = Interfaces()
    problems = {(route.module, route.method): route.problems for route in routes(files).values()}
    for path, content in files.items():
        folder, _, name = path.removesuffix(".py").rpartition("/")
        if not path.endswith(".py") or folder == "support":
            continue
        for node in ast.parse(content).body:
            if folder == "routes":
                _add(found, name, _parameters(name, node))
            elif isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "ABC" for base in node.bases):
                for method in _methods(node):
                    found.methods[method.key] = replace(method, problems=problems.get((name, method.name), ()))
            else:
                kind: Kind = "answer" if folder == "apis" else "problem" if path.startswith("problems") else "schema"
                _add(found, name if folder == "apis" else "", _declared(kind, node))
    return found


def _add(found: Interfaces, module: str, classes: Iterator[Declared]) -> None:
    found.classes.update(((item.kind, module, item.name), item) for item in classes)


def _parameters(module: str, node: ast.stmt) -> Iterator[Declared]:
    """What a module of routes reads with the same bounds everywhere, named as in the document."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
        call = node.value
        if ast.unparse(call.func) == "Parameter" and len(call.args) > 1:
            place, name = (ast.literal_eval(argument) for argument in call.args[:2])
            members = [(str(index), ast.unparse(argument)) for index, argument in enumerate(call.args[2:])]
            members += [(keyword.arg or "", ast.unparse(keyword.value)) for keyword in call.keywords]
            names = {"0": "reads", "1": "type"}
            told = tuple((names.get(key, key), value) for key, value in members)
            yield Declared("parameter", f"{name} in {place}", f"({module})", told)


def _declared(kind: Kind, node: ast.stmt) -> Iterator[Declared]:
    """A class, or a name for a type."""
    if isinstance(node, ast.ClassDef) and not node.name.startswith("Unimplemented"):
        yield Declared(kind, node.name, _said(node), tuple(_members(node)))
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        call, target = node.value, ast.unparse(node.targets[0])
        if ast.unparse(call.func) == "TypeAliasType":
            yield Declared(kind, target, "", (("is", ast.unparse(call.args[1])),))


def _methods(api: ast.ClassDef) -> Iterator[Method]:
    for node in api.body:
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            yield Method(api.name, node.name, _said(node), tuple(_arguments(node.args)), _unparsed(node.returns))


def _arguments(arguments: ast.arguments) -> Iterator[str]:
    for argument in arguments.args[1:]:
        yield f"{argument.arg}: {_unparsed(argument.annotation)}"
    for argument in arguments.kwonlyargs:
        yield f"{argument.arg}: {_unparsed(argument.annotation)}"


def _members(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Fields and constants as they stand, and what a constructor takes."""
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            yield item.target.id, _unparsed(item.annotation) + (f" = {_unparsed(item.value)}" if item.value else "")
        elif isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            yield item.targets[0].id, _unparsed(item.value)
        elif isinstance(item, ast.FunctionDef) and item.name == "__init__":
            for argument in _arguments(item.args):
                name, _, type_ = argument.partition(": ")
                yield name, type_


def _said(node: ast.ClassDef | ast.AsyncFunctionDef | ast.FunctionDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0]


def _unparsed(node: ast.expr | None) -> str:
    return ast.unparse(node) if node else "None"
