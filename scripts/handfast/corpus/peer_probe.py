"""Run by a peer's own Python, without anything of ours: `python peer_probe.py FOLDER MODULE`.

Imports what was generated, and writes as JSON the routes of its application and what it says of itself.
"""

from __future__ import annotations

import importlib
import json
import sys


def main(folder: str, name: str) -> None:
    sys.path.insert(0, folder)
    app = getattr(importlib.import_module(name), "app", None)
    routes = [
        (method, route.path) for route in getattr(app, "routes", []) for method in getattr(route, "methods", None) or ()
    ]
    if app:
        app.version = app.version or "none"  # FastAPI wants one, documents may go without
    document = app.openapi() if app else {}
    sys.stdout.write("\n" + json.dumps({"routes": routes, "document": document}, default=str) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
