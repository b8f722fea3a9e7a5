"""The command line of `make mutants`. Exit codes: 0 all caught, 1 some are not, 2 misuse."""

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from mutants.catalogue import CatalogueError, read_catalogue
from mutants.controls import ControlFailed
from mutants.mutant import Mutant
from mutants.report import excepted, summary, table
from mutants.rules import RULES
from mutants.runs import Run
from mutants.selection import matching, quick, sampled, sharded
from mutants.trials import Verdict

ROOT = Path(__file__).resolve().parents[2]
CAUGHT, MISSED, MISUSE, INTERRUPTED = 0, 1, 2, 130
DESCRIPTION = """
The proof of the proof: seed one defect at a time into a copy of this backend, run the parts of the contract tests that
claim to see it, and tell which test did. A server that does not start is not caught, and neither is a suite that breaks
down. Before it, each of these parts has to be green on a copy without a defect.
"""
EPILOG = """examples:
  make mutants
      all of them, with a table at the end: it takes hours
  make mutants MUTANTS="--list"
      what there is
  make mutants MUTANTS="--only isolation --jobs 2"
      those whose id, description or parts hold the word, two at a time
  make mutants MUTANTS="--resume build/mutants.jsonl --shard 1/4"
      a quarter of them; called again it goes on where it was stopped, and begins anew when the sources change
  make mutants MUTANTS="--sample 2 --quick --proven"
      two, others for every commit, that are caught in seconds, of code that was proven just before: what CI does
  make mutants MUTANTS="--only owner: --stock"
      schemathesis as it comes beside ours

exit codes: 0 all caught, 1 some are not, or the code without a defect is not green, 2 misuse

rules:
"""


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    options = make_parser().parse_args(arguments)
    try:
        catalogue = read_catalogue(root)
        chosen = chosen_from(catalogue.mutants, options)
        run = Run(root, chosen, options)
    except (CatalogueError, ValueError) as error:
        sys.stderr.write(f"mutants: {error}\n")
        return MISUSE
    if options.list:
        for each in chosen:
            print(f"{each.id}\n  {each.sentence} ({', '.join(each.claims)})")
        for name, reason in catalogue.out_of_reach.items():
            if not options.only or any(text in name for text in options.only):
                print(f"{name}\n  out of reach: {reason}")
        print(f"{len(chosen)} of {len(catalogue.mutants)} defects; {excepted(catalogue)}")
        return CAUGHT
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # in order, as on Ctrl-C
    try:
        run.go()
    except ControlFailed as error:
        sys.stderr.write(f"mutants: {error}\n")
        return MISSED
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        print("", *table(chosen, run.trials), "", summary(list(run.trials.values())), sep="\n")
        print(excepted(catalogue), flush=True)
        if options.json:
            options.json.write_text(json.dumps([asdict(each) for each in run.trials.values()], indent=1) + "\n")
    return CAUGHT if all(each.verdict is Verdict.CAUGHT for each in run.trials.values()) else MISSED


def chosen_from(mutants: Sequence[Mutant], options: argparse.Namespace) -> list[Mutant]:
    """Keep what was asked for. Raises ValueError if nothing is left."""
    chosen = matching(mutants, options.only)
    if options.quick:
        chosen = quick(chosen)
    if options.sample:
        chosen = sampled(chosen, options.sample, options.seed or head_commit())
    if options.shard:
        chosen = sharded(chosen, *options.shard)
    if not chosen:
        raise ValueError("there is no such defect; --list says what there is")
    return chosen


def head_commit() -> str:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "no commit"


def make_parser() -> argparse.ArgumentParser:
    rules = "\n".join(f"  {each.name:<12}{each.what}" for each in RULES)
    parser = argparse.ArgumentParser(
        "mutants", description=DESCRIPTION, epilog=EPILOG + rules, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--list", action="store_true", help="say what there is, and try nothing")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT", help="those that hold the text")
    parser.add_argument("--quick", action="store_true", help="those that a few tests catch, in seconds")
    parser.add_argument("--sample", type=_count, metavar="N", help="draw so many, of as many rules as there are")
    parser.add_argument("--seed", metavar="TEXT", help="what a sample is drawn by (default: the commit)")
    parser.add_argument("--shard", type=_shard, metavar="I/N", help="the Ith of N parts")
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="so many at a time (default: 1)")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="go on from this file, and note there what is new")
    parser.add_argument(
        "--proven", action="store_true", help="`make contract` was green just now: do not see to it again"
    )
    parser.add_argument("--budget", default="default", help="of each run of the contract tests (default: %(default)s)")
    parser.add_argument("--stock", action="store_true", help="try schemathesis as it comes, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what came of each as JSON")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"is no number above 0: {text}")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise argparse.ArgumentTypeError(f"is no part of so many, such as 1/4: {text}")
    return int(index), int(count)
