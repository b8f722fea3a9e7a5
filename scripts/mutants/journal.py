"""What was found out already, a line of JSON for each trial: a run can be stopped and taken up again."""

import json
from dataclasses import asdict
from pathlib import Path

from mutants.trials import Trial, Verdict


class Journal:
    """Knows trials by their digest, which changes with the sources; without a file it forgets everything."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known: dict[str, Trial] = {}
        if file is not None and file.exists():
            for line in file.read_text().splitlines():
                try:
                    told = json.loads(line)
                except ValueError:
                    continue  # a line that was being written when the run was killed
                trial = Trial(**{**told, "verdict": Verdict(told["verdict"])})
                self._known[trial.digest] = trial

    def known(self, digest: str) -> Trial | None:
        return self._known.get(digest)

    def note(self, trial: Trial) -> None:
        self._known[trial.digest] = trial
        if self._file is not None:
            with self._file.open("a") as file:
                file.write(json.dumps(asdict(trial)) + "\n")
