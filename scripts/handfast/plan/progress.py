"""How far the handlers are: which operations somebody has written."""

from __future__ import annotations

import ast
from pathlib import Path

from handfast.plan.interfaces import read
from handfast.plan.sources import implementations
from handfast.plan.stubs import routes


def written(generated: Path, sources: Path) -> dict[str, bool]:
    """Each operation of a package, and whether a method below `sources` does more than raise NotImplementedError."""
    files = {
        path.relative_to(generated).as_posix(): path.read_bytes()
        for folder in ("apis", "routes")
        for path in sorted((generated / folder).glob("*.py"))
    }
    by_place = {(route.module, route.method): name for name, route in routes(files).items()}
    done = {(api, node.name) for api, node in implementations(sources, generated) if not _is_stub(node)}
    found = {}
    for path, content in files.items():
        folder, _, module = path.removesuffix(".py").rpartition("/")
        for method in read({path: content}).methods.values() if folder == "apis" else ():
            found[by_place[module, method.name]] = method.key in done
    return found


def _is_stub(node: ast.AsyncFunctionDef | ast.FunctionDef) -> bool:
    last = node.body[-1]
    raised = last.exc if isinstance(last, ast.Raise) else None
    called = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(called, ast.Name) and called.id == "NotImplementedError"
