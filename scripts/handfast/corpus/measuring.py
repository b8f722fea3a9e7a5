"""All documents with all tools, several at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Protocol

from handfast.corpus.documents import Entry
from handfast.corpus.outcomes import Outcome, Result, Subject
from handfast.corpus.processes import Stopped, end_all

Tool = Callable[[Subject], dict[str, Outcome]]


class Watching(Protocol):
    """What wants to know what is being measured."""

    def began(self, entry: Entry, tool: str) -> None: ...
    def ended(self, entry: Entry, tool: str) -> None: ...


def measured(
    documents: Sequence[Entry], tools: Mapping[str, Tool], *, jobs: int, limit: float, watching: Watching
) -> Iterator[Result]:
    """The results as they come. Left early, it ends what runs."""

    def one(entry: Entry, name: str) -> Result:
        watching.began(entry, name)
        try:
            with tempfile.TemporaryDirectory(prefix="handfast-", ignore_cleanup_errors=True) as folder:
                subject = Subject(entry.name, entry.path.resolve(), Path(folder), limit)
                return Result(entry.name, name, tools[name](subject))
        finally:
            watching.ended(entry, name)

    with ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(one, entry, name) for entry in documents for name in tools]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except (GeneratorExit, KeyboardInterrupt, Stopped):
            pool.shutdown(wait=False, cancel_futures=True)
            end_all()
            raise
