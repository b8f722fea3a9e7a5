"""`handfast approve`: say yes to what the specs promise now."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from handfast.approval.digests import Approvable, approvables
from handfast.approval.lock import read, write
from handfast.approval.review import reviewed
from handfast.findings import FindingsError, shown
from handfast.spec.document import Document, load_as_is
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand

_EXAMPLES = """examples:
  handfast approve            show what changed since it was approved, and ask
  handfast approve --yes      the same without asking
  handfast approve --check    exit 1 with each change that nobody approved, by line

Approved are operations, tables (database/schema.dbml) and features (features/*.md), each by a digest in approved.lock
beside the document. What changed is compared with what the specs were when the lock was last committed, by Redocly's
rules: what is breaking or additive has to move info.version, or nothing is approved. Operations that say
`x-stability-level: draft` need no approval.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "approve", run, says="approve what the specs promise", examples=_EXAMPLES)
    add_spec(parser)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if something is not approved")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    demand(options.spec)
    document = load_as_is(options.spec, lenient=True)  # what is broken is for the lint to say
    found = _approvables(document, options.spec.parent)
    path = options.spec.parent / "approved.lock"
    lock = read(path)
    findings = sorted(lock.differences(found))
    if options.check and findings:
        raise FindingsError(findings)
    if not findings:
        print(f"{shown(path)}: everything is approved")
        return 0
    review = reviewed(document, lock, path, findings)
    for line in review.lines:
        print(line)
    if review.refusal:
        print(f"{options.spec}: {review.refusal}", file=sys.stderr)
        return 1
    if not (options.yes or _agreed()):
        print("nothing is approved", file=sys.stderr)
        return 1
    write(path, _version(document), found)
    print(f"{shown(path)}: approved")
    return 0


def _approvables(document: Document, folder: Path) -> list[Approvable]:
    return approvables(document, folder / "database" / "schema.dbml", folder / "features")


def _version(document: Document) -> str:
    return str(document.data.get("info", {}).get("version", ""))


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Approve? [y/N] ").strip().lower() in {"y", "yes"}
