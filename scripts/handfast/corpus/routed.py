"""L1: every operation is routed at its exact template and method, and all modules import.

In a process of its own: `python -m handfast.corpus.routed DOCUMENT FOLDER`.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from handfast.corpus.outcomes import PACKAGE, Outcome, Subject, missed, reached
from handfast.corpus.processes import asked
from handfast.corpus.verdict import judge
from handfast.rewriting.mending import mended
from handfast.spec.document import load_as_is
from handfast.spec.operations import operations


def measure(subject: Subject) -> Outcome:
    return asked(__name__, subject)


def _judged(document: Path, folder: Path) -> Outcome:
    sys.path.insert(0, str(folder))
    package = importlib.import_module(PACKAGE)
    for module in pkgutil.walk_packages(package.__path__, f"{PACKAGE}."):
        importlib.import_module(module.name)
    found = operations(mended(load_as_is(document, lenient=True)))
    wanted = {(method if method != method.lower() else method.upper(), path) for _, path, method, _ in found}
    missing = sorted(" ".join(item) for item in wanted - set(_routed(folder / PACKAGE)))
    numbers: dict[str, float] = {"operations": len(wanted)}
    return missed(f"{len(missing)} not routed: {missing[0]}", missing, numbers) if missing else reached(numbers)


def _routed(package: Path) -> Iterator[tuple[str, str]]:
    """Method and template of each route, as its code says; those of drafts, too."""
    for path in [*(package / "routes").glob("*.py"), package / "drafts.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "operation":
                method, template = (ast.literal_eval(argument) for argument in node.args[:2])
                yield method, template


if __name__ == "__main__":
    judge(_judged)
