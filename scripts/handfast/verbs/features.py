"""`handfast features`: what the system is for, proved on a running server."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from handfast.features.reading import features
from handfast.features.running import prove
from handfast.features.serving import ServingError, served, there
from handfast.verbs.arguments import Verbs, add_verb, address, command

_EXAMPLES = """examples:
  handfast features --base-url http://127.0.0.1:8000
  handfast features --serve "python -m backend"    started with HOST and PORT set, and ended afterwards
  handfast features --base-url http://127.0.0.1:8000 --only tasks

Each criterion of features/*.md is proved by the workflow of its name beside it (Arazzo), which Redocly CLI runs.
In a workflow, `$inputs.unique` is a word that no other run has. Exit 1 if a criterion does not hold.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "features", run, says="prove the features on a running server", examples=_EXAMPLES)
    parser.add_argument(
        "--folder", type=Path, default=Path("specs/features"), help="where they are (default: %(default)s)"
    )
    parser.add_argument("--only", action="append", metavar="NAME", help="one of them; again for more")
    server = parser.add_mutually_exclusive_group(required=True)
    server.add_argument("--base-url", type=address, help="of a server that runs")
    server.add_argument("--serve", type=command, metavar="COMMAND", help="starts one")


def run(options: argparse.Namespace) -> int:
    known = features(options.folder)
    found = [feature for feature in known if not options.only or feature.name in options.only]
    if absent := {*(options.only or ())} - {feature.name for feature in known}:
        print(f"handfast: no feature {' or '.join(sorted(absent))} in {options.folder}", file=sys.stderr)
        return 2
    if not found:
        print(f"handfast: no features in {options.folder}", file=sys.stderr)
        return 2
    failed = total = 0
    try:
        with there(options.base_url) if options.base_url else served(options.serve) as url:
            for feature in found:
                print(feature.name)
                for proof in prove(feature, url):
                    total += 1
                    failed += bool(proof.faults)
                    print(f"  {'✗' if proof.faults else '✓'} {proof.criterion}")
                    for fault in proof.faults:
                        print(f"      {proof.place}: {fault}")
    except ServingError as error:
        print(f"handfast: {error}", file=sys.stderr)
        return 2
    print(f"{total - failed} of {total} criteria hold")
    return 1 if failed else 0
