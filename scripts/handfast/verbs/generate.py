"""`handfast generate`: a document to a package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from handfast.findings import FindingsError, shown
from handfast.plan.changes import Change
from handfast.rendering.progress import Progress
from handfast.spec.document import load_as_is
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand
from handfast.verbs.remarks import warn

_EXAMPLES = """examples:
  handfast generate                                  specs/openapi.yaml -> generated/
  handfast generate --spec petstore.json --out pets  any OpenAPI 3 document, any folder
  handfast generate --check                          exit 1 and a diff if generated/ is not what specs/ says
  handfast generate --orphan                         write although handlers lose the operation that they implement

Nothing is written if hand-written code implements an operation that the document no longer has: nobody would call it.
Rename or remove its method first, or say --orphan. `handfast plan` tells all that a change means.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "generate", run, says="write models, handlers' interfaces and routes", examples=_EXAMPLES)
    add_spec(parser)
    parser.add_argument("--out", type=Path, default=Path("generated"), help="folder (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 with a diff on any drift")
    parser.add_argument("--orphan", action="store_true", help="write although a handler would be orphaned")
    parser.add_argument(
        "--code", type=Path, default=Path(), help="folder of hand-written code (default: the current one)"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 if anything of the document is lost")


def run(options: argparse.Namespace) -> int:
    # Imported here, as the model generator is slow to import and `lint` and `--help` do without it.
    from handfast.plan.planning import orphaned
    from handfast.rendering.package import generate

    demand(options.spec)
    with Progress(sys.stderr) as said:
        said(f"reading {shown(options.spec)}")
        package, lost = generate(load_as_is(options.spec, lenient=True), said)
    if lost and options.strict:
        raise FindingsError(lost)
    warn(lost)
    if options.check:
        lines = list(package.difference(options.out))
        sys.stdout.writelines(lines)
        if lines:
            print(f"{shown(options.out)} is not what {shown(options.spec)} says; run generate", file=sys.stderr)
        return 1 if lines else 0
    if not options.orphan and (orphans := orphaned(options.out, options.code, package.files)):
        print("\n".join(_refusal(orphans, options.spec)), file=sys.stderr)
        return 1
    changed = package.write(options.out)
    for name in changed:
        print(shown(options.out / name))
    print(f"{len(changed)} of {len(package.files)} files changed in {shown(options.out)}")
    return 0


def _refusal(orphans: Sequence[Change], spec: Path) -> Iterator[str]:
    for change in orphans:
        for place in change.places:
            yield f"{place}: would be orphaned: {shown(spec)} no longer has {change.subject}"
    yield "nothing is written; rename or remove what is named, or say --orphan"
