"""The command line of the proof. Exit codes: 0 proven, 1 findings, 2 misuse."""

import argparse
import contextlib
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from contract_tests.budgets import NAMED
from contract_tests.plan import Misuse, Plan, make_plan
from contract_tests.report.outcomes import known_claims

_PROVEN, _FINDINGS, _MISUSE, _INTERRUPTED = 0, 1, 2, 130
_EXAMPLES = """examples:
  handfast contract
      start the server as server.toml says, and hold it against specs/openapi.yaml
  handfast contract --spec api.yaml --base-url http://localhost:8000 --actors actors.toml
      a server that runs already, in any language; actors.toml says how two users get tokens
  handfast contract auth isolation
      these claims only; `isolation` is every claim whose name begins so
  handfast contract --budget thorough --seed 7 --report proof.html
      five times as much, from another seed, with a page to read
  handfast contract --junit build/contract.xml --github
      for CI: JUnit, and annotations at the lines of the specs

an actors.toml:
  [register]
  operation = "registerUser"
  body = { email = "{unique}@example.com", password = "{password}" }
  [log_in]
  operation = "logIn"
  body = { email = "{unique}@example.com", password = "{password}" }
  token = "/access_token"
  user_id = "/user/id"

a server.toml, for a server that is started, and for what is outside of it, by its name in x-needs:
  command = ["{python}", "-m", "backend"]
  [environment]
  PORT = "{port}"
  AI_BASE_URL = "{assistant_url}"
  [outside.assistant]
  kind = "http"

Each option is also a variable, such as HANDFAST_BASE_URL, HANDFAST_SEED and, for --budget, HANDFAST_EXAMPLES.
The same seed and budget send the same requests, but for ids and tokens.
Exit codes: 0 proven, 1 findings, 2 misuse.

claims:
"""

_BROKEN_OFF = ["broken off before the end: what is not counted was not tried"]
_FILES = {
    "actors": "how users come to be and get tokens",
    "server": "how a server is started, and what is outside of it",
    "unprovable": "declared answers that no request can bring about, each with its reason",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove what was asked for, and give the exit code."""
    options = _parser().parse_args(arguments)
    try:
        plan = make_plan(options)
    except Misuse as error:
        print(f"handfast contract: {error}", file=sys.stderr)
        return _MISUSE
    os.environ.update(plan.environment)
    with tempfile.TemporaryDirectory(prefix="contract-hypothesis-") as folder:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder  # it would leave a folder where the command was called
        with _own_output() as stream:
            return _prove(plan, options, stream)


def _parser() -> argparse.ArgumentParser:
    claims = "\n".join(f"  {each.name:<24}{each.sentence}" for each in known_claims())
    parser = argparse.ArgumentParser(
        prog="handfast contract",
        description="Hold a running server against its specs: status codes, auth failures, user isolation and more.",
        epilog=_EXAMPLES + claims,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("claims", nargs="*", metavar="claim", help="what to prove (default: everything, see below)")
    _add_inputs(parser)
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write JUnit XML")
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a page: operations against claims")
    parser.add_argument(
        "--github",
        action="store_true",
        default=os.environ.get("GITHUB_ACTIONS") == "true",
        help="print annotations (default: when GITHUB_ACTIONS is true)",
    )
    return parser


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    """What decides what is sent; each is a variable, too."""
    told = os.environ.get
    parser.add_argument(
        "--spec",
        type=Path,
        default=Path(told("HANDFAST_SPEC") or "specs/openapi.yaml"),
        help="OpenAPI document (default: %(default)s)",
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        default=told("HANDFAST_BASE_URL") or None,
        help="a server that runs already; without it, one is started",
    )
    for name, words in _FILES.items():
        variable = told(f"HANDFAST_{name.upper()}")
        default = Path(variable) if variable else None
        parser.add_argument(f"--{name}", type=Path, metavar="TOML", default=default, help=words)
    parser.add_argument(
        "--budget",
        default=told("HANDFAST_EXAMPLES") or "default",
        help=f"how much is sent: {', '.join(NAMED)}, examples of each operation such as 60, or a time such as 90s, "
        "from which the counts are reckoned beforehand (default: %(default)s)",
    )
    seed = told("HANDFAST_SEED") or "1"
    parser.add_argument("--seed", type=int, default=seed, help="what is random is drawn from it (default: %(default)s)")


@contextlib.contextmanager
def _own_output() -> Iterator[TextIO]:
    """Yield standard output for ourselves: pytest takes the one that everybody knows."""
    sys.stdout.flush()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding=sys.stdout.encoding, errors="backslashreplace") as stream:
        yield stream


def _prove(plan: Plan, options: argparse.Namespace, stream: TextIO) -> int:
    # Imported here, as they read what the environment says from now on.
    from contract_tests.report.run import run_tests
    from contract_tests.report.summary import told_failures, told_reasons, told_table

    started = time.time()
    print(_headline(plan), file=stream, flush=True)
    done = run_tests(plan.claims, options.junit, stream)
    if done.trouble:
        print(f"handfast contract: {done.trouble}", file=sys.stderr)
        return _MISUSE
    _tell([*told_failures(done.outcomes), *told_reasons(done.outcomes)], stream, is_github=options.github)
    if options.github:
        from contract_tests.report.annotations import annotations

        print(*annotations(done.outcomes, plan.document), sep="\n", file=stream)
    print(*told_table(done.outcomes), *_BROKEN_OFF[not done.is_interrupted :], sep="\n", file=stream)
    if options.report:
        from contract_tests.report.page import write_page

        write_page(options.report, plan, done, started)
        print(f"\nreport: {options.report}", file=stream)
    if done.is_interrupted:
        return _INTERRUPTED
    return _PROVEN if done.is_proven else _FINDINGS


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
