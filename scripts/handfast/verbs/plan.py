"""`handfast plan`: what generating would do, before it is done."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from handfast.findings import shown
from handfast.spec.document import load_as_is
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand, demand_folder
from handfast.verbs.remarks import warn

_EXAMPLES = """examples:
  handfast plan
  handfast plan --spec petstore.json --out pets --code src

Nothing is written. Told are the abstract methods that appear (+), change (~) or go (-), the answers, problems and
schemas that do, where hand-written code implements or names them, and which TypeScript types of frontends change.
Exit 1 if a handler would be orphaned: its operation is no longer in the document, so nothing would call it.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(
        verbs, "plan", run, says="say what generating would change, and who has to follow", examples=_EXAMPLES
    )
    add_spec(parser)
    parser.add_argument("--out", type=Path, default=Path("generated"), help="what is generated (default: %(default)s)")
    parser.add_argument(
        "--code", type=Path, default=Path(), help="folder of hand-written code (default: the current one)"
    )


def run(options: argparse.Namespace) -> int:
    from handfast.plan.planning import planned
    from handfast.plan.telling import told
    from handfast.rendering.package import generate

    demand(options.spec)
    demand_folder(options.code)
    if options.out.exists():
        demand_folder(options.out)
    document = load_as_is(options.spec, lenient=True)
    warn(document.findings)
    package, _ = generate(document)
    made = planned(options.out, options.code, package.files)
    for line in told(made):
        print(line)
    if made.orphans:
        places = ", ".join(place for change in made.orphans for place in change.places)
        print(f"{shown(options.spec)} no longer has what these implement: {places}", file=sys.stderr)
        return 1
    return 0
