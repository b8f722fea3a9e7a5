"""Makes the `.env` that a first `make run` needs: the example, with a secret that nobody else has."""

import os
import secrets
import sys
from pathlib import Path

EXAMPLE = Path(".env.example")
SECRET = "BETTER_AUTH_SECRET"  # noqa: S105 - the name of a variable


def make_env_file(env_file: Path, example: Path = EXAMPLE) -> bool:
    """Write the file unless it is there, readable by its owner alone; say whether it was written.

    In production a secret has to come from whoever runs the server: nothing is written.
    """
    if env_file.exists() or os.environ.get("ENVIRONMENT") == "production" or os.environ.get(SECRET):
        return False
    text = example.read_text().replace(f"\n{SECRET}=\n", f"\n{SECRET}={secrets.token_urlsafe(48)}\n")
    try:
        descriptor = os.open(env_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False  # another start was faster
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    return True


if __name__ == "__main__":
    path = Path(sys.argv[1])
    if make_env_file(path):
        sys.stdout.write(f"Made {path} with a random {SECRET}.\n")
