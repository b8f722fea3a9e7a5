"""`handfast tools`: install what runs on Node."""

from __future__ import annotations

import argparse

from handfast.tools.installation import folder, install
from handfast.verbs.arguments import Verbs, add_verb

_EXAMPLES = """examples:
  handfast tools
  handfast tools --quiet    before other verbs, in a Makefile

Redocly CLI (for lint, approve and features) and openapi-typescript (for publish). The versions are
pinned, and each package has to match its hash; they come from the registry that npm is set up with. Asked again,
nothing is done.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "tools", run, says="install the Node tools that other verbs use", examples=_EXAMPLES)
    parser.add_argument("--quiet", action="store_true", help="say nothing if there is nothing to do")


def run(options: argparse.Namespace) -> int:
    new = install()
    if new or not options.quiet:
        print(f"{'installed in' if new else 'already in'} {folder()}")
    return 0
