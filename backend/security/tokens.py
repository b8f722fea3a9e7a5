"""Access tokens: JSON Web Tokens that this server signs with its secret, and alone takes back."""

import time
from datetime import datetime

import jwt
from jwt.algorithms import HMACAlgorithm
from pydantic import BaseModel, ConfigDict, Field, ValidationError

ALGORITHM = "HS256"
LEEWAY_SECONDS = 30
LONGEST = 4096
END_OF_TIME = 253_402_300_799  # the last second of the year 9999


class TokenRefused(Exception):
    """A token that is none of ours, or no longer; `reason` is one word for the log, and for the log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
        self._issuer = issuer
        self._signatures = jwt.PyJWS(algorithms=[])
        self._signatures.register_algorithm(ALGORITHM, _Hmac(HMACAlgorithm.SHA256))

    def issue(self, user_id: str, session_id: str, *, issued_at: datetime, expires_at: datetime) -> str:
        claims = Claims(
            iss=self._issuer,
            sub=user_id,
            sid=session_id,
            iat=int(issued_at.timestamp()),
            exp=int(expires_at.timestamp()),
        )
        return self._signatures.encode(claims.model_dump_json(exclude_defaults=True).encode(), self._key, ALGORITHM)

    def verify(self, token: str) -> Claims:
        """Return what the token says, or raise TokenRefused; its signature comes before all that it says."""
        if len(token) > LONGEST:
            raise TokenRefused("oversized")
        if token.count(".") != 2:  # noqa: PLR2004 - header, claims, signature
            raise TokenRefused("opaque")
        claims = self._signed_claims(token)
        now = time.time()
        if claims.iss != self._issuer:
            raise TokenRefused("issuer")
        if claims.exp <= now - LEEWAY_SECONDS:
            raise TokenRefused("expired")
        if max(claims.iat, claims.nbf) > now + LEEWAY_SECONDS:
            raise TokenRefused("early")
        return claims

    def _signed_claims(self, token: str) -> Claims:
        try:
            return Claims.model_validate_json(self._signatures.decode(token, self._key, [ALGORITHM]))
        except jwt.InvalidAlgorithmError:
            raise TokenRefused("algorithm") from None
        except jwt.InvalidSignatureError:
            raise TokenRefused("signature") from None
        except jwt.PyJWTError:
            raise TokenRefused("malformed") from None
        except ValidationError as error:
            missing = any(fault["type"] == "missing" for fault in error.errors(include_input=False))
            raise TokenRefused("missing" if missing else "claims") from None


class _Hmac(HMACAlgorithm):
    """HMAC with the one key, in which PyJWT would look for signs of PEM or DER with each token: 15 us."""

    def prepare_key(self, key: str | bytes) -> bytes:
        return key if isinstance(key, bytes) else key.encode()
