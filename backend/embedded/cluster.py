"""The data folder: made whole or not at all, and served only by the major version that made it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from backend.embedded.account import Account
from backend.embedded.binaries import Binaries
from backend.embedded.errors import EmbeddedPostgresError
from backend.embedded.sockets import PORT

SUPERUSER = "postgres"
INITDB_SECONDS = 120
INITDB_OPTIONS = ("--encoding=UTF8", "--auth-local=trust", "--auth-host=reject")
BUILTIN_LOCALES = 17  # the first major version whose C.UTF-8 does not depend on the C library

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # a DETAIL line quotes whole rows: e-mail addresses, password hashes
}
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def has_cluster(data: Path) -> bool:
    return (data / "PG_VERSION").exists()


def check_version(data: Path, major: int) -> None:
    """Refuse data that another major version made, and a folder that holds something else."""
    if not has_cluster(data):
        if data.exists() and any(data.iterdir()):
            raise EmbeddedPostgresError(f"{data} is not a PostgreSQL data folder: move it away")
        return
    found = (data / "PG_VERSION").read_text().strip()
    if found != str(major):
        raise EmbeddedPostgresError(
            f"{data} was made by PostgreSQL {found} and this is PostgreSQL {major}; it was left as it is:"
            f" dump it with PostgreSQL {found} and restore it here, or move it away"
        )


@dataclass(frozen=True)
class Cluster:
    """A data folder, made or to be made, with all that is needed to run PostgreSQL on it."""

    data: Path
    binaries: Binaries
    account: Account
    log: int
    durable: bool

    def make(self, starting: int) -> bool:
        """Run initdb beside the data folder and rename the result; False if it failed, as the log tells.

        initdb inherits the start lock, so that one whose parent was killed is waited for by the next start.
        """
        half_made = self.data.with_name(f"{self.data.name}.new")
        command = [self.binaries.initdb, f"--pgdata={half_made}", f"--username={SUPERUSER}", *INITDB_OPTIONS]
        command += [] if self.durable else ["--no-sync"]
        for locale in _locales(self.binaries.major):
            shutil.rmtree(half_made, ignore_errors=True)
            if _succeeds(self.account.spawn([*command, *locale], output=self.log, keep=starting)):
                half_made.rename(self.data)
                _flush(self.data.parent)
                return True
        return False

    def serve(self, sockets: Path, alive: int) -> subprocess.Popen[bytes]:
        """Start the server; each of its processes holds the lock `alive` as long as it lives."""
        settings = SETTINGS | ({} if self.durable else UNSAFE_SETTINGS)
        settings |= {"unix_socket_directories": str(sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [self.binaries.postgres, "-D", str(self.data), *options]
        return self.account.spawn(command, output=self.log, keep=alive)


def _locales(major: int) -> list[list[str]]:
    if major >= BUILTIN_LOCALES:
        return [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
    return [["--locale=C.UTF-8"], ["--locale=C"]]  # not every C library has the first


def _succeeds(initdb: subprocess.Popen[bytes]) -> bool:
    try:
        return initdb.wait(INITDB_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        initdb.kill()  # the clock or the user may have cut the wait short
        initdb.wait()


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
