"""What is being done just now, for whoever waits."""

import sys


class Progress:
    """On a terminal one line that changes; elsewhere, as in a log of CI, a line for each phase."""

    def __init__(self) -> None:
        self._on_terminal = sys.stderr.isatty()
        self._phase = ""

    def tell(self, phase: str, detail: str = "") -> None:
        if self._on_terminal:
            sys.stderr.write(f"\r\x1b[K{phase}: {detail}" if detail else f"\r\x1b[K{phase}")
        elif phase and phase != self._phase:
            sys.stderr.write(f"{phase}\n")
        self._phase = phase
        sys.stderr.flush()

    def clear(self) -> None:
        self.tell("")
