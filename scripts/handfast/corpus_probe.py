"""Run in a process of its own: imports a generated package, and compares its routes with its document.

`python -m handfast.corpus_probe FOLDER` writes JSON: how many operations there are, and those that are not routed.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from handfast.document import load_as_is
from handfast.mending import mended
from handfast.operations import operations

_NAME = "package"


def main(folder: Path) -> None:
    sys.path.insert(0, str(folder))
    package = importlib.import_module(_NAME)
    for module in pkgutil.walk_packages(package.__path__, f"{_NAME}."):
        importlib.import_module(module.name)
    document = mended(load_as_is(folder / _NAME / "openapi.json", lenient=True))
    wanted = {
        (method if method != method.lower() else method.upper(), path) for _, path, method, _ in operations(document)
    }
    missing = wanted - set(_routed(folder / _NAME / "routes"))
    print(json.dumps({"operations": len(wanted), "missing": sorted(" ".join(item) for item in missing)}))  # noqa: T201


def _routed(folder: Path) -> Iterator[tuple[str, str]]:
    """Method and template of each route, as its code says."""
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "operation":
                method, template = (ast.literal_eval(argument) for argument in node.args[:2])
                yield method, template


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
