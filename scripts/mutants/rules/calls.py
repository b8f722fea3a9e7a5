"""Calls that are left out."""

import ast
from collections.abc import Iterator

from mutants.modules import Module
from mutants.mutant import Defect, quoted


def lost_calls(module: Module) -> Iterator[Defect]:
    """Leave out each awaited call whose result nobody looks at."""
    for statement in module.nodes(ast.Expr):
        if isinstance(statement.value, ast.Await):
            told = (
                f"{module.name}.{module.scope(statement)} does without {quoted(module.source(statement.value.value))}"
            )
            yield Defect(module.scope(statement), (module.replaced(statement, "pass"),), told)
