"""Lists that are cut in the wrong place, or not at all."""

import ast
from collections.abc import Iterator

from mutants.modules import Edit, Module
from mutants.mutant import Defect, quoted

LIMIT = "limit"
ORDERS = {"desc": "asc", "asc": "desc"}


def miscounted_pages(module: Module) -> Iterator[Defect]:
    """Move each sum, slice and comparison of `limit` by one."""
    for node in module.nodes(ast.expr):
        new = _miscounted(module, node)
        if new is not None:
            told = f"{module.name}.{module.scope(node)} has {quoted(new)} for {quoted(module.source(node))}"
            yield Defect(module.scope(node), (module.replaced(node, new),), told)


def _miscounted(module: Module, node: ast.expr) -> str | None:
    match node:
        case ast.BinOp(left=ast.Name(id="limit"), op=ast.Sub(), right=ast.Constant(value=1)):
            return LIMIT
        case ast.BinOp(left=ast.Name(id="limit"), op=ast.Add(), right=ast.Constant(value=1)):
            return LIMIT
        case ast.Subscript(slice=ast.Slice(lower=None, upper=ast.Name(id="limit"))):
            return f"{module.source(node.value)}[: {LIMIT} + 1]"
        case ast.Compare(ops=[ast.Gt()], comparators=[ast.Name(id="limit")]):
            return f"{module.source(node.left)} >= {LIMIT}"
    return None


def unbounded_lists(module: Module) -> Iterator[Defect]:
    """Drop each `limit` and `order_by` of a select, and turn each order over."""
    for call in module.nodes(ast.Call):
        if not isinstance(call.func, ast.Attribute):
            continue
        name, before = call.func.attr, module.end(call.func.value)
        place = f"{module.name}.{module.scope(call)}"
        if name == LIMIT and "SWEEP" not in place:
            yield Defect(module.scope(call), (Edit(before, module.end(call), ""),), f"{place} ignores the limit")
        if name == "order_by":
            yield Defect(module.scope(call), (Edit(before, module.end(call), ""),), f"{place} has no order")
        if name in ORDERS:
            turned = Edit(before, module.end(call), f".{ORDERS[name]}()")
            yield Defect(module.scope(call), (turned,), f"{place} has {name}() turned over")


def wider_cursors(module: Module) -> Iterator[Defect]:
    """Leave each part but the name out of what a cursor is good for."""
    for assignment in module.nodes(ast.Assign):
        scope = assignment.value
        if module.source(assignment.targets[0]) != "scope" or not isinstance(scope, ast.Tuple):
            continue
        for left_out in scope.elts[1:]:
            kept = "".join(f"{module.source(each)}, " for each in scope.elts if each is not left_out)
            told = f"{module.name}.{module.scope(scope)} takes a cursor of another {quoted(module.source(left_out))}"
            yield Defect(module.scope(scope), (module.replaced(scope, f"({kept.rstrip()})"),), told)
