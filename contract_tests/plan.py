"""What a run is to do, known to make sense before anything is sent."""

import argparse
import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from contract_tests.budgets import read_budget
from contract_tests.files import FileMissing, Files, find_files
from contract_tests.options import DEFAULT_SPEC
from contract_tests.report.outcomes import Claim, Outcome, known_claims
from contract_tests.servers.server import find_readiness
from contract_tests.servers.server_file import ServerFileError, check_server_file, line_of
from contract_tests.spec.document import Document
from contract_tests.spec.sources import SourceError
from contract_tests.statuses.unprovable import read_rules
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actors
from contract_tests.users.actors_file import ActorsFileError

_NOBODY = "http://127.0.0.1:9"


class Misuse(Exception):
    """What was asked for cannot be done; a line says why, and more of them show how it can."""


class Broken(Misuse):
    """The document itself cannot be used, which is a finding."""


@dataclass(frozen=True)
class Plan:
    """Everything that decides what is sent, and where it is told."""

    document: Document
    base_url: str | None
    files: Files
    claims: list[Claim]
    seed: int
    budget: str
    examples: int
    only: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    """Operations of which nothing is asked."""
    has_drafts: bool = False
    """Whether the same is asked of drafts as of what is promised."""
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
            "HANDFAST_SERVER": str(self.files.server),
            "HANDFAST_ACTORS": str(self.files.actors),
            "HANDFAST_UNPROVABLE": str(self.files.unprovable),
            "HANDFAST_SEED": str(self.seed),
            "HANDFAST_EXAMPLES": str(self.examples),
            "HANDFAST_LEAVE_OUT": "\n".join(self.unwritten),
            "HANDFAST_DRAFTS": "1" if self.has_drafts else "",
        }


def make_plan(options: argparse.Namespace) -> Plan:
    """Read and check what the options name. Raises Misuse."""
    document = _document(options.spec, options.base_url, options.leave_out, has_drafts=options.drafts)
    claims = _claims(options.claims)
    try:
        examples = read_budget(options.budget, len(document.operations))
        files = find_files(options, document)
        check_server_file(files.server, starts=not options.base_url)
        _check_rules(files.unprovable)
        wire = Wire(document, options.base_url or _NOBODY, Ledger(document), Mask())
        Actors(wire, files.actors)
        wire.close()
    except (ValueError, FileMissing, ServerFileError, ActorsFileError) as error:
        raise Misuse(str(error)) from None
    for file in (options.junit, options.report, options.json):
        _check_target(file)
    if options.base_url:
        _reach(document, options.base_url)
    base_url = options.base_url.rstrip("/") if options.base_url else None
    return Plan(
        document,
        base_url,
        files,
        claims,
        options.seed,
        options.budget,
        examples,
        tuple(options.only),
        tuple(dict.fromkeys(options.leave_out)),
        options.drafts,
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
    words = [word for name, value in told.items() if value is not None for word in (name, str(value))]
    words += ["--drafts"] if options.drafts else []
    return (*words, *(f"--leave-out={name}" for name in options.leave_out))


def _check_rules(file: Path) -> None:
    try:
        read_rules(file)
    except OSError as error:
        raise Misuse(f"{file}: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise Misuse(f"{file}:{line_of(error)}: {error}") from None


def _read(spec: Path, base_url: str | None, unwritten: list[str], *, has_drafts: bool) -> Document:
    try:
        spec.open("rb").close()
        return Document(spec, base_url, unwritten, has_drafts=has_drafts)
    except OSError as error:
        raise Misuse(f"{spec}: {error.strerror}") from None
    except SourceError as error:
        raise Broken(str(error)) from None
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Broken(f"{spec}:1:1: this cannot be read as an OpenAPI document: {error}") from None


def _document(spec: Path, base_url: str | None, unwritten: list[str], *, has_drafts: bool) -> Document:
    document = _read(spec, base_url, unwritten, has_drafts=has_drafts)
    if "openapi" not in document.data:
        raise Broken(f"{spec}:1:1: this is no OpenAPI document: it has no `openapi`")
    if unwritten:
        _check_left_out(document, {*unwritten}, base_url, has_drafts=has_drafts)
    if not document.operations:
        raise Broken(f"{document.data.place_of('paths')}: there is no operation")
    for operation in document.operations.values():
        if not operation.definition.get("responses"):
            raise Broken(f"{operation.where}: {operation} declares no responses")
        for name in (name for alternative in operation.security for name in alternative):
            if name not in document.data["components"]["securitySchemes"]:
                raise Broken(f"{operation.where}: {operation} has the security scheme `{name}`, which nothing declares")
    return document


def _check_left_out(document: Document, unwritten: set[str], base_url: str | None, *, has_drafts: bool) -> None:
    if len(document.unwritten) < len(unwritten):
        known = {each.id for each in Document(document.spec, base_url, has_drafts=has_drafts).operations.values()}
        raise Misuse(f"--leave-out: no operation is called {' or '.join(sorted(unwritten - known))}")
    if not document.operations:
        raise Misuse("--leave-out: nothing is left of which anything could be asked")


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
    if parts.query or parts.fragment:
        raise Misuse(f"{base_url}: a base URL has no query and no fragment")
    try:
        asked = find_readiness(document)
        url = base_url.rstrip("/") + (asked.path if asked else "/")
        status = httpx.get(url, timeout=10).status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Misuse(f"{base_url}: nothing answers there ({type(error).__name__}: {error})") from None
    if status == 404 and asked:
        told = f"{url} answers 404, and the spec promises that it tells whether the server is ready"
        elsewhere = document.path_of_servers
        hint = f"; `servers` says {elsewhere}: is it --base-url {base_url.rstrip('/')}{elsewhere}?" if elsewhere else ""
        raise Misuse(told + (hint if not parts.path.strip("/") else ""))
