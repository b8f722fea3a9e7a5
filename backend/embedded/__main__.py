"""`python -m backend.embedded FOLDER`: run a server there, say its URL, and stop when stdin ends or SIGTERM comes."""

import argparse
import sys
from pathlib import Path

from backend.embedded.errors import EmbeddedPostgresError
from backend.embedded.server import EmbeddedPostgres


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.embedded", description=__doc__)
    parser.add_argument("folder", type=Path, help="where its data are, or are to be")
    parser.add_argument("--volatile", action="store_true", help="risk the data in a power cut: for tests alone")
    told = parser.parse_args()
    try:
        with EmbeddedPostgres(told.folder, durable=not told.volatile) as server:
            sys.stdout.write(f"{server.dsn()}\n")
            sys.stdout.flush()
            sys.stdin.buffer.read()
    except EmbeddedPostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass  # it has been stopped in order
    return 0


if __name__ == "__main__":
    sys.exit(main())
