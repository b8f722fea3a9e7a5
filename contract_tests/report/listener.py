"""Listens to pytest, and notes how every test ended."""

import time
from collections import Counter
from collections.abc import Collection, Generator
from dataclasses import replace
from typing import Any

import pytest

from contract_tests.report import stash
from contract_tests.report.outcomes import NOTHING, Outcome, Outcomes, State, name_of
from contract_tests.report.progress import Progress
from contract_tests.spec.document import Operation
from contract_tests.traffic.ledger import Promise

_OURS = __name__.partition(".")[0]
_EMPTY = "got empty parameter set"


class Listener:
    """A plugin of pytest."""

    def __init__(self, outcomes: Outcomes, progress: Progress, only: Collection[str] = ()) -> None:
        self.outcomes = outcomes
        self.only = only
        """Operations and beginnings of names that tests are picked by; all of them if there is none."""
        self.config: pytest.Config | None = None
        self.broken: list[str] = []
        """What kept tests from being collected."""
        self.exit = ""
        """What ended the session before its time, but for a user who did."""
        self._progress = progress
        self._state, self._text = State.PROVEN, ""
        self._session: pytest.Session | None = None

    @property
    def was_stopped(self) -> bool:
        return bool(self._session and self._session.shouldfail)

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_configure(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if isinstance(excinfo.value, pytest.exit.Exception):
            self.exit = str(excinfo.value.msg)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(report.longreprtext)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        if self.only:
            config.stash[stash.IS_PART] = True
            items[:] = [each for each in items if is_picked(each, self.only)]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._progress.expect(Counter(name_of(item.path) for item in session.items))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        claim, operation, test = name_of(item.path), operation_of(item), _words(item)
        self._state, self._text = State.PROVEN, ""
        if operation is not None:  # JUnit has them as properties of the test
            item.user_properties += [("operation", operation.id), ("specs", operation.place)]
        self._progress.begin(claim, f"{test}: {operation.id}" if operation else test)
        began = time.monotonic()
        result = yield
        seconds = time.monotonic() - began
        outcome = replace(outcome_of(item), state=self._state, text=self._text, seconds=seconds)
        self.outcomes.all.append(outcome)
        self._progress.note(outcome)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        """What is shared takes its time; the first line of its docstring says what for."""
        told = (fixturedef.func.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        if not told or not fixturedef.func.__module__.startswith(_OURS):
            return (yield)
        with self._progress.meanwhile(told):
            return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            before = [self._text] if self._state is State.FAILED else []
            self._state, self._text = State.FAILED, "\n\n".join([*before, report.longreprtext])
        elif report.skipped and self._state is State.PROVEN:
            self._text = _reason(report)
            self._state = State.IDLE if self._text.startswith(NOTHING) else State.NOT_PROVABLE


def outcome_of(item: pytest.Item) -> Outcome:
    """What a test that ran to its end without a word has proven."""
    operation = operation_of(item)
    return Outcome(name_of(item.path), f"{_words(item)}{_variant(item, operation)}", operation, State.PROVEN)


def is_picked(item: pytest.Item, only: Collection[str]) -> bool:
    """Whether a test is about one of these operations, or its name begins as one of these."""
    outcome = outcome_of(item)
    return any(outcome.name.startswith(each) or (outcome.operation and outcome.operation.id == each) for each in only)


def operation_of(item: pytest.Item) -> Operation | None:
    """Which operation a test is about, by what it was made for."""
    callspec = getattr(item, "callspec", None)
    if callspec is None:
        return None
    for value in callspec.params.values():
        if isinstance(value, Operation):
            return value
        if isinstance(value, Promise):
            return value.operation
    return None


def _words(item: pytest.Item) -> str:
    return item.name.partition("[")[0].removeprefix("test_").replace("_", " ")


def _variant(item: pytest.Item, operation: Operation | None) -> str:
    """What tells a test from others of its name, beside the operation."""
    told = item.name.partition("[")[2].removesuffix("]")
    return "" if not told or "NOTSET" in told or (operation and told == operation.id) else f" [{told}]"


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    text = text.removeprefix("Skipped: ")
    return NOTHING if text.startswith(_EMPTY) else text
