"""Processes that measure: with a time limit, their cost, and none left behind."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from handfast.corpus.outcomes import Outcome, Subject, missed

_TOOLCHAIN = Path(__file__).parents[2]  # this very toolchain, whatever else is installed
_running: set[int] = set()
_stopped = threading.Event()
_lock = threading.Lock()


class Stopped(Exception):
    """No process is started any more."""


@dataclass(frozen=True, slots=True)
class Done:
    """A process that ended: `cpu` is in seconds, of its children too; `memory` is its peak in bytes.

    What is less than the peak of the process that measures cannot be told from that.
    """

    code: int
    out: str
    errors: str
    cpu: float
    seconds: float
    memory: int

    @property
    def last_word(self) -> str:
        """The last line that says something, for Python the exception, for Java what precedes its trace."""
        lines = (self.errors.strip() or self.out.strip()).splitlines()
        return next((line.strip()[:300] for line in reversed(lines) if not line.startswith("\tat ")), "nothing said")


def python(arguments: Sequence[str], folder: Path, limit: float) -> Done:
    """Runs this Python with this toolchain."""
    return run([sys.executable, *arguments], folder, limit, {"PYTHONPATH": str(_TOOLCHAIN)})


def run(command: Sequence[str], folder: Path, limit: float, environment: Mapping[str, str] | None = None) -> Done:
    """Runs a command; after `limit` seconds it is ended with all that it started."""
    with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as errors:
        began = time.monotonic()
        process = _started(command, folder, {**os.environ, **(environment or {})}, out, errors)
        with _watched(process.pid, limit) as late:
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said, complained = _read(out), _read(errors)
        if late.is_set():
            complained += f"\ntook more than {limit:g} s"
        cpu, seconds = usage.ru_utime + usage.ru_stime, time.monotonic() - began
        return Done(process.returncode, said, complained, round(cpu, 2), round(seconds, 2), _bytes(usage))


def asked(module: str, subject: Subject) -> Outcome:
    """What a module says that judges a package in a process of its own: `python -m MODULE DOCUMENT FOLDER LIMIT`."""
    arguments = [str(subject.document), str(subject.folder), str(subject.limit)]
    done = python(["-m", module, *arguments], subject.folder, subject.limit)
    if done.code:
        return missed(done.last_word)
    said = json.loads(done.out.splitlines()[-1])
    return Outcome(**{**said, "findings": tuple(said["findings"])})


def end_all() -> None:
    """Ends what runs, and all that it started; from now on nothing is started."""
    with _lock:
        _stopped.set()
        for pid in _running:
            _end(pid)


def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], out: IO[bytes], errors: IO[bytes]
) -> subprocess.Popen[bytes]:
    with _lock:
        if _stopped.is_set():
            raise Stopped
        process = subprocess.Popen(  # noqa: S603 - our own tools, and those that the user has installed
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            start_new_session=True,  # a group that can be ended as a whole
        )
        _running.add(process.pid)
        return process


@contextlib.contextmanager
def _watched(pid: int, limit: float) -> Iterator[threading.Event]:
    late = threading.Event()

    def end() -> None:
        late.set()
        with _lock:
            if pid in _running:
                _end(pid)

    timer = threading.Timer(limit, end)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        with _lock:
            _end(pid)  # whatever it left behind
            _running.discard(pid)


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")


def _bytes(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
