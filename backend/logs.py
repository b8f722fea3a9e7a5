"""Log lines: JSON for machines or aligned text for a terminal, with what nobody may read taken out.

structlog's own loggers and those of the standard library (uvicorn, psycopg) end in the same lines.
"""

import json
import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from backend.current import request_id
from backend.settings import Settings

GONE = "[removed]"
SECRET_KEYS = re.compile(r"authorization|cookie|password|secret|token|credential", re.IGNORECASE)
SECRETS = re.compile(
    r"""
    eyJ[\w-]{8,}(\.[\w-]*)*                 # a JSON Web Token
    | \b(?:bearer|basic)\s+[^\s'",]+        # what follows the scheme in an Authorization header
    | \$argon2[\w$=,+/.]*                   # a password hash
    | (?<=://)\S+(?=@)                      # user and password in a URL
    | (?<=input_value=).*?(?=,\ input_type) # what was sent, in pydantic's errors
    | (?<=Failing\ row\ contains\ ).*       # a row, in PostgreSQL's errors
    | (?<==)\(.*?\)(?=\ already\ exists)    # a unique value, likewise
    """,
    re.VERBOSE | re.IGNORECASE,
)
QUIET = ("alembic", "asyncio", "httpcore", "httpx")
NOISE = (
    # What uvicorn says of every start and stop; the server's own lines say it better.
    "Started ",
    "Waiting for application ",
    "Application startup complete.",
    "Application shutdown complete.",
    "Finished ",
    # Clients that ask for HTTP/2 or a WebSocket get HTTP/1.1, which is all that there is to say.
    "Unsupported upgrade request.",
    "No supported WebSocket library detected.",
)


class Lines:
    """Writes lines to a stream; a reader who went away takes the log with them, not the server."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        try:
            self._stream.write(line + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            pass

    debug = info = warning = error = critical = msg


class StandardLibrary(logging.Handler):
    """Hands the records of the standard library's loggers to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        if not (record.name == "uvicorn.error" and record.getMessage().startswith(NOISE)):
            level = max(logging.DEBUG, record.levelno // 10 * 10)
            structlog.get_logger().log(level, record.getMessage().strip(), logger=record.name, exc_info=record.exc_info)


def configure_logs(settings: Settings) -> None:
    """Send every log line of this process to stdout, as the settings say."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    structlog.configure(
        processors=[
            add_request_id,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            remove_secrets,
            _renderer(settings),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: Lines(sys.stdout),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[StandardLibrary()], level=level, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(level if level == logging.DEBUG else max(level, logging.WARNING))


def writes_json(settings: Settings) -> bool:
    """Say whether lines are JSON: so they are in production, unless the settings say otherwise."""
    if settings.log_format == "auto":
        return settings.environment == "production"
    return settings.log_format == "json"


def _renderer(settings: Settings) -> Processor:
    if writes_json(settings):
        encode = json.JSONEncoder(separators=(",", ":"), default=repr).encode
        first = ("timestamp", "level", "event")
        return lambda _logger, _method, event: encode({**{name: event.pop(name) for name in first}, **event})
    # Not structlog's default traceback, which shows the values of variables.
    return structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback)


def add_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Name the request that a line belongs to."""
    if "request_id" not in event and (current := request_id()):
        event["request_id"] = current
    return event


def remove_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take out values whose name or look says that they are secret, in tracebacks too."""
    for name, value in event.items():
        if SECRET_KEYS.search(name):
            event[name] = GONE
        elif not isinstance(value, int | float | None):
            event[name] = _without_secrets(value)
    return event


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return remove_secrets(None, "", {str(key): item for key, item in value.items()})
    if isinstance(value, list | tuple | set):
        return [_without_secrets(item) for item in value]
    if isinstance(value, int | float | None):
        return value
    return SECRETS.sub(GONE, str(value))


def get_logger() -> FilteringBoundLogger:
    """Return a logger that is bound at once, and so costs nothing to find for each line."""
    logger: FilteringBoundLogger = structlog.get_logger().bind()
    return logger


def get_access_logger() -> FilteringBoundLogger:
    """Return a logger for one line a request, in which nothing is secret: looking for secrets takes 20 us."""
    processors = [each for each in structlog.get_config()["processors"] if each is not remove_secrets]
    logger: FilteringBoundLogger = structlog.wrap_logger(None, processors=processors).bind()
    return logger
