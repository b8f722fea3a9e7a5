"""What a token of another issuer must say."""

import os
import time
from typing import Any

import pytest

from backend.security.issuers import OtherIssuer, Visit
from backend.security.refusals import TokenRefused
from backend.security.tokens import END_OF_TIME
from backend.stores.visitors import Visitor

NOW = int(os.environ["HANDFAST_TESTS_NOW"])
CLAIMS: dict[str, Any] = {"sub": "ada", "exp": NOW + 600}
ISSUER, AUDIENCE = "https://issuer.example.com", "https://api.example.com"
LAX = OtherIssuer(None, None, "sub", "handfast")
STRICT = OtherIssuer(ISSUER, AUDIENCE, "sub", "handfast")
STRICT_CLAIMS = {**CLAIMS, "iss": ISSUER, "aud": AUDIENCE}


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: float(NOW))


def read(claims: dict[str, Any], other: OtherIssuer = LAX) -> Visit:
    return other.read(claims, b"digest")


def reason(claims: dict[str, Any], other: OtherIssuer = LAX) -> str:
    with pytest.raises(TokenRefused) as refused:
        read(claims, other)
    return refused.value.reason


def test_least_that_a_token_may_say() -> None:
    assert read(CLAIMS) == Visit(Visitor("better-auth", "ada"), b"digest", NOW + 630)


def test_what_better_auth_says() -> None:
    profile = {"id": "ada", "email": "Ada@example.com", "emailVerified": False, "name": "Ada", "createdAt": "2026"}
    visit = read({**STRICT_CLAIMS, **profile, "iat": NOW}, STRICT)
    assert visit.visitor == Visitor(ISSUER, "ada", "ada@example.com", "Ada")


@pytest.mark.parametrize("subject", ["7", "a" * 64, "ž" * 64, "a/b %2F?#", "..", " ", "\U0001f600", "a\nb"])
def test_subjects(subject: str) -> None:
    assert read({**CLAIMS, "sub": subject}).visitor.subject == subject


@pytest.mark.parametrize("subject", ["", "a" * 65, "a\x00", "\ud800", 7, 7.5, True, None, ["ada"], {"id": "ada"}])
def test_no_subjects(subject: object) -> None:
    assert reason({**CLAIMS, "sub": subject}) == "claims"


def test_no_subject() -> None:
    assert reason({"exp": NOW + 600}) == "missing"


def test_claim_that_is_set() -> None:
    other = OtherIssuer(None, None, "userId", "handfast")
    assert read({**CLAIMS, "userId": "eve", "email": "e@b.c"}, other).visitor == Visitor("better-auth", "eve", "e@b.c")
    assert reason(CLAIMS, other) == "missing"


def test_claim_further_in_has_its_profile_beside_it() -> None:
    other = OtherIssuer(None, None, "user.id", "handfast")
    user = {"id": "eve", "email": "e@b.c", "name": "Eve"}
    claims = {**CLAIMS, "email": "not@this.one", "name": "Not this one", "user": user}
    assert read(claims, other).visitor == Visitor("better-auth", "eve", "e@b.c", "Eve")
    assert reason(CLAIMS, other) == "missing"
    assert reason({**CLAIMS, "user": {}}, other) == "missing"
    for user_claim in ("eve", ["id"], None, 7):
        assert reason({**CLAIMS, "user": user_claim}, other) == "claims"
    assert reason({**CLAIMS, "user.id": "eve"}, other) == "missing"


@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("moment", [None, True, "1", str(NOW + 600), [], {}, float("inf"), float("nan")])
def test_moments_of_another_kind(name: str, moment: object) -> None:
    assert reason({**CLAIMS, name: moment}) == "claims"


def test_end_is_required() -> None:
    assert reason({"sub": "ada"}) == "missing"


@pytest.mark.parametrize("end", [NOW - 31, NOW - 31.5, 0, -1, -(10**30)])
def test_expired(end: float) -> None:
    assert reason({**CLAIMS, "exp": end}) == "expired"


@pytest.mark.parametrize("end", [NOW - 20, NOW + 0.5, END_OF_TIME, END_OF_TIME + 1, 10**18, 10**400, 1e300])
def test_ends_within_the_calendar(end: float) -> None:
    assert NOW < read({**CLAIMS, "exp": end}).ends_at <= END_OF_TIME


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_early_beyond_the_leeway(name: str) -> None:
    read({**CLAIMS, name: NOW + 20})
    read({**CLAIMS, name: NOW - 10**9})
    for moment in (NOW + 600, NOW + 600.5, 10**400):
        assert reason({**CLAIMS, name: moment}) == "early"


def test_issuer_must_be_the_one_that_is_set() -> None:
    assert read(STRICT_CLAIMS, STRICT).visitor.issuer == ISSUER
    for issuer in (f"{ISSUER}/", ISSUER.upper(), "handfast", "", None, 7, [ISSUER]):
        assert reason({**STRICT_CLAIMS, "iss": issuer}, STRICT) == "issuer"
    assert reason({**CLAIMS, "aud": AUDIENCE}, STRICT) == "issuer"


def test_issuer_is_as_the_token_says_if_none_is_set() -> None:
    assert read({**CLAIMS, "iss": ISSUER}).visitor.issuer == ISSUER
    assert read({**CLAIMS, "iss": "i" * 255}).visitor.issuer == "i" * 255
    for issuer in ("", "i" * 256, "a\x00", "\ud800", None, 7, [ISSUER]):
        assert reason({**CLAIMS, "iss": issuer}) == "issuer"


def test_no_other_issuer_passes_for_this_server() -> None:
    assert reason({**CLAIMS, "iss": "handfast"}) == "issuer"
    assert reason(CLAIMS, OtherIssuer(None, None, "sub", "better-auth")) == "issuer"


def test_audience_must_hold_the_one_that_is_set() -> None:
    for good in (AUDIENCE, [AUDIENCE], ["another", AUDIENCE]):
        read({**STRICT_CLAIMS, "aud": good}, STRICT)
    bad: tuple[object, ...] = ("another", f"{AUDIENCE}/", "", [], ["another"], [AUDIENCE, 7], {AUDIENCE: 1}, None)
    for audience in bad:
        assert reason({**STRICT_CLAIMS, "aud": audience}, STRICT) == "audience"
    assert reason({**CLAIMS, "iss": ISSUER}, STRICT) == "audience"


def test_audience_is_not_looked_at_if_none_is_set() -> None:
    for audience in ("anything", 7, None):
        read({**CLAIMS, "aud": audience})
