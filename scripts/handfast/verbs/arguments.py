"""What several verbs take, and how each shows its examples."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

EXIT_CODES = "Exit codes: 0 fine, 1 findings, 2 misuse."
_LAST_PORT = 65_535
Verbs = argparse._SubParsersAction  # noqa: SLF001 - argparse gives it no public name


def add_verb(
    verbs: Verbs[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    says: str,
    examples: str,
) -> argparse.ArgumentParser:
    """Add a verb whose help ends with its examples as they stand, and how it ends."""
    raw = argparse.RawDescriptionHelpFormatter
    epilog = f"{examples}\n{EXIT_CODES}\n"
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=says, epilog=epilog, formatter_class=raw)
    parser.set_defaults(run=run)
    return parser


def add_spec(parser: argparse.ArgumentParser) -> None:
    """Add the root file of a document."""
    parser.add_argument(
        "--spec", type=Path, default=Path("specs/openapi.yaml"), help="root file (default: %(default)s)"
    )


def command(text: str) -> str:
    """A command as a shell takes it; what cannot be one is misuse."""
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"is no command: {str(error).lower()}: {text}") from None
    if not words:
        raise argparse.ArgumentTypeError("is no command: it is empty")
    return text


def port(text: str) -> int:
    """A port of TCP, 0 for any that is free."""
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"is no port from 0 to {_LAST_PORT}: {text}")
    return int(text)


def address(text: str) -> str:
    """The base URL of a server."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise argparse.ArgumentTypeError(f"is no http:// or https:// with a host: {text}")
    return text


def demand_folder(path: Path) -> None:
    """Raise OSError if it is no folder that can be read."""
    os.scandir(path).close()


def demand(path: Path) -> None:
    """Raise OSError if it cannot be read: here that is misuse, inside of a document a finding."""
    path.open("rb").close()
