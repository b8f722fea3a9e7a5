"""`handfast stub`: the method that a handler has to have for an operation, and which are written already."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.document import load_as_is
from handfast.spec.drafts import promised
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand, demand_folder
from handfast.verbs.remarks import warn

_EXAMPLES = """examples:
  handfast stub listTasks             print the method, typed and documented from the document
  handfast stub listTasks >> handlers/tasks.py
  handfast stub --unwritten           list the operations whose method is missing, or raises NotImplementedError
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "stub", run, says="print the method that an operation's handler needs", examples=_EXAMPLES)
    add_spec(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("operation", metavar="OPERATION_ID", nargs="?")
    what.add_argument("--written", action="store_true", help="list the operations that somebody has written")
    what.add_argument("--unwritten", action="store_true", help="list the others")
    parser.add_argument("--out", type=Path, default=Path("generated"), help="what is generated (default: %(default)s)")
    parser.add_argument("--sources", type=Path, default=Path(), help="hand-written code (default: the current folder)")


def run(options: argparse.Namespace) -> int:
    if options.operation is None:
        return _list(options)
    from handfast.plan.stubs import routes, stub
    from handfast.rendering.package import generate

    demand(options.spec)
    document = load_as_is(options.spec, lenient=True)
    warn(document.findings)
    _demand_generated(options.out)
    package, _ = generate(promised(document))  # who writes a handler has more than a draft
    known = routes(package.files)
    route = known.get(options.operation)
    if route is None:
        near = difflib.get_close_matches(options.operation, known, n=3)
        hint = f"; is it {' or '.join(near)}?" if near else ""
        print(f"handfast: no operation has the operationId {options.operation}{hint}", file=sys.stderr)
        return 2
    print(stub(package.files, route, options.out.name), end="")
    return 0


def _list(options: argparse.Namespace) -> int:
    from handfast.plan.progress import written

    _demand_generated(options.out)
    demand_folder(options.sources)
    for name, is_written in written(options.out, options.sources).items():
        if is_written == options.written:
            print(name)
    return 0


def _demand_generated(folder: Path) -> None:
    """What is pasted imports of it."""
    if not folder.is_dir():
        raise FindingsError([Finding(Location(shown(folder)), "is not there; run generate")])
