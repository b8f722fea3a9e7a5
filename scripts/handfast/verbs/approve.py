"""`handfast approve`: say yes to what the specs promise now."""

from __future__ import annotations

import argparse
import sys

from handfast.approval.review import reviewed
from handfast.approval.standing import standing
from handfast.findings import FindingsError, shown
from handfast.spec.document import load_as_is
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand
from handfast.verbs.remarks import warn

_EXAMPLES = """examples:
  handfast approve            show what changed since it was approved, and ask
  handfast approve --yes      the same without asking
  handfast approve --check    exit 1 with each change that nobody approved, by line
  handfast approve --unreleased    the version is not out yet: compare with the last approval of another one
  handfast approve --unseen        there is nothing in git to compare with: approve it all the same

Approved are operations, webhooks, tables (database/schema.dbml) and features (features/*.md), each by a digest in
approved.lock beside the document. What changed is compared with what the specs were when the lock was last committed,
by Redocly's rules: what is breaking or additive has to move info.version on from what it was then, or nothing is
approved. An approval that is not committed, or a lock that is taken away, changes nothing of that. Operations that say
`x-stability-level: draft` need no approval.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "approve", run, says="approve what the specs promise", examples=_EXAMPLES)
    add_spec(parser)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if something is not approved")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--unreleased", action="store_true", help="compare with the last approval of another version")
    parser.add_argument("--unseen", action="store_true", help="approve what nothing in git can be compared with")


def run(options: argparse.Namespace) -> int:
    demand(options.spec)
    document = load_as_is(options.spec, lenient=True)
    warn(document.findings)
    now = standing(document, options.spec.parent)
    if options.check and now.findings:
        raise FindingsError(now.findings)
    if not now.findings:
        print(f"{shown(now.path)}: everything is approved")
        return 0
    review = reviewed(now, unseen=options.unseen, unreleased=options.unreleased)
    for line in review.lines:
        print(line)
    if review.refusal:
        print(f"{options.spec}: {review.refusal}", file=sys.stderr)
        return 1
    if not (options.yes or _agreed()):
        print("nothing is approved", file=sys.stderr)
        return 1
    now.approve()
    print(f"{shown(now.path)}: approved")
    return 0


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Approve? [y/N] ").strip().lower() in {"y", "yes"}
