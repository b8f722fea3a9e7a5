"""`handfast publish`: an edition of the contract for frontends."""

from __future__ import annotations

import argparse
from pathlib import Path

from handfast.approval.standing import LOCK, Standing, standing
from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.document import load_as_is
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand
from handfast.verbs.remarks import warn

_LOCK = Path("specs") / LOCK
_EXAMPLES = """examples:
  handfast publish
  handfast publish --spec petstore.json --out public
  handfast publish --proof proof.html       the docs page leads to a report of the contract tests
  handfast publish --database               the docs page shows the tables, too: for those who build the API
  handfast publish --unapproved --out preview    what is promised to nobody yet

Where there is an approved.lock beside the document, nothing is written as long as something is not approved. In a
project with a specs/approved.lock no other document is published without --unapproved.
Written are openapi.HASH.json and .yaml (the bytes that the server serves), openapi.HASH.d.ts (TypeScript, for
openapi-fetch and its like), changes.HASH.md (against the edition before it in that folder), docs.HASH.html (a page to
read and try it, which asks nothing of any other host), proof.HASH.html if there is one, and index.json, which names
them. HASH is of the JSON. Older editions stay.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "publish", run, says="write what frontends take of the contract", examples=_EXAMPLES)
    add_spec(parser)
    parser.add_argument("--out", type=Path, default=Path("dist"), help="folder (default: %(default)s)")
    parser.add_argument("--proof", type=Path, metavar="FILE", help="a report to publish along, as HTML")
    parser.add_argument("--unapproved", action="store_true", help="publish what nobody approved, too")
    parser.add_argument("--database", action="store_true", help="show specs/database on the docs page")


def run(options: argparse.Namespace) -> int:
    from handfast.publishing.edition import Extras, edition
    from handfast.rendering.package import generate

    demand(options.spec)
    proof = options.proof.read_bytes() if options.proof else None
    document = load_as_is(options.spec, lenient=True)
    warn(document.findings)
    findings = [] if options.unapproved else _unapproved(options.spec, standing(document, options.spec.parent))
    if findings:
        raise FindingsError(findings)
    package, _ = generate(document)
    made = edition(package.files, document, options.out, Extras(proof, options.database))
    for name in made.write(options.out):
        print(shown(options.out / name))
    print(f"edition {made.digest} is in {shown(options.out)}")
    return 0


def _unapproved(spec: Path, now: Standing) -> list[Finding]:
    """What keeps a document from being published: its own lock, or that of the project that it is no specs of."""
    if now.governed:
        return now.findings
    where = f"is not what {_LOCK} approves: say --unapproved to publish it all the same"
    return [Finding(Location(shown(spec)), where)] if _LOCK.is_file() else []
