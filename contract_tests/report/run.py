"""Runs the tests by pytest, wherever this package is, as if nothing else were there."""

import contextlib
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import pytest

from contract_tests.report.listener import Listener
from contract_tests.report.outcomes import FOLDER, Claim, Outcomes, State
from contract_tests.report.progress import Progress

_HANG_SECONDS = 300
_STRANGERS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")


@dataclass
class Done:
    """What came of a run, and what it leaves for its report."""

    outcomes: Outcomes
    stash: pytest.Stash = field(default_factory=pytest.Stash)
    trouble: str = ""
    """Why nothing could be tried at all."""
    is_interrupted: bool = False
    is_stopped: bool = False
    """Whether a failure was the end of it: the first one as it was asked for, or one that took the server away."""

    @property
    def is_proven(self) -> bool:
        """Nothing failed; and something was proven, for else nothing would have been claimed."""
        counts = self.outcomes.counts()
        return not counts[State.FAILED] and counts[State.PROVEN] > 0

    @property
    def is_whole(self) -> bool:
        """Whether everything that the specs give cause for could be tried."""
        return not (self.is_interrupted or self.is_stopped or self.outcomes.counts()[State.NOT_PROVABLE])


@dataclass(frozen=True)
class Order:
    """Which tests to run, and how."""

    claims: list[Claim]
    only: tuple[str, ...] = ()
    """Operations and beginnings of names that tests are picked by; all of them if there is none."""
    is_stopped_by_failure: bool = False
    junit: Path | None = None

    @property
    def options(self) -> list[str]:
        """No configuration but this: none of the folder in which it is called, and no plugin of a stranger."""
        options = ["-c", os.devnull, "--rootdir", str(FOLDER.parent), "--confcutdir", str(FOLDER)]
        options += ["-p", "pytest_timeout", "-p", "no:cacheprovider", "--strict-markers", "--strict-config", "-q"]
        options += ["-o", f"timeout={_HANG_SECONDS}", "-o", "timeout_method=signal"]
        options += ["--exitfirst"] if self.is_stopped_by_failure else []
        if self.junit is not None:
            options += ["--junit-xml", str(self.junit.resolve()), "-o", "junit_suite_name=contract"]
        return [*options, *(str(claim.file) for claim in self.claims)]


def run_tests(order: Order, stream: TextIO) -> Done:
    """Run the test modules of claims."""
    progress = Progress(stream, is_live=stream.isatty())
    listener = Listener(Outcomes(order.claims), progress, order.only)
    for name in _STRANGERS:
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    noise = io.StringIO()
    try:
        with contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise):
            code = pytest.main(order.options, plugins=[listener])
    finally:
        progress.end()
    done = Done(listener.outcomes, listener.config.stash if listener.config else pytest.Stash())
    done.is_interrupted = code == pytest.ExitCode.INTERRUPTED and not listener.exit
    done.is_stopped = listener.was_stopped
    if listener.broken or listener.exit:
        done.trouble = "\n".join([*listener.broken, listener.exit]).strip()
    elif code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        done.trouble = noise.getvalue().strip()
    elif code == pytest.ExitCode.NO_TESTS_COLLECTED and order.only:
        done.trouble = f"no test is picked by --only {' --only '.join(order.only)}"
    return done
