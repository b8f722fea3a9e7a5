"""Values of headers, as the style `simple` writes them."""

from datetime import datetime
from enum import Enum
from typing import Any

from pydantic_core import to_jsonable_python


def header_text(value: Any) -> str:
    """The text of a header: items and members separated by commas."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    plain = to_jsonable_python(value, by_alias=True) if not isinstance(value, datetime) else value.isoformat()
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list):
        return ",".join(header_text(item) for item in plain)
    if isinstance(plain, dict):
        return ",".join(f"{name},{header_text(item)}" for name, item in plain.items())
    return "" if plain is None else str(plain)
