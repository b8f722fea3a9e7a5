"""`make bench`; `python scripts/bench --help` says what can be chosen."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    sys.path[:1] = [str(ROOT), str(ROOT / "scripts")]  # for `backend` and for `bench`, wherever this is called from
    from bench.command import main

    sys.exit(main())
