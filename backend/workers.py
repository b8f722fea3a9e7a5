"""Worker processes, forked from one that has imported the application: once, however many they are."""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker

from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_SECONDS = 0.1
IMPORT_SECONDS = 5  # when told to stop meanwhile

FORKS = multiprocessing.get_context("forkserver")
CAN_FORK = sys.platform == "linux"
"""Elsewhere what the system brings may not be forked, so that Python itself spawns."""


def prepare_workers() -> None:
    """Begin to import the application, in a process of its own that workers are forked from; it ends with the last.

    What ends them may be sent to all of the group. That process has to tell of their ends, so it heeds no signal; and
    a worker begins as deaf, so that one which comes meanwhile waits for it.
    """
    FORKS.set_forkserver_preload(["backend.preload"])
    resource_tracker.ensure_running()  # else it is begun within, and lets signals in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        with suppress(OSError):  # no folder for its socket, for one: then workers are spawned
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Worker(Process):
    """One of several processes on a socket, forked from the one that is prepared."""

    def __init__(self, config: Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        self.process = FORKS.Process(target=_begin, args=(config, self.target, sockets))  # type: ignore[assignment]


def _begin(config: Config, target: Callable[[list[socket.socket]], None], sockets: list[socket.socket]) -> None:
    with suppress(KeyboardInterrupt):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        config.configure_logging()
        target(sockets)


class Workers(Multiprocess):
    """Several processes on one socket. A hang-up stops them as any other signal does: their terminal is gone.

    One that dies is replaced by one that uvicorn spawns.
    """

    def __init__(self, config: Config, listener: socket.socket, announce: Callable[[], None]) -> None:
        super().__init__(config, [listener])
        self._announce = announce
        self._is_stopped = False
        self._kind: type[Process] = Worker if CAN_FORK else Process

    def init_processes(self) -> None:
        starting = threading.Thread(target=self._start_all, name="workers", daemon=True)
        starting.start()
        while not self.should_exit.wait(LOOK_SECONDS):
            self.handle_signals()
            if starting.is_alive():
                continue
            if all(worker.is_ready(LOOK_SECONDS) for worker in self.processes):
                self._announce()
                break
            if not all(worker.process.is_alive() for worker in self.processes):
                break  # what becomes of it is said where workers are watched
        starting.join(IMPORT_SECONDS)  # one that is being forked has to be told to stop, too

    def handle_int(self) -> None:
        self._is_stopped = True
        super().handle_int()

    def handle_term(self) -> None:
        self._is_stopped = True
        super().handle_term()

    def handle_hup(self) -> None:
        self.handle_term()

    def failed(self) -> bool:
        """Tell whether they ended because they could not start."""
        is_whole = len(self.processes) == self.processes_num
        return not self._is_stopped and not (is_whole and all(w.exitcode != STARTUP_FAILURE for w in self.processes))

    def _start_all(self) -> None:
        """Start them, from a thread: the first is forked when the application is imported."""
        try:
            while len(self.processes) < self.processes_num and not self.should_exit.is_set():
                self._start()
        finally:
            if len(self.processes) < self.processes_num:
                self.should_exit.set()

    def _start(self) -> None:
        worker = self._kind(self.config, self.sockets)
        try:
            worker.start()
        except (OSError, EOFError, multiprocessing.ProcessError):
            if self._kind is Process:
                raise
            self._kind = Process  # nobody forks
        else:
            self.processes.append(worker)


def follow_parent() -> None:
    """End this process, if it is a worker, with the parent that watches it."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_follow, args=[parent], name="parent", daemon=True).start()


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
