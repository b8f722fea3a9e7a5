"""When to ask an AI service again."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ATTEMPTS = 3
PATIENCE_SECONDS = 10  # a caller waits; one who is told to come back later does not
FIRST_PAUSE_SECONDS = 0.5
SECONDS = re.compile(r"\d+(\.\d+)?", re.ASCII)


def seconds_asked(retry_after: str | None, now: datetime) -> float | None:
    """Return the seconds from now that a Retry-After header asks for, or None if it says nothing of use."""
    if retry_after is None:
        return None
    if SECONDS.fullmatch(retry_after):
        return float(retry_after)
    try:
        date = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


def pause(attempts: int, asked: float | None, chance: float, remaining: float) -> float | None:
    """Return the seconds to wait before the next attempt, or None if there had better be none.

    `attempts` were made; the service asked for `asked` seconds; `chance` from 0 to 1 keeps clients from coming back
    all at once; `remaining` is how long the caller will wait.
    """
    seconds = max(asked or 0.0, FIRST_PAUSE_SECONDS * 2.0 ** (attempts - 1) * (0.5 + chance))
    if attempts >= ATTEMPTS or seconds > PATIENCE_SECONDS or seconds >= remaining:
        return None
    return seconds
