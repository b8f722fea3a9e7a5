"""Refusals that do not happen."""

import ast
from collections.abc import Iterator

from mutants.modules import Module
from mutants.mutant import Defect, quoted


def dropped_guards(module: Module) -> Iterator[Defect]:
    """Never take the way out of each `if` that does nothing but raise, or say that there is nothing."""
    for guard in _guards(module):
        told = f"{module.name}.{module.scope(guard)} lets pass {quoted(module.source(guard.test))}"
        yield Defect(module.scope(guard), (module.replaced(guard.test, "False"),), told)


def weakened_guards(module: Module) -> Iterator[Defect]:
    """Drop each of the alternatives in the condition of such an `if`."""
    for guard in _guards(module):
        test = guard.test
        if not isinstance(test, ast.BoolOp) or not isinstance(test.op, ast.Or):
            continue
        for part in test.values:
            kept = " or ".join(_alone(module, each) for each in test.values if each is not part)
            told = f"{module.name}.{module.scope(guard)} lets pass {quoted(module.source(part))}"
            yield Defect(module.scope(guard), (module.replaced(test, kept),), told)


def _guards(module: Module) -> Iterator[ast.If]:
    for each in module.nodes(ast.If):
        if len(each.body) == 1 and not each.orelse and _is_way_out(each.body[0]):
            yield each


def _is_way_out(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Raise):
        return True
    value = statement.value if isinstance(statement, ast.Return) else None
    return isinstance(value, ast.Constant) and value.value in (None, False)


def _alone(module: Module, part: ast.expr) -> str:
    return f"({module.source(part)})" if isinstance(part, ast.BoolOp | ast.NamedExpr) else module.source(part)
