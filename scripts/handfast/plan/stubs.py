"""The method that an operation's handler has to have, as text to paste."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_INDENT = " " * 4
_QUOTES = '"""'


@dataclass(frozen=True, slots=True)
class Route:
    """Where a generated package has an operation, and the problems that it declares."""

    module: str
    method: str
    problems: tuple[str, ...]


def routes(files: Mapping[str, bytes]) -> dict[str, Route]:
    """All operations of a package, by operationId."""
    found: dict[str, Route] = {}
    for path, content in files.items():
        if path.startswith("routes/") and path.endswith(".py"):
            module = path.removeprefix("routes/").removesuffix(".py")
            for node in ast.walk(ast.parse(content)):
                if isinstance(node, ast.AsyncFunctionDef):
                    found.update(_declared(module, node))
    return found


def _declared(module: str, node: ast.AsyncFunctionDef) -> Iterator[tuple[str, Route]]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            words = {keyword.arg: keyword.value for keyword in decorator.keywords}
            if "operation_id" in words:
                named = words.get("problems")
                problems = tuple(map(ast.unparse, named.elts)) if isinstance(named, ast.Tuple) else ()
                yield ast.literal_eval(words["operation_id"]), Route(module, node.name, problems)


def stub(files: Mapping[str, bytes], route: Route, package: str) -> str:
    """The method, after comments that say which class it belongs to and what to import for it."""
    text = files[f"apis/{route.module}.py"].decode()
    tree = ast.parse(text)
    for api in tree.body:
        if isinstance(api, ast.ClassDef):
            for node in api.body:
                if isinstance(node, ast.AsyncFunctionDef) and node.name == route.method:
                    needed = imports(tree, api, [node], f"{package}.apis.{route.module}")
                    comments = "".join(f"# {line}\n" for line in needed)
                    return f"# in a class that implements {api.name}\n{comments}\n{method(text, node, route)}"
    raise LookupError(route.method)


def method(text: str, node: ast.AsyncFunctionDef, route: Route) -> str:
    """An abstract method of a module's text as one to fill, that says what it may raise."""
    lines = text.splitlines()[node.lineno - 1 : node.body[0].lineno - 1]
    said = (ast.get_source_segment(text, node.body[0]) or _QUOTES * 2).removesuffix(_QUOTES).rstrip()
    if route.problems:
        width = 110 - len(_INDENT) * 2
        raises = textwrap.fill(f"May raise {', '.join(route.problems)}.", width, subsequent_indent=_INDENT * 2)
        said = f"{said}\n\n{_INDENT * 2}{raises}\n{_INDENT * 2}"
    return "\n".join(lines) + f"\n{_INDENT * 2}{said}{_QUOTES}\n{_INDENT * 2}raise NotImplementedError\n"


def imports(tree: ast.Module, api: ast.ClassDef, methods: Sequence[ast.AsyncFunctionDef], module: str) -> Iterator[str]:
    """Those of the module's imports that the signatures use, and the module's own classes that they name."""
    signatures = [part for node in methods for part in (node.args, node.returns)]
    used = {name.id for part in signatures if part for name in ast.walk(part) if isinstance(name, ast.Name)}
    parents = module.split(".")
    own = sorted({item.name for item in tree.body if isinstance(item, ast.ClassDef)} & used | {api.name})
    yield f"from {module} import {', '.join(own)}"
    for item in tree.body:
        if isinstance(item, ast.ImportFrom):
            names = sorted(alias.name for alias in item.names if alias.name in used)
            place = ".".join([*parents[: -item.level], item.module or ""]) if item.level else item.module
            if names:
                yield f"from {place} import {', '.join(names)}"
