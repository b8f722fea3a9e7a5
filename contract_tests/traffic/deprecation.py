"""What each answer of a deprecated operation has to say: since when it is deprecated, and until when it is there.

Source: RFC 9745 (Deprecation: a date as structured fields write it) and RFC 8594 (Sunset: a date as HTTP writes it).
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from contract_tests.spec.document import Operation

_STRUCTURED_DATE = re.compile(r"@(-?[0-9]{1,15})(;.*)?", re.ASCII)


def deprecation_faults(operation: Operation, headers: dict[str, str]) -> Iterator[str]:
    """What is wrong with the two headers, if the spec says when the operation ends; at what time of day is free."""
    if operation.sunset is None:
        return
    until, since = headers.get("sunset"), headers.get("deprecation")
    if until is None:
        yield f"header Sunset is missing, and x-sunset is {operation.sunset}"
    elif (found := _http_day(until)) != operation.sunset:
        yield f"header Sunset is {until!r}, and x-sunset is {operation.sunset}" + (
            "" if found else "; it is no date of HTTP"
        )
    if since is None:
        yield "header Deprecation is missing, and the operation is deprecated"
    elif (began := _structured_day(since)) is None:
        yield f"header Deprecation is {since!r}, which is no date such as @1769817600"
    elif operation.deprecated_since not in (None, began):
        yield f"header Deprecation is {since!r}, which is {began}; x-deprecated-since is {operation.deprecated_since}"


def _http_day(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC).date()
    except (ValueError, TypeError, OverflowError):
        return None


def _structured_day(text: str) -> date | None:
    match = _STRUCTURED_DATE.fullmatch(text.strip())
    try:
        return datetime.fromtimestamp(int(match[1]), UTC).date() if match else None
    except (ValueError, OverflowError, OSError):
        return None
