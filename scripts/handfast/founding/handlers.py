"""The handlers of a house, before anybody has written one: a class for each tag, whose methods raise."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from handfast.names import safe
from handfast.plan.stubs import Route, imports, method, routes

_SUFFIX = "Handlers"


@dataclass(frozen=True, slots=True)
class Handlers:
    """What implements the operations of one tag."""

    module: str
    api: str
    name: str
    router: str
    secured: bool
    text: str


def handlers(files: Mapping[str, bytes], package: str) -> list[Handlers]:
    """Those of a generated package, by its files, in the order of its tags."""
    found = routes(files)
    by_module: dict[str, list[Route]] = {}
    for route in found.values():
        by_module.setdefault(route.module, []).append(route)
    return [_of_tag(files, package, module, declared) for module, declared in by_module.items()]


def _of_tag(files: Mapping[str, bytes], package: str, module: str, declared: list[Route]) -> Handlers:
    text = files[f"apis/{module}.py"].decode()
    tree = ast.parse(text)
    api = next(
        node for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("Api") and node.bases
    )
    by_method = {route.method: route for route in declared}
    nodes = [node for node in api.body if isinstance(node, ast.AsyncFunctionDef)]
    needed = list(imports(tree, api, nodes, f"{package}.apis.{module}"))
    name = safe(api.name.removesuffix("Api") + _SUFFIX)
    methods = "\n".join(method(text, node, by_method[node.name]) for node in nodes)
    said = (ast.get_docstring(tree) or "").partition(":")[0]
    return Handlers(
        module=module,
        api=api.name,
        name=name,
        router=f"{module}_router",
        secured=_takes_authenticate(files[f"routes/{module}.py"], f"{module}_router"),
        text=f'"""{said}."""\n\n' + "\n".join(needed) + f"\n\n\nclass {name}({api.name}):\n{methods}",
    )


def _takes_authenticate(content: bytes, router: str) -> bool:
    factory = next(
        node for node in ast.parse(content).body if isinstance(node, ast.FunctionDef) and node.name == router
    )
    return any(argument.arg == "authenticate" for argument in factory.args.args)
