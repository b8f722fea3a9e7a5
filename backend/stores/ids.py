"""Ids of rows: UUIDv7, which clients send back as opaque text."""

import re
from uuid import UUID

from uuid_utils.compat import uuid7

UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_id() -> UUID:
    return uuid7()


def is_id(text: str) -> bool:
    """Tell whether a row may have this id; another spelling of a UUID is another text."""
    return UUID_TEXT.fullmatch(text) is not None
