"""JSON Web Tokens in their compact form, read strictly: each byte may be written in one way only."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NoReturn

from backend.security.refusals import TokenRefused

LONGEST = 4096
PARTS = 3  # header, claims, signature
BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class CompactToken:
    """A token as its bearer wrote it; nothing of it is verified yet."""

    algorithm: str
    key_id: str | None
    signed: bytes
    """What the signature is of: everything before the last dot."""
    signature: bytes
    payload: bytes

    def digest(self) -> bytes:
        """Return what tells this token from others. Not of the signature: some can be written in several ways."""
        return sha256(self.signed).digest()

    def claims(self) -> dict[str, Any]:
        """Return what the token says. Look at its signature first."""
        try:
            return read_object(self.payload)
        except ValueError:
            raise TokenRefused("claims") from None


def read_token(token: str) -> CompactToken:
    """Take a token apart, or raise TokenRefused.

    Of its header `alg` and `kid` alone count: a key that the token brings along (`jwk`, `jku`, `x5c`, `x5u`) is not
    looked at, and extensions that must be understood (`crit`, and with it `b64`) are not.
    """
    parts = token.split(".")
    if len(parts) != PARTS:
        raise TokenRefused("opaque-session-token")
    try:
        head, payload, signature = map(decode, parts)
        header = read_object(head)
    except ValueError:
        raise TokenRefused("malformed") from None
    algorithm, key_id = header.get("alg"), header.get("kid")
    if "crit" in header or "b64" in header or not isinstance(key_id, str | None):
        raise TokenRefused("header")
    if not isinstance(algorithm, str):
        raise TokenRefused("algorithm")
    return CompactToken(algorithm, key_id, token.rpartition(".")[0].encode(), signature, payload)


def read_object(content: bytes) -> dict[str, Any]:
    """Read a JSON object, or raise ValueError: for members that are there twice and numbers without end, too."""
    try:
        value = json.loads(content.decode(), object_pairs_hook=_members, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - it is the value that is wrong
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is there twice")
    return members


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def encode(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Undo `encode`, or raise ValueError for any other spelling of the same bytes."""
    if not BASE64URL.fullmatch(text):
        raise ValueError("not base64url")
    content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(content) != text:
        raise ValueError("not as it would be written")
    return content
