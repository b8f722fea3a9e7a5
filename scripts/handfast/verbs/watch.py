"""`handfast watch`: save, and see what it means."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand
from handfast.verbs.signals import interrupted_by

_EXAMPLES = """examples:
  handfast watch                                   lint and generate at each save of the specs
  handfast watch --serve "python -m backend"       and serve, anew after each save of specs or code that is good

A mistake is shown in its lines, and the server goes on as it was; so it does while a new operation has no handler, and
while a save would orphan one. The server of a `python -m MODULE` is anew the soonest: while the save is read, the next
one imports what it needs of others.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "watch", run, says="lint, generate and serve anew at each save", examples=_EXAMPLES)
    add_spec(parser)
    parser.add_argument("--out", type=Path, default=Path("generated"), help="what is generated (default: %(default)s)")
    parser.add_argument("--code", type=Path, default=Path(), help="folder of hand-written code (default: this one)")
    parser.add_argument("--serve", metavar="COMMAND", help="a server to start, and to start again")


def run(options: argparse.Namespace) -> int:
    from handfast.watching.loop import Loop
    from handfast.watching.running import Running

    demand(options.spec)
    server = Running(options.serve) if options.serve else None
    loop = Loop(options.spec, options.out, options.code, server, lambda line: print(line, flush=True))
    try:
        with interrupted_by(signal.SIGTERM):  # the server has a session of its own, and would go on
            loop.run()
    except KeyboardInterrupt:
        print("ended", file=sys.stderr)
    return 0
