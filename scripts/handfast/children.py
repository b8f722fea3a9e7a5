"""Servers that we start, as processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress

_STOP_SECONDS = 15


def stop(process: subprocess.Popen[bytes]) -> None:
    """End one that leads its own session: at first as a supervisor would, then with all that it started."""
    process.send_signal(signal.SIGTERM)
    await_end(process)


def await_end(process: subprocess.Popen[bytes]) -> None:
    """Wait for one that has been told to end, as long as it is fair; then end it with all that it started."""
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
