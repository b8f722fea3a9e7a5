"""`python guard.py COMMAND…`: run a command that does not outlive the end of this program's stdin.

A suite that is killed cannot stop the servers that it started; what it can do is to hold a pipe.
"""

import os
import signal
import subprocess
import sys
import threading

_GRACE_SECONDS = 10


def main() -> int:
    # A group of its own: Ctrl-C is for the suite, which then stops the server in order.
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, args=(child,), daemon=True).start()
    code = child.wait()
    return code if code >= 0 else 128 - code


def _watch(child: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1024):
        pass
    child.terminate()
    try:
        child.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
