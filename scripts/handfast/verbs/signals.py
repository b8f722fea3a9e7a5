"""Signals, for verbs that have something to clear away."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def interrupted_by(sent: signal.Signals) -> Iterator[None]:
    """Has a signal do what Ctrl-C does: what runs is ended, and its folders go."""
    before = signal.signal(sent, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(sent, before)
