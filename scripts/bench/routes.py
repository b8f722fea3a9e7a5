"""`--routes`: what many operations cost a generated server, at its start and at each request.

For each number of operations a package is generated and started in a process of its own; beside it Starlette's own list
of routes has the same templates. All is told as a multiple of what the fewest operations cost.
"""

import asyncio
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

OPERATIONS = (10, 100, 1_000, 2_000)
TAGS = 10
ROUNDS = 3
FINDS = 500
PACKAGE = "many"


@dataclass(frozen=True, slots=True)
class Cost:
    """The CPU of a start in seconds, and seconds to find a route: ours, and Starlette's list."""

    operations: int
    start: float
    ours: float
    starlette: float


def table(costs: list[Cost]) -> str:
    first = costs[0]
    lines = [f"{'operations':>10}  {'CPU to start':>12}  {'find a route':>12}  {'by a list':>9}"]
    for cost in costs:
        of_first = (cost.start / first.start, cost.ours / first.ours, cost.starlette / first.starlette)
        lines.append(f"{cost.operations:>10,}  {of_first[0]:>12.1f}  {of_first[1]:>12.1f}  {of_first[2]:>9.1f}")
    return "\n".join(lines)


def measured(tell: Callable[[str], None]) -> Iterator[Cost]:
    """Generates and measures a package for each number of operations."""
    from handfast.rendering.package import generate  # the other measurements do without the toolchain
    from handfast.spec.document import load_as_is

    for number in OPERATIONS:
        tell(f"generating {number:,} operations")
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            (folder / "openapi.json").write_text(json.dumps(document(number)), encoding="utf-8")
            package, _ = generate(load_as_is(folder / "openapi.json"))
            package.write(folder / PACKAGE)
            found = []
            for turn in range(1, ROUNDS + 1):
                tell(f"{number:,} operations, round {turn} of {ROUNDS}")
                done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
                found.append(json.loads(done.stdout))
        yield Cost(number, *(median(each[key] for each in found) for key in ("start", "ours", "starlette")))


def document(operations: int) -> dict[str, Any]:
    """Two operations a path, with a model of their own."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1"},
        "paths": {
            f"/areas/{{area}}/things{n}/{{id}}": {"get": _operation(n, "get"), "put": _operation(n, "put")}
            for n in range(operations // 2)
        },
        "components": {"schemas": {f"Thing{n}": _model() for n in range(operations // 2)}},
    }


def _operation(number: int, method: str) -> dict[str, Any]:
    thing = {"application/json": {"schema": {"$ref": f"#/components/schemas/Thing{number}"}}}
    return {
        "operationId": f"{method}Thing{number}",
        "tags": [f"tag{number % TAGS}"],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in ("area", "id")
        ],
        "responses": {"200": {"description": "It.", "content": thing}},
        **({"requestBody": {"required": True, "content": thing}} if method == "put" else {}),
    }


def _model() -> dict[str, Any]:
    properties = {"name": {"type": "string", "maxLength": 80}, "count": {"type": "integer"}}
    return {"type": "object", "required": ["name"], "properties": properties}


def _started(folder: Path) -> Any:
    """The application of a package: what its server does before it serves."""
    from fastapi import FastAPI

    sys.path.insert(0, str(folder))
    app = FastAPI(openapi_url=None)
    routers = []
    for path in sorted((folder / PACKAGE / "apis").glob("tag*.py")):
        tag = path.stem
        api = importlib.import_module(f"{PACKAGE}.apis.{tag}")
        make = getattr(importlib.import_module(f"{PACKAGE}.routes.{tag}"), f"{tag}_router")
        routers.append(make(getattr(api, f"Unimplemented{tag.capitalize()}")()))
    importlib.import_module(f"{PACKAGE}.routes").mount(app, *routers, build_seconds=0)
    return app


def _seconds(router: Any, scopes: list[dict[str, Any]]) -> float:
    """How long a search takes on average, over all templates alike."""
    from starlette.routing import Match

    def find(scope: dict[str, Any]) -> bool:
        return any(route.matches(scope)[0] is Match.FULL for route in router.routes)

    if not all(find(scope) for scope in scopes):
        raise RuntimeError("an operation is not found")
    began = time.process_time()
    for turn in range(FINDS):
        find(scopes[turn * 7919 % len(scopes)])
    return (time.process_time() - began) / FINDS


def _judged(folder: Path) -> dict[str, float]:
    from starlette.routing import Route, Router

    began = time.process_time()
    app = _started(folder)
    start = time.process_time() - began
    paths = json.loads((folder / PACKAGE / "openapi.json").read_text(encoding="utf-8"))["paths"]
    scopes = [_scope(path.format(area="a", id="1"), method) for path, item in paths.items() for method in item]
    listed = Router([Route(path, _nothing, methods=[method]) for path, item in paths.items() for method in item])
    return {"start": start, "ours": _seconds(app, scopes), "starlette": _seconds(listed, scopes)}


def _scope(path: str, method: str) -> dict[str, Any]:
    return {"type": "http", "path": path, "raw_path": path.encode(), "method": method.upper(), "root_path": ""}


async def _nothing(_: Any) -> Any:
    await asyncio.sleep(0)


if __name__ == "__main__":
    print(json.dumps(_judged(Path(sys.argv[1]))))
