"""`make mutants`; `python scripts/mutants --help` says what can be chosen."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    sys.path[:1] = [str(ROOT / "scripts")]  # for `mutants`, wherever this is called from
    from mutants.command import main

    sys.exit(main())
