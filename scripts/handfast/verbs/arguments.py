"""What several verbs take, and how each shows its examples."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

EXIT_CODES = "Exit codes: 0 fine, 1 findings, 2 misuse."
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


def demand(path: Path) -> None:
    """Raise OSError if it cannot be read: here that is misuse, inside of a document a finding."""
    path.open("rb").close()
