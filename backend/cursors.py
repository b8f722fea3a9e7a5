"""Where the next page of a list begins, as text that only this server can have made."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

MAC_BYTES = 16
ID_BYTES = 16


class BadCursor(Exception):
    """The cursor was edited, or belongs to another list, another user, other filters or another order."""


class Position(NamedTuple):
    """A row's place in an order: what it is sorted by, as text, then its id."""

    key: str
    id: UUID


class Cursors:
    """Signs positions for a scope: the list's name, its owner, and whatever else decides what it shows."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"handfast cursors", sha256)

    def write(self, position: Position, *scope: object) -> str:
        place = position.id.bytes + position.key.encode()
        return _unpadded(place + self._mac(place, scope))

    def read(self, cursor: str, *scope: object) -> Position:
        """Raise BadCursor unless `write` made exactly this text for exactly this scope."""
        try:
            signed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError:
            raise BadCursor from None
        place, mac = signed[:-MAC_BYTES], signed[-MAC_BYTES:]
        # The second condition: decoding forgives characters that are none of the alphabet's.
        if not hmac.compare_digest(mac, self._mac(place, scope)) or cursor != _unpadded(signed):
            raise BadCursor
        return Position(place[ID_BYTES:].decode(), UUID(bytes=place[:ID_BYTES]))

    def _mac(self, place: bytes, scope: tuple[object, ...]) -> bytes:
        bound = json.dumps(scope).encode()
        return hmac.digest(self._key, len(bound).to_bytes(4) + bound + place, sha256)[:MAC_BYTES]


def _unpadded(signed: bytes) -> str:
    return urlsafe_b64encode(signed).decode().rstrip("=")
