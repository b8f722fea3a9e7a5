"""Where the server listens: in its own folder, or in a short one when the kernel would refuse the path."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from backend.embedded.account import Account

PORT = 5432  # a number in the socket's name, no port of the network
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_PATH = 103  # macOS; Linux takes 107 bytes
SEPARATORS = {",", '"'}  # part a list of hosts or folders


def socket_folder(folder: Path) -> Path:
    """Tell where the socket of the server in `folder` is; that of a stopped server may change."""
    return _short_folder(folder) or folder


def make_socket_folder(folder: Path, account: Account) -> Path:
    """Have a folder that only `account` may enter; the one before, if it still is, as clients know it."""
    if _fits(folder):
        return folder
    if known := _short_folder(folder):
        return known
    short = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))  # short, and ours alone
    os.chown(short, account.uid, account.gid)
    _link(folder).unlink(missing_ok=True)
    _link(folder).symlink_to(short)
    return short


def remove_socket_folder(folder: Path) -> None:
    """Leave nothing outside `folder`; no server may be running in it."""
    if short := _short_folder(folder):
        shutil.rmtree(short, ignore_errors=True)
    _link(folder).unlink(missing_ok=True)


def _short_folder(folder: Path) -> Path | None:
    """Follow the link, but not to what others may have put in the place of a folder that is gone."""
    try:
        short = _link(folder).readlink()
        found = short.lstat()
    except OSError:
        return None
    private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    return short if private and found.st_uid == folder.stat().st_uid else None


def _link(folder: Path) -> Path:
    return folder / "socket"


def _fits(folder: Path) -> bool:
    path = os.fsencode(folder / SOCKET_NAME)
    return len(path) <= LONGEST_PATH and not SEPARATORS & set(str(folder))
