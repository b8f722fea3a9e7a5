"""What a judging process says to the one that asked it: its outcome as the last line of its output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from handfast.corpus.outcomes import Outcome


def judge(judged: Callable[[Path, Path], Outcome]) -> None:
    """Judges by the arguments DOCUMENT and FOLDER of this process."""
    document, folder = map(Path, sys.argv[1:3])
    sys.stdout.write(json.dumps(asdict(judged(document, folder))) + "\n")
