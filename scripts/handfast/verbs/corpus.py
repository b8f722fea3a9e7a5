"""`handfast corpus`: the generator on a folder of documents."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from handfast.corpus import ours, peers
from handfast.corpus.documents import Entry, documents_in
from handfast.corpus.measuring import Tool, measured
from handfast.corpus.outcomes import LEVELS, Result
from handfast.corpus.progress import Progress
from handfast.corpus.table import HEADING, row, summary, write_json
from handfast.verbs.arguments import Verbs, add_verb
from handfast.verbs.signals import interrupted_by

_EXAMPLES = """examples:
  handfast corpus documents                       what each reaches; exit 1 if one misses L1, L2 or L3
  handfast corpus documents --json found.json     the same for programs, written as it goes
  handfast corpus documents --only 'pet*' --levels L1,L2 --alone
  handfast corpus documents --peers other/bin     with generators whose commands are in other/bin

L1 routed, L2 faithful, L3 typed, L4 alive, L5 quick; `-` is not measured. A folder may have a manifest.tsv with the
columns name and entry; without one each file below it that says `openapi:` is a document.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "corpus", run, says="measure the generator on a folder of documents", examples=_EXAMPLES)
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder of documents")
    parser.add_argument("--json", type=Path, metavar="FILE", help="a file for the same as JSON")
    parser.add_argument("--only", action="append", metavar="NAME", help="documents of this name (* and ? fit any)")
    parser.add_argument(
        "--require", type=_levels, default=LEVELS[:3], help="exit 1 if one misses any of these (default: L1,L2,L3)"
    )
    parser.add_argument("--levels", type=_levels, default=LEVELS, help="those to measure (default: all)")
    parser.add_argument(
        "--peers", type=Path, action="append", metavar="DIR", help="a folder with commands of other generators"
    )
    parser.add_argument("--alone", action="store_true", help="measure no other generators, installed or not")
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="at a time (default: %(default)s)")
    parser.add_argument("--limit", type=_positive, default=300, help="seconds for each step (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Measures, tells, and gives the exit code."""
    documents = [entry for entry in documents_in(options.folder) if _wanted(entry, options.only)]
    if not documents:
        said = f"no document is called {' or '.join(options.only)}" if options.only else "holds no OpenAPI document"
        print(f"handfast: {options.folder}: {said}", file=sys.stderr)
        return 2
    tools = _tools(options)
    results: list[Result] = []
    if options.json:
        write_json(results, options.json)  # so that a file that cannot be written is told now
    try:
        with interrupted_by(signal.SIGTERM):
            _measure(documents, tools, options, results)
    except KeyboardInterrupt:
        print(f"interrupted after {len(results)} of {len(documents) * len(tools)}", file=sys.stderr)
        return 1
    finally:
        if options.json:
            write_json(results, options.json)
        print("\n".join(summary(results, list(tools))))
    demanded = [level for level in options.require if level in options.levels]
    return 1 if any(result.misses(demanded) for result in results if result.tool == ours.NAME) else 0


def _measure(
    documents: Sequence[Entry], tools: dict[str, Tool], options: argparse.Namespace, results: list[Result]
) -> None:
    written = 0.0
    with Progress(documents, list(tools), sys.stdout) as progress:
        for result in measured(documents, tools, jobs=options.jobs, limit=options.limit, watching=progress):
            results.append(result)
            progress.said(result)
            if options.json and time.monotonic() > written + 1:
                write_json(results, options.json)
                written = time.monotonic()
    if sys.stdout.isatty():
        print(
            HEADING,
            *(
                row(result, tool=len(tools) > 1)
                for result in sorted(results, key=lambda item: (item.name, list(tools).index(item.tool)))
            ),
            sep="\n",
        )


def _tools(options: argparse.Namespace) -> dict[str, Tool]:
    others = {} if options.alone else peers.installed(options.peers or [], options.levels)
    return {ours.NAME: partial(ours.measured, levels=options.levels), **others}


def _wanted(entry: Entry, names: Sequence[str] | None) -> bool:
    return names is None or any(fnmatch(entry.name, name) for name in names)


def _levels(text: str) -> tuple[str, ...]:
    levels = tuple(text.upper().split(",")) if text else ()
    if not set(levels) <= set(LEVELS):
        raise argparse.ArgumentTypeError(f"is none of {', '.join(LEVELS)}: {text}")
    return levels


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"is no number above 0: {text}")
    return int(text)
