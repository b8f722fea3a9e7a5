"""The command line: `handfast VERB`. Exit codes: 0 fine, 1 findings, 2 misuse."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from handfast.findings import FindingsError
from handfast.tools.installation import ToolsError
from handfast.verbs import contract
from handfast.verbs.arguments import EXIT_CODES

VERBS = (
    "new",
    "split",
    "lint",
    "plan",
    "generate",
    "stub",
    "watch",
    "approve",
    "publish",
    "mock",
    "contract",
    "features",
    "database",
    "corpus",
    "tools",
)

_EXAMPLES = f"""examples:
  handfast new notes           a project of your own
  handfast lint                what is to be mended in specs/, by line
  handfast generate --help     what a verb takes, with examples

{EXIT_CODES}
"""
_OURS = "handfast"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a verb and gives its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] == [contract.NAME]:
        return contract.prove(words[1:])
    try:
        return _run(words)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == _OURS:
            raise
        print(
            f"handfast: {error}; install handfast with all it asks for, `pip install WHEEL-OR-CHECKOUT`",
            file=sys.stderr,
        )
        return 2


def _run(words: Sequence[str]) -> int:
    options = parser(words).parse_args(words)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a diff may hold what the terminal cannot show
    try:
        code: int = options.run(options)
        sys.stdout.flush()  # whoever reads it may be gone, which Python would tell of at its end
    except FindingsError as error:
        print(error, file=sys.stderr)
        print(_count(len(error.findings)), file=sys.stderr)
        return 1
    except ToolsError as error:
        print(f"handfast: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        _let_go_of_output()
        return 1
    except KeyboardInterrupt:
        print("handfast: interrupted", file=sys.stderr)
        return 130
    except OSError as error:
        told = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or error
        print(f"handfast: {told}", file=sys.stderr)
        return 2
    return code


def _let_go_of_output() -> None:
    """Nobody reads it any more, and what is left of it has to go somewhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Reads the verb that is asked for, or any: what the others import would take longer than many a verb itself."""
    made = argparse.ArgumentParser(
        prog="handfast",
        description="A contract that is written first, and kept.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = made.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in words[:1] if {*words[:1]} & {*VERBS} else VERBS:
        import_module(f"handfast.verbs.{verb}").add(verbs)
    return made


def _count(number: int) -> str:
    return "1 finding" if number == 1 else f"{number} findings"
