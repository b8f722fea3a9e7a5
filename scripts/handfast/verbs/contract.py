"""`handfast contract`: the proof, in a process of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence

from handfast.verbs.arguments import Verbs

NAME = "contract"


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verbs.add_parser(NAME, help="prove a running server against its document; see `handfast contract --help`")


def prove(words: Sequence[str]) -> int:
    """Hand all words on: the proof shares no code with the toolchain, so that it is a second opinion."""
    command = [sys.executable, "-P", "-m", "contract_tests", *words]
    with subprocess.Popen(command) as suite:  # noqa: S603 - its own interpreter, with the words of its caller
        while True:
            try:
                return suite.wait()
            except KeyboardInterrupt:
                continue  # the proof got it, too, and ends what it started
