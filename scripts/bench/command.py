"""The command line of `make bench`."""

import argparse
import asyncio
import json
import platform
import secrets
import sys
import tempfile
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

import uvloop

from backend.embedded import EmbeddedPostgres, EmbeddedPostgresError
from bench.cores import Cores, share_cores
from bench.equivalence import NotEquivalent, check_equivalence
from bench.load import LoadFailed
from bench.measurement import Measurement, Results
from bench.report import as_json, table
from bench.rows import fill, forget_writes, operations
from bench.servers import CONNECTIONS, STACKS, ServerFailed, running

DESCRIPTION = """
Measures this backend beside an idiomatic FastAPI + SQLModel version and a bare Starlette + psycopg floor that answer
the same, on one PostgreSQL with durability on: one process each, in turns. It gates nothing.
"""
PACKAGES = ("fastapi", "starlette", "uvicorn", "pydantic", "sqlmodel", "sqlalchemy", "psycopg", "pyjwt")
BROKEN, INTERRUPTED = 1, 130


def main() -> int:
    options = read_options()
    cores = share_cores()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            results = measure(options, cores, Path(folder))
    except (EmbeddedPostgresError, ServerFailed, NotEquivalent, LoadFailed) as error:
        _tell("")
        sys.stderr.write(f"{error}\n")
        return BROKEN
    except KeyboardInterrupt:
        _tell("")
        return INTERRUPTED
    print(f"Medians of {options.rounds} rounds of {options.seconds:g} s, {options.concurrency} requests at a time;", cores)
    print()
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps(as_json(results, about(options, cores)), indent=2) + "\n")
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench", description=DESCRIPTION, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--rounds", type=_positive(int), default=7, help="rounds, of whose results the median counts")
    parser.add_argument("--seconds", type=_positive(float), default=1.5, help="of load on each server, operation and round")
    parser.add_argument("--concurrency", type=_positive(int), default=16, help="connections of the load generator")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured to this file")
    return parser.parse_args()


def measure(options: argparse.Namespace, cores: Cores, folder: Path) -> Results:
    """Start everything, see that the servers do the same, load them in turns, stop everything."""
    secret = secrets.token_urlsafe(48)
    folder.chmod(0o755)  # PostgreSQL may have to run as another user, and its data is below  # noqa: S103
    with ExitStack() as stack:
        _tell("starting PostgreSQL")
        url = stack.enter_context(EmbeddedPostgres(folder / "postgres")).create_database("bench")
        world = fill(url, secret)
        servers = []
        for each in STACKS:
            _tell(f"starting {each.name}")
            server = running(each, url=url, secret=secret, folder=folder, cores=cores)
            servers.append(stack.enter_context(server))
        _tell("comparing answers")
        asked = check_equivalence(servers, world)
        _tell("")
        print(f"All {len(servers)} servers give the same answers to {asked} questions.")
        measurement = Measurement(
            servers,
            operations(world),
            rounds=options.rounds,
            seconds=options.seconds,
            connections=options.concurrency,
            tidy=lambda: forget_writes(url, world),
            tell=_tell,
        )
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            results = runner.run(measurement.run())
        _tell("")
        return results


def about(options: argparse.Namespace, cores: Cores) -> dict[str, Any]:
    return {
        "machine": {"system": platform.platform(), "processor": platform.machine(), "pinned": cores.server is not None},
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "rounds": options.rounds,
        "seconds": options.seconds,
        "concurrency": options.concurrency,
        "database_connections": CONNECTIONS,
    }


def _positive(kind: type[int] | type[float]) -> Any:
    def positive(text: str) -> float:
        value = kind(text)
        if not 0 < value < float("inf"):
            raise ValueError
        return value

    return positive


def _tell(what: str) -> None:
    """Say on one line of the terminal what is done now."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{what}")
    elif what:
        sys.stderr.write(f"{what}\n")
    sys.stderr.flush()
