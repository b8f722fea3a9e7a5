"""What a run is to do, known to make sense before anything is sent."""

import argparse
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from contract_tests.budgets import read_budget
from contract_tests.options import DEFAULT_SPEC
from contract_tests.report.outcomes import Claim, Outcome, known_claims
from contract_tests.servers.grounds import SERVER_FILE
from contract_tests.servers.server import find_readiness
from contract_tests.servers.server_file import ServerFileError, check_server_file, line_of
from contract_tests.spec.document import Document
from contract_tests.spec.sources import SourceError
from contract_tests.statuses.unprovable import UNPROVABLE_FILE, read_rules
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import ACTORS_FILE, Actors
from contract_tests.users.actors_file import ActorsFileError

WITHOUT_SERVER_FILE = Path(__file__).with_name("without_server.toml")
_NOBODY = "http://127.0.0.1:9"


class Misuse(Exception):
    """What was asked for cannot be done; one line says why."""


@dataclass(frozen=True)
class Plan:
    """Everything that decides what is sent, and where it is told."""

    document: Document
    base_url: str | None
    server_file: Path
    actors_file: Path
    unprovable_file: Path
    claims: list[Claim]
    seed: int
    budget: str
    examples: int
    only: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """The options that decide what is sent, as a shell takes them."""

    def repeating(self, outcome: Outcome) -> str:
        """The command that runs one test again."""
        return shlex.join(["handfast", "contract", outcome.claim, *self.words, "--only", outcome.name])

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the suite reads."""
        return {
            "HANDFAST_SPEC": str(self.document.spec),
            "HANDFAST_BASE_URL": self.base_url or "",
            "HANDFAST_SERVER": str(self.server_file),
            "HANDFAST_ACTORS": str(self.actors_file),
            "HANDFAST_UNPROVABLE": str(self.unprovable_file),
            "HANDFAST_SEED": str(self.seed),
            "HANDFAST_EXAMPLES": str(self.examples),
        }


def make_plan(options: argparse.Namespace) -> Plan:
    """Read and check what the options name. Raises Misuse."""
    document = _document(options.spec)
    server_file = options.server or (WITHOUT_SERVER_FILE if options.base_url else SERVER_FILE)
    actors_file, unprovable_file = options.actors or ACTORS_FILE, options.unprovable or UNPROVABLE_FILE
    claims = _claims(options.claims)
    try:
        examples = read_budget(options.budget, len(document.operations))
        check_server_file(server_file, starts=not options.base_url)
        _check_rules(unprovable_file)
        wire = Wire(document, options.base_url or _NOBODY, Ledger(document), Mask())
        Actors(wire, actors_file)
        wire.close()
    except (ValueError, ServerFileError, ActorsFileError) as error:
        raise Misuse(str(error)) from None
    for file in (options.junit, options.report, options.json):
        _check_target(file)
    if options.base_url:
        _reach(document, options.base_url)
    base_url = options.base_url.rstrip("/") if options.base_url else None
    return Plan(
        document,
        base_url,
        server_file.resolve(),
        actors_file.resolve(),
        unprovable_file.resolve(),
        claims,
        options.seed,
        options.budget,
        examples,
        tuple(options.only),
        _words(options),
    )


def _words(options: argparse.Namespace) -> tuple[str, ...]:
    """What was told, on the command line or by variables, but for what is so by default."""
    told = {
        "--spec": options.spec if options.spec != DEFAULT_SPEC else None,
        "--base-url": options.base_url,
        **{f"--{name}": getattr(options, name) for name in ("actors", "server", "unprovable")},
        "--budget": options.budget if options.budget != "default" else None,
        "--seed": options.seed,
    }
    return tuple(word for name, value in told.items() if value is not None for word in (name, str(value)))


def _check_rules(file: Path) -> None:
    try:
        read_rules(file)
    except OSError as error:
        raise Misuse(f"{file}: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise Misuse(f"{file}:{line_of(error)}: {error}") from None


def _document(spec: Path) -> Document:
    try:
        document = Document(spec)
    except SourceError as error:
        raise Misuse(str(error)) from None
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Misuse(f"{spec}:1: this cannot be read as an OpenAPI document: {error}") from None
    if "openapi" not in document.data:
        raise Misuse(f"{spec}:1: this is no OpenAPI document: it has no `openapi`")
    if not document.operations:
        raise Misuse(f"{spec}:{document.data.lines.get('paths', 1)}: there is no operation")
    for operation in document.operations.values():
        if not operation.definition.get("responses"):
            raise Misuse(f"{operation.place}: {operation} declares no responses")
    return document


def _claims(names: list[str]) -> list[Claim]:
    """Those that are named, or that begin with a name: `semantics` is all that begin so. All, if none is named."""
    known = known_claims()
    chosen = []
    for name in names:
        found = [each for each in known if each.name == name or each.name.startswith(f"{name}-")]
        if not found:
            raise Misuse(f"`{name}` is no claim; there are {', '.join(each.name for each in known)}")
        chosen += found
    return [each for each in known if each in chosen] if names else known


def _check_target(file: Path | None) -> None:
    if file is not None and file.is_dir():
        raise Misuse(f"{file}: that is a folder, and a file is to be written")
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misuse(f"{file}: {error.strerror}") from None


def _reach(document: Document, base_url: str) -> None:
    """See that somebody answers there."""
    parts = urlsplit(base_url)
    if parts.username or parts.password:
        raise Misuse("a base URL holds no name and no password: actors have those")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misuse(f"{base_url}: a base URL begins with http:// or https:// and names a host")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise Misuse(f"{base_url}: a base URL ends after the port; what is before a path belongs into the spec's paths")
    try:
        url = base_url.rstrip("/") + find_readiness(document).path
        status = httpx.get(url, timeout=10).status_code
    except LookupError as error:
        raise Misuse(str(error)) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Misuse(f"{base_url}: nothing answers there ({type(error).__name__}: {error})") from None
    if status == 404:
        raise Misuse(f"{url} answers 404, and the spec promises that it tells whether the server is ready")
