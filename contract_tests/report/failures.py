"""What a failed test says: the promise that was broken, and nothing of how pytest found it."""

import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import pytest

from contract_tests.traffic.exchange import shortened
from contract_tests.traffic.mask import Mask

_OURS = Path(__file__).parent.parent
_FRAMES = 3
_SEEN_AGAIN = (
    "\n  again:      "  # the line of an exchange that is told; nothing of this suite is worth telling beside it
)


def told(error: BaseException) -> str:
    """The text of a failure. It may show secrets: mask it."""
    if isinstance(error, pytest.fail.Exception) and not error.pytrace:
        return str(error.msg)
    if isinstance(error, AssertionError) and _SEEN_AGAIN in str(error):
        return str(error)
    if isinstance(error, AssertionError | pytest.fail.Exception):
        return f"{error}\n{_where(error.__traceback__)}".strip()
    if isinstance(error, httpx.RequestError):
        return f"{_unanswered(error)}\n{_where(error.__traceback__)}"
    return f"{type(error).__name__}: {error}\n{_where(error.__traceback__)}"


def make_plain(report: pytest.TestReport, call: pytest.CallInfo[Any], mask: Mask) -> None:
    """Put the text of a failure or a reason, masked, where a traceback was: all forms of report show it."""
    if call.excinfo is not None and report.failed:
        report.longrepr = mask(told(call.excinfo.value))
    elif isinstance(report.longrepr, tuple):
        file, line, reason = report.longrepr
        report.longrepr = (file, line, mask(reason))
    report.sections = [(title, mask(text)) for title, text in report.sections]


def _unanswered(error: httpx.RequestError) -> str:
    try:
        request = error.request
    except RuntimeError:
        return f"there was no answer: {type(error).__name__}: {error}"
    came = f"  came:       no answer: {type(error).__name__}: {error}"
    return f"{request.method} {shortened(str(request.url))}: there was no answer\n{came}"


def _is_worth_telling(file: Path) -> bool:
    return file.is_relative_to(_OURS) and file.name != "conftest.py"


def _where(trace: TracebackType | None) -> str:
    """The last lines of this suite on the way to an error."""
    frames = [each for each in traceback.extract_tb(trace) if _is_worth_telling(Path(each.filename))]
    return "\n".join(
        f"  in:         {Path(each.filename).relative_to(_OURS.parent)}:{each.lineno}: {each.line}"
        for each in frames[-_FRAMES:]
    )
