"""Whom the server runs as: PostgreSQL refuses to run as root, and initdb as a user without a name."""

import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.embedded.binaries import Binaries
from backend.embedded.errors import EmbeddedPostgresError

ROOT = 0


@dataclass(frozen=True)
class Account:
    """Who owns the files, and how a child process comes to run as them."""

    uid: int
    gid: int
    switch: bool = False
    prefix: tuple[str, ...] = ()

    def spawn(self, command: Sequence[str], *, output: int, keep: int | None = None) -> subprocess.Popen[bytes]:
        """Run a command that inherits the descriptor `keep`, away from this terminal's Ctrl-C."""
        return subprocess.Popen(  # noqa: S603 - PostgreSQL itself
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=() if keep is None else (keep,),
            cwd="/",
            # PGPORT and its kin would steer the server, and the program's secrets are none of its business.
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            start_new_session=True,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
            umask=0o077,
        )


def settle_account(folder: Path, binaries: Binaries) -> Account:
    """Choose who runs the server and make the folder theirs; no server may be running in it."""
    if _users(os.geteuid()):
        return Account(os.geteuid(), os.getegid())
    for account in _candidates(folder):
        if _may_run(account, folder, binaries) and _hand_over(folder, account):
            return account
    who = "root" if os.geteuid() == ROOT else f"user id {os.geteuid()}, which has no name"
    raise EmbeddedPostgresError(
        f"PostgreSQL does not run as {who}, and no other user may enter {folder.parent} and run"
        f" {binaries.postgres}: run as another user, use a folder open to others, or set DATABASE_URL"
    )


def _candidates(folder: Path) -> Iterator[Account]:
    # The owner of the place first, so that it works without root later; a namespace reaches what is root's
    # alone; `nobody` comes last, for others may run as nobody too.
    if os.geteuid() == ROOT:
        yield from map(_switch_to, _users(_owner_of_place(folder)))
        yield from map(_switch_to, _users("postgres"))
    yield from map(_namespace_of, _users("nobody"))
    if os.geteuid() == ROOT:
        yield from map(_switch_to, _users("nobody"))


def _users(key: int | str) -> list[pwd.struct_passwd]:
    """Look up the user of an id or a name; none if there is none, or if it is root."""
    try:
        user = pwd.getpwuid(key) if isinstance(key, int) else pwd.getpwnam(key)
    except KeyError:
        return []
    return [user] if user.pw_uid != ROOT else []


def _owner_of_place(folder: Path) -> int:
    owners = (place.stat().st_uid for place in (folder, *folder.parents))
    return next((owner for owner in owners if owner != ROOT), ROOT)


def _switch_to(user: pwd.struct_passwd) -> Account:
    return Account(user.pw_uid, user.pw_gid, switch=True)


def _namespace_of(user: pwd.struct_passwd) -> Account:
    """Stay who we are on disk, and be `user` in the server's own eyes (Linux only)."""
    return Account(os.geteuid(), os.getegid(), prefix=("unshare", "--user", f"--map-user={user.pw_uid}"))


def _may_run(account: Account, folder: Path, binaries: Binaries) -> bool:
    enter_and_run = 'cd "$1" && exec "$2" --version'
    command = ["/bin/sh", "-c", enter_and_run, "sh", str(folder.parent), binaries.postgres]
    try:
        return account.spawn(command, output=subprocess.DEVNULL).wait() == 0
    except (OSError, subprocess.SubprocessError):  # no such command, or not allowed to switch
        return False


def _hand_over(folder: Path, account: Account) -> bool:
    if folder.stat().st_uid == account.uid:
        return True
    try:
        for place, folders, files in os.walk(folder, topdown=False):
            for name in (*folders, *files):
                os.chown(Path(place, name), account.uid, account.gid, follow_symlinks=False)
        os.chown(folder, account.uid, account.gid)  # last: it says that the rest is done
    except OSError:  # a file system that knows one owner
        return False
    return True
