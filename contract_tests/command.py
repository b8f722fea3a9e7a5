"""The command line of the proof. Exit codes: 0 proven, 1 findings, 2 misuse."""

import argparse
import contextlib
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from contract_tests.options import make_parser
from contract_tests.plan import Broken, Misuse, Plan, make_plan

if TYPE_CHECKING:
    from contract_tests.report.run import Done

_PROVEN, _FINDINGS, _MISUSE, _INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove what was asked for, and give the exit code."""
    options = make_parser().parse_args(arguments)
    try:
        plan = make_plan(options)
    except Broken as error:
        print(error, "1 finding", sep="\n", file=sys.stderr)
        return _FINDINGS
    except Misuse as error:
        print(f"handfast contract: {error}", file=sys.stderr)
        return _MISUSE
    os.environ.update(plan.environment)
    with tempfile.TemporaryDirectory(prefix="contract-hypothesis-") as folder:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder  # it would leave a folder where the command was called
        with _own_output() as stream:
            return _prove(plan, options, stream)


@contextlib.contextmanager
def _own_output() -> Iterator[TextIO]:
    """Yield standard output for ourselves: pytest takes the one that everybody knows."""
    sys.stdout.flush()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding=sys.stdout.encoding, errors="backslashreplace") as stream:
        yield stream


def _prove(plan: Plan, options: argparse.Namespace, stream: TextIO) -> int:
    # Imported here, as they read what the environment says from now on.
    from contract_tests.report.run import Order, run_tests
    from contract_tests.report.summary import told_end, told_failures, told_reasons, told_table

    started = time.time()
    print(_headline(plan), *_left_out(plan), sep="\n", file=stream, flush=True)
    done = run_tests(Order(plan.claims, plan.only, options.fail_fast, options.junit), stream)
    if done.trouble:
        print(f"handfast contract: {done.trouble}", file=sys.stderr)
        return _MISUSE
    told = [*told_failures(done.outcomes, plan.repeating), *told_reasons(done.outcomes)]
    _tell(told, stream, is_github=options.github)
    if options.github:
        from contract_tests.report.annotations import annotations

        print(*annotations(done.outcomes, plan.document), sep="\n", file=stream)
    print(*told_table(done.outcomes), *_written(plan, options, done, started), sep="\n", file=stream)
    print("", *told_end(done, is_strict=options.strict), sep="\n", file=stream)
    if done.is_interrupted:
        return _INTERRUPTED
    return _PROVEN if done.is_proven and (done.is_whole or not options.strict) else _FINDINGS


def _written(plan: Plan, options: argparse.Namespace, done: "Done", started: float) -> Iterator[str]:
    """Write the files that were asked for, and name them."""
    if options.json:
        from contract_tests.report.machine import write_json

        write_json(options.json, plan, done)
    if options.report:
        from contract_tests.report.page import write_page

        write_page(options.report, plan, done, started)
    for name in ("report", "junit", "json"):
        if getattr(options, name):
            yield f"{name}: {getattr(options, name)}"


def _tell(told: list[str], stream: TextIO, *, is_github: bool) -> None:
    """Print what a server said as a part of it; on GitHub, no line of it is taken for a command."""
    if told and is_github:
        word = secrets.token_hex(16)
        told = [f"::stop-commands::{word}", *told, f"::{word}::"]
    print("", *told, "", sep="\n", file=stream)


def _headline(plan: Plan) -> str:
    info = plan.document.data.get("info", {})
    where = plan.base_url or "a server of its own"
    counts = f"seed {plan.seed}, budget {plan.budget} ({plan.examples} examples of each operation)"
    return f"{info.get('title')} {info.get('version')}: {len(plan.document.operations)} operations at {where}, {counts}"


def _left_out(plan: Plan) -> list[str]:
    """What nothing is known of, as it was not asked."""
    names = plan.unwritten
    are = "operation is" if len(names) == 1 else "operations are"
    return [f"{len(names)} {are} not written, so nothing is asked of {', '.join(names)}"] if names else []
