"""`python -m backend.beside COMMAND …`: run a command that starts servers again and again, beside one database.

If the settings name no database, the embedded PostgreSQL is started first and stopped last, and DATABASE_URL names it:
a server that is started in its turn finds it running.
"""

import os
import signal
import subprocess
import sys

from backend.embedded import EmbeddedPostgresError
from backend.embedded.signals import unwinding_signals
from backend.logs import configure_logs
from backend.own_database import with_database
from backend.settings import Settings, SettingsInvalid, read_settings

FAILED, MISUSED = 1, 2
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    command = sys.argv[1:]
    if not command:
        sys.stderr.write("say which command: python -m backend.beside handfast watch\n")
        return MISUSED
    try:
        settings = read_settings()
        configure_logs(settings)
        with unwinding_signals(), with_database(settings) as complete:
            return run(command, variables(settings, complete))
    except SettingsInvalid as invalid:
        sys.stderr.write(f"{invalid}\n")
        return MISUSED
    except EmbeddedPostgresError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"cannot run {command[0]}: {error.strerror}\n")
    except KeyboardInterrupt:
        return 0  # before the command ran
    return FAILED


def variables(settings: Settings, complete: Settings) -> dict[str, str]:
    """Name the embedded database, if it is that one, to those who read the environment."""
    url = complete.database_url
    if complete is settings or url is None:
        return {}
    prepares = complete.database_prepared_statements
    return {"DATABASE_URL": url.get_secret_value(), "DATABASE_PREPARED_STATEMENTS": str(prepares)}


def run(command: list[str], more: dict[str, str]) -> int:
    """Run it until it ends, or end it when a signal would end us; it hears of signals from here alone."""
    environment = {**os.environ, **more}
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:  # noqa: S603 - the user's own
        try:
            code = process.wait()
        except (KeyboardInterrupt, SystemExit):
            for number in SIGNALS:  # it is waited for, however impatient the caller
                signal.signal(number, signal.SIG_IGN)
            process.terminate()
            code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
