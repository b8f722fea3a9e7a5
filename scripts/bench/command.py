"""The command line of `make bench`."""

import argparse
import asyncio
import json
import platform
import secrets
import signal
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
from bench.progress import Progress
from bench.report import as_json, table
from bench.routes import measured
from bench.routes import table as table_of_costs
from bench.rows import fill, forget_writes, operations
from bench.servers import CONNECTIONS, STACKS, ServerFailed, running

DESCRIPTION = """
Measure this backend beside an idiomatic FastAPI + SQLModel version and a bare Starlette + psycopg floor that give the
same answers, on one PostgreSQL with durability on: one process each, in turns. It reports, and gates nothing.
"""
PACKAGES = ("fastapi", "starlette", "uvicorn", "pydantic", "sqlmodel", "sqlalchemy", "psycopg", "pyjwt")
BROKEN, INTERRUPTED = 1, 130


def main() -> int:
    options = read_options()
    progress = Progress()
    if options.routes:
        return many_operations(progress)
    cores = share_cores()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
            results = measure(options, cores, Path(folder), progress)
    except (EmbeddedPostgresError, ServerFailed, NotEquivalent, LoadFailed) as error:
        progress.clear()
        sys.stderr.write(f"{error}\n")
        return BROKEN
    except (KeyboardInterrupt, asyncio.CancelledError):
        progress.clear()
        return INTERRUPTED
    at_once = f"{options.concurrency} requests at a time"
    print(f"Medians of {options.rounds} rounds of {options.seconds:g} s, {at_once}; {cores}.\n")
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps(as_json(results, about(options, cores)), indent=2) + "\n")
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench", description=DESCRIPTION)
    shown = "(default: %(default)s)"
    parser.add_argument("--rounds", type=_positive(int), default=7, help=f"the median of them counts {shown}")
    parser.add_argument("--seconds", type=_positive(float), default=1.5, help=f"length of each load {shown}")
    parser.add_argument("--concurrency", type=_positive(int), default=16, help=f"requests at a time {shown}")
    parser.add_argument("--json", type=_file, metavar="FILE", help="write all that was measured to this file")
    parser.add_argument("--routes", action="store_true", help="measure instead what many operations cost a server")
    return parser.parse_args()


def many_operations(progress: Progress) -> int:
    try:
        costs = list(measured(progress.tell))
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        progress.clear()
    print("Each as a multiple of its first line; a list is what Starlette has.\n")
    print(table_of_costs(costs))
    return 0


def measure(options: argparse.Namespace, cores: Cores, folder: Path, progress: Progress) -> Results:
    """Start everything, see that the servers do the same, load them in turns, stop everything."""
    secret = secrets.token_urlsafe(48)
    folder.chmod(0o755)  # for PostgreSQL, which may run as another user; its own folder is closed
    with ExitStack() as stack:
        stack.callback(progress.clear)
        progress.tell("starting PostgreSQL")
        url = stack.enter_context(EmbeddedPostgres(folder / "postgres")).create_database("bench")
        world = fill(url, secret)
        servers = []
        for each in STACKS:
            progress.tell(f"starting {each.name}")
            server = running(each, url=url, secret=secret, folder=folder, cores=cores)
            servers.append(stack.enter_context(server))
        progress.tell("comparing answers")
        asked = check_equivalence(servers, world)
        progress.clear()
        print(f"{len(servers)} servers give the same answers to {asked} questions.", flush=True)
        measurement = Measurement(
            servers,
            operations(world),
            rounds=options.rounds,
            seconds=options.seconds,
            connections=options.concurrency,
            tidy=lambda: forget_writes(url, world),
            tell=progress.tell,
        )
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(unless_stopped(measurement))


async def unless_stopped(measurement: Measurement) -> Results:
    """Run it, but end in order on SIGTERM too; Ctrl-C does so without help."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await measurement.run()


def about(options: argparse.Namespace, cores: Cores) -> dict[str, Any]:
    return {
        "system": platform.platform(),
        "pinned": cores.server is not None,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "rounds": options.rounds,
        "seconds": options.seconds,
        "concurrency": options.concurrency,
        "database_connections": CONNECTIONS,
    }


def _file(text: str) -> Path:
    """Refuse now what could not be written after minutes."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write {text}")
    return path


def _positive(kind: type[int] | type[float]) -> Any:
    def positive_number(text: str) -> float:
        value = kind(text)
        if not 0 < value < float("inf"):
            raise ValueError
        return value

    return positive_number
