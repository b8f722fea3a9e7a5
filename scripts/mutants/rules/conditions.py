"""Statements that look at less than they should."""

import ast
from collections.abc import Iterator

from mutants.modules import Edit, Module
from mutants.mutant import Defect, quoted

OWNER = "user_id"
EDGES = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}


def dropped_owners(module: Module) -> Iterator[Defect]:
    """Drop each condition on the owner, wherever one stands in a `where`."""
    for where, condition, edit in _conditions(module):
        if _is_owner(condition, module):
            yield Defect(module.scope(where), (edit,), f"{_place(module, where)} does not ask whose the row is")


def dropped_conditions(module: Module) -> Iterator[Defect]:
    """Drop each of the other conditions."""
    for where, condition, edit in _conditions(module):
        if not _is_owner(condition, module):
            told = f"{_place(module, where)} drops {quoted(module.source(condition))}"
            yield Defect(module.scope(where), (edit,), told)


def moved_edges(module: Module) -> Iterator[Defect]:
    """Let each comparison of a statement include its edge, or leave it out."""
    for compare in module.nodes(ast.Compare):
        sign = EDGES.get(type(compare.ops[0]))
        if sign is None or len(compare.ops) > 1 or not _is_of_statement(compare, module):
            continue
        left, right = compare.left, compare.comparators[0]
        edit = Edit(module.end(left), module.start(right), f" {sign} ")
        told = f"{_place(module, compare)} compares {quoted(module.source(compare))} with {sign}"
        yield Defect(module.scope(compare), (edit,), told)


def _conditions(module: Module) -> Iterator[tuple[ast.Call, ast.expr, Edit]]:
    """Each condition of each `where`, and what takes it out."""
    for call in module.nodes(ast.Call):
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "where":
            continue
        for index, argument in enumerate(call.args):
            yield from _within(module, call, index, argument)


def _within(
    module: Module, call: ast.Call, index: int, argument: ast.expr
) -> Iterator[tuple[ast.Call, ast.expr, Edit]]:
    if not isinstance(argument, ast.Starred):
        yield call, argument, module.without(call.args, index)
        return
    name = module.source(argument.value)
    several = module.constants.get(name) or _local(module, call, name)
    if isinstance(several, ast.Tuple):
        for place, each in enumerate(several.elts):
            yield call, each, module.replaced(argument, f"*{name}[:{place}], *{name}[{place + 1}:]")
    elif isinstance(several, ast.List):
        for place, each in enumerate(several.elts):
            yield call, each, module.without(several.elts, place)


def _local(module: Module, node: ast.AST, name: str) -> ast.expr | None:
    """What a name of the function around a node was given first."""
    for function in module.above(node):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for each in ast.walk(function):
                if isinstance(each, ast.Assign) and module.source(each.targets[0]) == name:
                    return each.value
    return None


def _is_owner(condition: ast.expr, module: Module) -> bool:
    if isinstance(condition, ast.Name) and condition.id in module.constants:
        condition = module.constants[condition.id]
    return f".{OWNER})" in module.source(condition)


def _is_of_statement(node: ast.AST, module: Module) -> bool:
    """Tell whether a comparison is for the database, which sees no plain numbers of ours."""
    return any(word in module.source(node) for word in ("col(", "tuple_(", "func.", "place", "TASK", "ROW"))


def _place(module: Module, node: ast.AST) -> str:
    return f"{module.name}.{module.scope(node)}"
