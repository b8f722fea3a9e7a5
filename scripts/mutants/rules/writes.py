"""Writes that lose something on the way."""

import ast
from collections.abc import Iterator

from mutants.modules import Module
from mutants.mutant import Defect, quoted


def lost_columns(module: Module) -> Iterator[Defect]:
    """Leave each column out of each update."""
    for call in module.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "values" and _is_update(call.func.value, module):
            for index, keyword in enumerate(call.keywords):
                if keyword.arg is None:
                    continue
                told = f"{module.name}.{module.scope(call)} does not set {keyword.arg}"
                yield Defect(module.scope(call), (module.without(call.keywords, index),), told)


def lost_values(module: Module) -> Iterator[Defect]:
    """Keep the old value where a new one was given, and the given one where nothing was; forget what a body says."""
    for call in module.nodes(ast.Call):
        if module.source(call.func) == "func.coalesce" and "given(" in module.source(call.args[0]):
            told = f"{module.name}.{module.scope(call)} keeps the old value: {quoted(module.source(call))}"
            yield Defect(module.scope(call), (module.replaced(call, module.source(call.args[1])),), told)


def _is_update(called: ast.expr, module: Module) -> bool:
    while isinstance(called, ast.Call | ast.Attribute):
        if isinstance(called, ast.Call) and isinstance(called.func, ast.Name):
            return called.func.id == "update"
        called = called.func if isinstance(called, ast.Call) else called.value
    return module.source(called) == "update"
