"""`python -m backend`: read the settings, start the embedded PostgreSQL if no other is named, and serve."""

import socket
import sys
from functools import partial
from secrets import token_hex

from backend.embedded import EmbeddedPostgresError
from backend.logs import configure_logs, get_logger, writes_json
from backend.own_database import with_database
from backend.server import make_app, serve
from backend.settings import Settings, SettingsInvalid, find_typos, read_settings
from backend.workers import CAN_FORK, prepare_workers

FAILED, MISUSED = 1, 2
BACKLOG = 2048
BANNER = """
  Handfast serves at  {url}
  to read and try     {url}/docs
  to begin with       curl {url}/api/auth/register -H 'Content-Type: application/json' \\
                        -d '{{"email": "ada-{some}@example.com", "password": "correct horse", "name": "Ada"}}'
"""


def main() -> int:
    try:
        settings = read_settings()
    except SettingsInvalid as invalid:
        return _give_up(MISUSED, *invalid.faults)
    configure_logs(settings)
    for typo in find_typos():
        get_logger().warning(typo)
    # One process can be made whole before it takes the port: who serves there goes on if it fails.
    app = make_app(settings) if settings.database_url and settings.workers == 1 else None
    try:
        listener = listen(settings.host, settings.port)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        return _give_up(FAILED, f"cannot listen on HOST {settings.host}, PORT {settings.port}: {reason}")
    try:
        if settings.workers > 1 and CAN_FORK:
            prepare_workers()
        with listener, with_database(settings) as complete:
            return 0 if serve(complete, listener, partial(announce, settings, listener), app) else FAILED
    except EmbeddedPostgresError as error:
        return _give_up(FAILED, str(error))
    except KeyboardInterrupt:
        return 0


def listen(host: str, port: int) -> socket.socket:
    """Take the port, before anything is started that would have to be stopped again if it is in use."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, *_, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    both = host == "::" and socket.has_dualstack_ipv6()
    return socket.create_server((str(address[0]), int(address[1])), family=family, backlog=BACKLOG, dualstack_ipv6=both)


def announce(settings: Settings, listener: socket.socket) -> None:
    """Say where the server is: to people what to do there, to machines in a line of the log."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(host, host)  # noqa: S104 - what to call, not to bind
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    if writes_json(settings):
        get_logger().info("serving", url=url, docs=f"{url}/docs", workers=settings.workers)
    else:
        sys.stdout.write(BANNER.format(url=url, some=token_hex(3)) + "\n")
        sys.stdout.flush()


def _give_up(code: int, *lines: str) -> int:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
