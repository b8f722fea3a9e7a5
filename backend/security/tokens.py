"""Access tokens: JSON Web Tokens that this server signs with its secret, and alone takes back."""

import hmac
import time
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.security.compact import CompactToken, decode, encode
from backend.security.refusals import TokenRefused

ALGORITHM = "HS256"
HEADER = encode(b'{"alg":"HS256","typ":"JWT"}') + "."
LEEWAY_SECONDS = 30
END_OF_TIME = 253_402_300_799  # the last second of the year 9999


class Claims(BaseModel):
    """What each of our tokens says; moments are in seconds since 1970."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: str
    sub: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")
    sid: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$")
    iat: int = Field(ge=0, le=END_OF_TIME)
    exp: int = Field(ge=0, le=END_OF_TIME)
    nbf: int = Field(default=0, ge=0, le=END_OF_TIME)
    aud: None = None  # ours are for nobody else, and say so by saying nothing


class Tokens:
    """Signs and verifies; knows nothing of sessions, and so never asks the database."""

    def __init__(self, secret: bytes, *, issuer: str) -> None:
        self._key = secret
        self.issuer = issuer

    def issue(self, user_id: str, session_id: str, *, issued_at: datetime, expires_at: datetime) -> str:
        claims = Claims(
            iss=self.issuer,
            sub=user_id,
            sid=session_id,
            iat=int(issued_at.timestamp()),
            exp=int(expires_at.timestamp()),
        )
        signed = HEADER + encode(_written(claims))
        return f"{signed}.{encode(self._sign(signed.encode()))}"

    def recognise(self, token: str) -> Claims | None:
        """Return the claims of a token that `issue` wrote, letter by letter; None for all else, good or bad.

        Nearly every token is one of these, and this is half the work of reading one that may be anything.
        """
        signed, _, signature = token.rpartition(".")
        if not signed.startswith(HEADER):
            return None
        if not hmac.compare_digest(encode(self._sign(signed.encode())).encode(), signature.encode()):
            return None
        try:
            payload = decode(signed[len(HEADER) :])
            claims = Claims.model_validate_json(payload)
        except ValueError:
            return None
        if claims.iss != self.issuer or _written(claims) != payload:
            return None
        return _current(claims)

    def check_signature(self, token: CompactToken) -> None:
        """Raise TokenRefused unless somebody who knows the secret signed the token: this server, or Better Auth."""
        if not hmac.compare_digest(self._sign(token.signed), token.signature):
            raise TokenRefused("signature")

    def accept(self, claims: dict[str, Any]) -> Claims:
        """Return the claims, whose signature is good and issuer is ours, or raise TokenRefused."""
        try:
            return _current(Claims.model_validate(claims))
        except ValidationError as error:
            missing = any(fault["type"] == "missing" for fault in error.errors(include_input=False))
            raise TokenRefused("missing" if missing else "claims") from None

    def _sign(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, "sha256")


def _written(claims: Claims) -> bytes:
    return claims.model_dump_json(exclude_defaults=True).encode()


def _current(claims: Claims) -> Claims:
    check_times(claims.exp, claims.iat, claims.nbf)
    return claims


def check_times(expires_at: float, *begins_at: float) -> None:
    """Raise TokenRefused before the beginning and after the end, for clocks that differ by the leeway at most."""
    now = time.time()
    if expires_at <= now - LEEWAY_SECONDS:
        raise TokenRefused("expired")
    if any(moment > now + LEEWAY_SECONDS for moment in begins_at):
        raise TokenRefused("early")
