"""Generated routes that do not do all that the contract says."""

import ast
from collections.abc import Iterator

from mutants.modules import Edit, Module
from mutants.mutant import Defect, quoted

RESPONSES = {"json_response", "empty_response", "event_response", "raw_response"}
OTHERS = {"200": "201", "201": "200", "204": "200", "304": "200"}

ANYBODY = '__import__("generated.security", fromlist=["security"]).Caller'


def open_paths(module: Module) -> Iterator[Defect]:
    """Take the owner of each path as it stands there."""
    for call in _calls(module, {"require_owner"}):
        new = f"request.path_params[{module.source(call.args[1])}]"
        told = f"{module.name}.{module.scope(call)} takes any owner in the path"
        yield _of_route(module, call, (module.replaced(call, new),), told)


def open_routes(module: Module) -> Iterator[Defect]:
    """Ask no token of anybody: who calls is whom the path names."""
    for wait in module.nodes(ast.Await):
        if module.source(wait).startswith("await authenticate."):
            new = f'{ANYBODY}(request.path_params.get("user_id", "anybody"))'
            told = f"{module.name}.{module.scope(wait)} asks for no token"
            yield _of_route(module, wait, (module.replaced(wait, new),), told)


def early_bodies(module: Module) -> Iterator[Defect]:
    """Read each body before anybody is authenticated."""
    for function in module.nodes(ast.AsyncFunctionDef):
        bodies = [each for each in function.body if "json_body(" in module.source(each)]
        first = function.body[0]
        if not bodies or "authenticate." not in module.source(first):
            continue
        body = bodies[0]
        moved = Edit(module.start(first), module.start(first), f"{module.source(body)}\n        ")
        told = f"{module.name}.{module.scope(function)} reads the body before it knows who calls"
        yield _of_route(module, body, (moved, module.replaced(body, "pass")), told)


def ignored_parameters(module: Module) -> Iterator[Defect]:
    """Take each optional parameter as if it had been left out."""
    for call in _calls(module, {"read"}):
        name = module.source(call.args[0])
        declared = module.constants.get(name)
        if isinstance(declared, ast.Call) and module.source(declared.args[0]) != '"path"':
            told = f"{module.name}.{module.scope(call)} ignores {module.source(declared.args[1])}"
            yield _of_route(module, call, (module.replaced(call, f"{name}.default"),), told)


def changed_statuses(module: Module) -> Iterator[Defect]:
    """Answer with another status of success."""
    for call in _calls(module, RESPONSES):
        status = module.source(call.args[0])
        if status in OTHERS:
            told = f"{module.name}.{module.scope(call)} answers {OTHERS[status]} for {status}"
            yield _of_route(module, call, (module.replaced(call.args[0], OTHERS[status]),), told)


def dropped_headers(module: Module) -> Iterator[Defect]:
    """Leave each header out."""
    for call in _calls(module, RESPONSES):
        for headers in call.args:
            if isinstance(headers, ast.Dict):
                yield from _without_each(module, headers)


def _without_each(module: Module, headers: ast.Dict) -> Iterator[Defect]:
    written = {
        module.source(name): module.source(value)
        for name, value in zip(headers.keys, headers.values, strict=True)
        if name is not None
    }
    for left_out in written:
        kept = ", ".join(f"{name}: {value}" for name, value in written.items() if name != left_out)
        told = f"{module.name}.{module.scope(headers)} sends no {quoted(left_out)}"
        yield _of_route(module, headers, (module.replaced(headers, f"{{{kept}}}"),), told)


def _of_route(module: Module, node: ast.AST, edits: tuple[Edit, ...], told: str) -> Defect:
    """Name the operation, too, which the decorator of the route tells."""
    for function in module.above(node):
        for decorator in getattr(function, "decorator_list", ()):
            for keyword in decorator.keywords:
                if keyword.arg == "operation_id":
                    return Defect(module.scope(function), edits, told, ast.literal_eval(keyword.value))
    return Defect(module.scope(node), edits, told)


def _calls(module: Module, names: set[str]) -> Iterator[ast.Call]:
    for call in module.nodes(ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id in names:
            yield call
