"""`handfast watch`: save, and see what it means."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from handfast.verbs.arguments import Verbs, add_spec, add_verb, command, demand, demand_folder
from handfast.verbs.signals import interrupted_by

_EXAMPLES = """examples:
  handfast watch                                   lint and generate at each save of the specs
  handfast watch --serve "python -m backend"       and serve, anew after each save of specs or code that is good
  handfast watch --lenient                         of a document that was not written for the house rules

A mistake is shown in its lines, and the server goes on as it was; so it does while a new operation has no handler, and
while a save would orphan one. With --lenient findings of the lint are no mistakes: those that a save brings are told.
What cannot be read is a mistake still.

Of a `python -m MODULE` the next process is always at hand: what it imports of others, it has imported already. The one
before serves until the next has come to where it takes its port, and goes on serving if that fails before. After an
installation of packages, start again.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "watch", run, says="lint, generate and serve anew at each save", examples=_EXAMPLES)
    add_spec(parser)
    parser.add_argument("--out", type=Path, default=Path("generated"), help="what is generated (default: %(default)s)")
    parser.add_argument("--code", type=Path, default=Path(), help="folder of hand-written code (default: this one)")
    parser.add_argument("--lenient", action="store_true", help="tell findings, but let them stop nothing")
    parser.add_argument("--serve", type=command, metavar="COMMAND", help="a server to start, and to start again")


def run(options: argparse.Namespace) -> int:
    from handfast.watching.loop import Loop
    from handfast.watching.rebuilding import Rebuilding
    from handfast.watching.running import Running

    demand(options.spec)
    demand_folder(options.code)
    server = Running(options.serve) if options.serve else None
    rebuilding = Rebuilding(options.spec, options.out, options.code, options.lenient)
    loop = Loop(rebuilding, server, lambda line: print(line, flush=True))
    try:
        # The server has a session of its own, and would go on.
        with interrupted_by(signal.SIGTERM), interrupted_by(signal.SIGHUP):
            loop.run()
    except KeyboardInterrupt:
        print("ended", file=sys.stderr)
    return 0
