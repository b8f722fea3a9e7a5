"""What the command line takes."""

import argparse
import os
from pathlib import Path

from contract_tests.budgets import NAMED
from contract_tests.report.outcomes import known_claims

DEFAULT_SPEC = Path("specs/openapi.yaml")
_EXAMPLES = """examples:
  handfast contract
      start the server as server.toml says, and hold it against specs/openapi.yaml
  handfast contract --spec api.yaml --base-url http://localhost:8000/v1 --actors actors.toml
      a server that runs already, in any language, below any path; actors.toml says how two users get tokens
  handfast contract auth isolation
      these claims only; `isolation` is every claim whose name begins so
  handfast contract --budget thorough --seed 7 --report proof.html
      five times as much, from another seed, with a page to read
  handfast contract --junit build/contract.xml --github
      for CI: JUnit, and annotations at the lines of the specs
  handfast contract auth --only getNote --fail-fast
      what is claimed of one operation, up to the first failure; each failure names the --only that repeats it

actors.toml, server.toml and unprovable.toml are found beside the document, too. An API that asks nobody who they are
needs no actors.toml.

an actors.toml:
  [register]
  operation = "registerUser"
  body = { email = "{unique}@example.com", password = "{password}" }
  [log_in]
  operation = "logIn"
  body = { email = "{unique}@example.com", password = "{password}" }
  token = "/access_token"
  user_id = "/user/id"

another one, for users who are there already and stay: what may end them is not tried, and told to be so
  [[users]]
  user_id = "ada"
  token_from = "ADA_KEY"        # the name of a variable; `name:password` for HTTP Basic
  [[users]]
  user_id = "bob"
  token_from = "BOB_KEY"

a server.toml, for a server that is started, and for what is outside of it, by its name in x-needs:
  command = ["{python}", "-m", "backend"]
  ready_seconds = 90            # how long it may take until its public GET answers 2xx
  [environment]
  PORT = "{port}"
  AI_BASE_URL = "{assistant_url}"
  [outside.assistant]
  kind = "http"

What decides what is sent can be told by variables, too, such as HANDFAST_BASE_URL, HANDFAST_SEED and, for --budget,
HANDFAST_EXAMPLES.
The same seed and budget send the same requests, but for ids and tokens.
Exit codes: 0 proven, 1 findings, 2 misuse. What could not be proven is told, each time with its reason; with --strict
it is a finding, too.

claims:
"""

_FILES = {
    "actors": "how users come to be and get tokens",
    "server": "how a server is started, and what is outside of it",
    "unprovable": "declared answers that no request can bring about, each with its reason",
}


def make_parser() -> argparse.ArgumentParser:
    claims = "\n".join(f"  {each.name:<24}{each.sentence}" for each in known_claims())
    parser = argparse.ArgumentParser(
        prog="handfast contract",
        description="Hold a running server against its specs: status codes, auth failures, user isolation and more.",
        epilog=_EXAMPLES + claims,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("claims", nargs="*", metavar="claim", help="what to prove (default: everything, see below)")
    _add_inputs(parser)
    _add_choices(parser)
    _add_forms(parser)
    return parser


def _add_choices(parser: argparse.ArgumentParser) -> None:
    """Which of the claims, of which operations, and what is enough."""
    parser.add_argument(
        "--only",
        action="append",
        metavar="TEST",
        default=[],
        help="an operationId, or how a test's name begins, as it is told; may be given again",
    )
    parser.add_argument(
        "--leave-out",
        action="append",
        metavar="OPERATION",
        default=[],
        help="an operationId of which nothing is asked, as nobody has written it yet; may be given again",
    )
    parser.add_argument(
        "--drafts",
        action="store_true",
        default=bool(os.environ.get("HANDFAST_DRAFTS")),
        help="ask the same of drafts (x-stability-level: draft) as of what is promised, by whoever is ahead of that",
    )
    parser.add_argument("-x", "--fail-fast", action="store_true", help="stop at the first failure")
    parser.add_argument("--strict", action="store_true", help="exit 1 if anything could not be proven, too")


def _add_forms(parser: argparse.ArgumentParser) -> None:
    """In which forms it is told what came of them."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what came of each test as JSON")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write JUnit XML")
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a page: operations against claims")
    parser.add_argument(
        "--github",
        action="store_true",
        default=os.environ.get("GITHUB_ACTIONS") == "true",
        help="print annotations (default: when GITHUB_ACTIONS is true)",
    )


def _add_inputs(parser: argparse.ArgumentParser) -> None:
    """What decides what is sent; each is a variable, too."""
    told = os.environ.get
    parser.add_argument(
        "--spec",
        type=Path,
        default=Path(told("HANDFAST_SPEC") or DEFAULT_SPEC),
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
        help=f"how much is sent, by schemathesis, in the two worlds and by users at once: {', '.join(NAMED)}, examples "
        "of each operation such as 60, or a time such as 90s, from which the counts are reckoned beforehand "
        "(default: %(default)s)",
    )
    seed = told("HANDFAST_SEED") or "1"
    parser.add_argument("--seed", type=int, default=seed, help="what is random is drawn from it (default: %(default)s)")
