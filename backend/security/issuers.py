"""The other issuer: what its tokens must say before anybody is taken for its user."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.security.profiles import is_text, read_email, read_name
from backend.security.refusals import TokenRefused
from backend.security.tokens import END_OF_TIME, LEEWAY_SECONDS, check_times
from backend.stores.visitors import Visitor

UNNAMED = "better-auth"
LONGEST_ISSUER = 255
LONGEST_SUBJECT = 64


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes, with which token, and until when it is good, in seconds since 1970."""

    visitor: Visitor
    token_digest: bytes
    ends_at: float


@dataclass(frozen=True, slots=True)
class OtherIssuer:
    """What must be in `iss` and `aud`, if anything must, and the claim that names the user: `sub`, or `user.id`."""

    issuer: str | None
    audience: str | None
    user_claim: str
    ours: str
    """The issuer of this server's own tokens, for which no other may pass."""

    def read(self, claims: Mapping[str, Any], token_digest: bytes) -> Visit:
        """Return whose visit a token with a good signature announces, or raise TokenRefused."""
        ends_at = _moment(claims, "exp")
        if ends_at is None:
            raise TokenRefused("missing")
        check_times(ends_at, *(_moment(claims, name) or 0 for name in ("iat", "nbf")))
        issuer = self._issuer_of(claims)
        self._check_audience(claims)
        *path, name = self.user_claim.split(".")
        profile = _object_at(claims, path)
        visitor = Visitor(issuer, _subject(profile, name), read_email(profile), read_name(profile))
        return Visit(visitor, token_digest, min(ends_at + LEEWAY_SECONDS, END_OF_TIME))

    def _issuer_of(self, claims: Mapping[str, Any]) -> str:
        issuer = claims.get("iss", UNNAMED if self.issuer is None else None)
        if not is_text(issuer, LONGEST_ISSUER) or issuer == self.ours or self.issuer not in {None, issuer}:
            raise TokenRefused("issuer")
        return issuer

    def _check_audience(self, claims: Mapping[str, Any]) -> None:
        if self.audience is None:
            return
        given = claims.get("aud")
        audiences = given if isinstance(given, list) else [given]
        if self.audience not in audiences or not all(isinstance(audience, str) for audience in audiences):
            raise TokenRefused("audience")


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    if name not in claims:
        return None
    value: object = claims[name]
    # math.isfinite overflows for long integers.
    if isinstance(value, bool) or not isinstance(value, int | float) or not -math.inf < value < math.inf:
        raise TokenRefused("claims")
    return value


def _object_at(claims: Mapping[str, Any], path: list[str]) -> Mapping[str, Any]:
    place: Any = claims
    for name in path:
        if name not in place:
            raise TokenRefused("missing")
        place = place[name]
        if not isinstance(place, dict):
            raise TokenRefused("claims")
    return place  # type: ignore[no-any-return]


def _subject(profile: Mapping[str, Any], name: str) -> str:
    if name not in profile:
        raise TokenRefused("missing")
    subject = profile[name]
    if not is_text(subject, LONGEST_SUBJECT):
        raise TokenRefused("claims")
    return subject
