"""`handfast lint`: a document against the house rules."""

from __future__ import annotations

import argparse

from handfast.document import load_as_is
from handfast.findings import FindingsError, shown
from handfast.lint import lint
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand

_EXAMPLES = """examples:
  handfast lint
  handfast lint --spec other/openapi.yaml

Each finding is `file:line:column: message`, sorted by place.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    add_spec(add_verb(verbs, "lint", run, says="hold a document against the house rules", examples=_EXAMPLES))


def run(options: argparse.Namespace) -> int:
    demand(options.spec)
    if findings := lint(load_as_is(options.spec)):
        raise FindingsError(findings)
    print(f"{shown(options.spec)}: no findings")
    return 0
