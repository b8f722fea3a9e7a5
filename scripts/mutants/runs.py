"""All chosen mutants, one after another or some at a time."""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from mutants.controls import check_controls, needed
from mutants.copies import compiled, digest_of
from mutants.journal import Journal
from mutants.mutant import Mutant
from mutants.report import line
from mutants.selection import taken_in_turns
from mutants.stock import try_stock
from mutants.trials import Trial, stop, try_mutant


class Run:
    """`trials` are those that have ended, by the id of their mutant."""

    def __init__(self, root: Path, mutants: Sequence[Mutant], options: argparse.Namespace) -> None:
        self.trials: dict[str, Trial] = {}
        self._root = root
        self._mutants = mutants
        self._stock = options.stock
        self._jobs = options.jobs
        self._is_proven = options.proven
        self._options = () if options.budget == "default" else ("--budget", options.budget)
        self._journal = Journal(options.resume)

    def go(self) -> None:
        """Try what is not known yet. Raises ControlFailed."""
        sources = digest_of(self._root)
        waiting = []
        for mutant in self._mutants:
            known = self._journal.known(mutant.digest(sources))
            if known is None or (self._stock and not known.stock):
                waiting.append(mutant)
            else:
                self.trials[mutant.id] = known
        if waiting:
            with compiled(self._root) as original:
                self._try(original, waiting, sources)

    def _try(self, original: Path, waiting: Sequence[Mutant], sources: str) -> None:
        if not self._is_proven:
            self._tell(f"without a defect: {' '.join(needed(waiting))} …")
            control = check_controls(original, waiting, sources, self._journal, self._options)
            self._tell(f"green without a defect, {control.seconds:.0f} s")
        executor = ThreadPoolExecutor(self._jobs)
        try:
            futures = {executor.submit(self._trial, original, each, sources): each for each in taken_in_turns(waiting)}
            for future in as_completed(futures):
                self._note(futures[future], future.result())
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            stop()
            raise
        finally:
            executor.shutdown()

    def _trial(self, original: Path, mutant: Mutant, sources: str) -> Trial:
        digest = mutant.digest(sources)
        trial = self._journal.known(digest) or try_mutant(original, mutant, digest, self._options)
        return replace(trial, stock=try_stock(original, mutant)) if self._stock else trial

    def _note(self, mutant: Mutant, trial: Trial) -> None:
        self.trials[mutant.id] = trial
        self._journal.note(trial)
        self._tell(line(mutant, trial, f"[{len(self.trials)}/{len(self._mutants)}]"))

    def _tell(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
