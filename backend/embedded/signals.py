"""Signals that would end the program on the spot, made to unwind it instead."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

DEADLY = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def unwinding_signals() -> Iterator[None]:
    """Raise SystemExit on SIGTERM and SIGHUP where nobody handles them, so that `finally` runs."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python lets only the main thread say what a signal does
        return
    taken = [number for number in DEADLY if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _unwind)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _unwind(number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # a second one must not cut the unwinding short
    raise SystemExit(128 + number)
