"""The files that a run needs beside the document: those that were named, those beside it, or what holds without any."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from contract_tests.servers.grounds import SERVER_FILE
from contract_tests.spec.document import Document
from contract_tests.statuses.unprovable import UNPROVABLE_FILE, WITHOUT_UNPROVABLE_FILE
from contract_tests.users.actors import ACTORS_FILE

_PACKAGE = Path(__file__).parent
WITHOUT_SERVER_FILE = _PACKAGE / "without_server.toml"
WITHOUT_ACTORS_FILE = _PACKAGE / "without_actors.toml"
_ACTORS_EXAMPLE = """
  [register]
  operation = "{first}"
  body = {{ email = "{{unique}}@example.com", password = "{{password}}" }}
  [log_in]                     # unless the answer to [register] has a token already
  operation = "{last}"
  body = {{ email = "{{unique}}@example.com", password = "{{password}}" }}
  token = "/access_token"      # where the answer has it, as a JSON pointer
  user_id = "/user/id"
  [ends]                       # what ends a user or a token, so that only those who are thrown away try it
  user = []
  token = []
or, for users that are there already:
  [[users]]
  user_id = "ada"
  token_from = "ADA_TOKEN"     # the name of a variable
  [[users]]
  user_id = "bob"
  token_from = "BOB_TOKEN"
"""
_SERVER_EXAMPLE = """
  command = ["{python}", "-m", "your_server"]
  [environment]
  PORT = "{port}"
"""


class FileMissing(ValueError):
    """Nothing says what a run has to know; the message shows what would."""


@dataclass(frozen=True)
class Files:
    """Where it is said how servers are started, how users come to be, and what cannot be proven."""

    server: Path
    actors: Path
    unprovable: Path


def find_files(options: argparse.Namespace, document: Document) -> Files:
    """Find what was named, or is beside the document; this project's own are for itself. Raises FileMissing."""
    is_ours = document.spec.parent.parent == _PACKAGE.parent
    found = {name: _named(getattr(options, name), name, document) for name in ("server", "actors", "unprovable")}
    server = found["server"] or (WITHOUT_SERVER_FILE if options.base_url else SERVER_FILE if is_ours else None)
    needs_nobody = not any(any(each.security) for each in document.operations.values())
    actors = found["actors"] or (ACTORS_FILE if is_ours else WITHOUT_ACTORS_FILE if needs_nobody else None)
    unprovable = found["unprovable"] or (UNPROVABLE_FILE if is_ours else WITHOUT_UNPROVABLE_FILE)
    if server is None:
        what = "where the server is (--base-url URL), or how it is started"
        raise FileMissing(_told(document, "server", what, _SERVER_EXAMPLE))
    if actors is None:
        raise FileMissing(_told(document, "actors", "how users come to be", _actors_example(document)))
    return Files(server.resolve(), actors.resolve(), unprovable.resolve())


def _named(named: Path | None, name: str, document: Document) -> Path | None:
    beside = document.spec.with_name(f"{name}.toml")
    return named or (beside if beside.is_file() else None)


def _told(document: Document, name: str, what: str, example: str) -> str:
    ways = f"give --{name} FILE, or put {name}.toml beside {document.spec.name}"
    return f"nothing says {what}: {ways}, such as{example.rstrip()}"


def _actors_example(document: Document) -> str:
    """With operations of the document that may be meant: whoever has no token yet can call them."""
    public = [each for each in document.operations.values() if each.method == "POST" and each.bodies]
    names = [each.id for each in public if not each.is_secured] or ["registerUser", "logIn"]
    return _ACTORS_EXAMPLE.format(first=names[0], last=names[min(1, len(names) - 1)])
