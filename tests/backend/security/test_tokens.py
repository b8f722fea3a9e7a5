"""Tokens of this server's own, and what only looks like one."""

import asyncio
import hmac
import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from backend.security.compact import LONGEST
from backend.security.issuers import OtherIssuer
from backend.security.refusals import TokenRefused
from backend.security.tokens import Claims, Tokens
from backend.security.verification import Verifier
from tests.backend.issuer import part

SECRET = b"W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3SaW5rV0mQy8Jk2Zt7X"
TOKENS = Tokens(SECRET, issuer="handfast")
OTHER = OtherIssuer("https://issuer.example.com", None, "sub", "handfast")
NOW = int(os.environ["HANDFAST_TESTS_NOW"])
CLAIMS = {"iss": "handfast", "sub": "ada", "sid": "a-session", "iat": NOW, "exp": NOW + 600}

ALGORITHM_TWICE = b'{"alg":"HS256","alg":"HS256"}'
NO_UTF_8 = b'{"alg":"HS256","x":"\xff"}'


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: float(NOW))


def sign(claims: object, *, key: bytes = SECRET, header: dict[str, Any] | None = None, algorithm: str = "HS256") -> str:
    return jwt.PyJWS().encode(json.dumps(claims).encode(), key, algorithm, header)


def verify(token: str, tokens: Tokens = TOKENS) -> Claims:
    verified = asyncio.run(Verifier(tokens, OTHER).verify(token))
    assert isinstance(verified, Claims)
    return verified


def reason(token: str) -> str:
    with pytest.raises(TokenRefused) as refused:
        verify(token)
    return refused.value.reason


def test_issued_token_is_taken_back() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    token = TOKENS.issue("ada", "a-session", issued_at=now, expires_at=now + timedelta(hours=1))
    claims = verify(token)
    assert (claims.sub, claims.sid, claims.iss) == ("ada", "a-session", "handfast")
    assert claims.exp - claims.iat == 3600


def test_issued_token_is_an_ordinary_jwt() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    token = TOKENS.issue("ada", "a-session", issued_at=now, expires_at=now + timedelta(hours=1))
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    assert jwt.decode(token, SECRET, algorithms=["HS256"], issuer="handfast")["sub"] == "ada"


def test_what_another_library_signs_is_taken() -> None:
    assert verify(jwt.encode(CLAIMS, SECRET, "HS256")).sub == "ada"


def test_opaque_tokens_have_a_word_of_their_own() -> None:
    assert reason("") == "opaque-session-token"
    assert reason("Wm9Hk2") == "opaque-session-token"
    assert reason("a.b") == "opaque-session-token"
    assert reason("a.b.c.d.e") == "opaque-session-token"


def test_oversized() -> None:
    assert reason("a" * (LONGEST + 1)) == "oversized"


@pytest.mark.parametrize(
    "token",
    [
        "..",
        "a.b.c",
        f"{part(b'no json')}.{part(CLAIMS)}.{part(b'signature')}",
        f"{part([])}.{part(CLAIMS)}.{part(b'signature')}",
        f"{part(b'[' * 2000)}.{part(CLAIMS)}.{part(b'signature')}",
        f"{part({'alg': 'HS256'})}.{part(CLAIMS)}.!!",
        f"{part(ALGORITHM_TWICE)}.{part(CLAIMS)}.{part(b'signature')}",
        f"{part({'alg': 'HS256'})}.{part(CLAIMS)}.{part(b'signature')}=",
        f"{part({'alg': 'HS256'})}.{part(CLAIMS)}.AB",
        f"{part({'alg': 'HS256'})}.{part(CLAIMS)}.+/",
        f"{part({'alg': 'HS256'})}. {part(CLAIMS)}.{part(b'signature')}",
        f"{part(NO_UTF_8)}.{part(CLAIMS)}.{part(b'signature')}",
    ],
)
def test_malformed(token: str) -> None:
    assert reason(token) == "malformed"


@pytest.mark.parametrize(
    "more",
    [
        {"kid": 7},
        {"kid": ["a"]},
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"crit": None},
        {"b64": False, "crit": ["b64"]},
        {"b64": False},
    ],
)
def test_header_that_asks_for_more_than_is_understood(more: dict[str, Any]) -> None:
    signed = f"{part({'alg': 'HS256', **more})}.{part(CLAIMS)}"
    signature = hmac.digest(SECRET, signed.encode(), "sha256")
    assert reason(f"{signed}.{part(signature)}") == "header"


@pytest.mark.parametrize(
    "algorithm",
    ["none", "None", "NONE", "nOnE", "HS384", "HS512", "RS256", "EdDSA", "hs256", "HS256 ", "", None, 7, ["HS256"]],
)
def test_algorithm_is_pinned(algorithm: object) -> None:
    signature = sign(CLAIMS).rpartition(".")[2]
    assert reason(f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(CLAIMS)}.{signature}") == "algorithm"


def test_other_hmac_with_our_key() -> None:
    assert reason(sign(CLAIMS, algorithm="HS384")) == "algorithm"


def test_no_signature() -> None:
    assert reason(f"{part({'alg': 'HS256'})}.{part(CLAIMS)}.") == "signature"


def test_another_key() -> None:
    assert reason(sign(CLAIMS, key=b"another key of thirty-two bytes.")) == "signature"


def test_changed_claims() -> None:
    header, _, signature = sign(CLAIMS).split(".")
    assert reason(f"{header}.{part({**CLAIMS, 'sub': 'eve'})}.{signature}") == "signature"


def test_unsigned_claims_are_not_looked_at() -> None:
    assert reason(sign({"no": "claims"}, key=b"another key of thirty-two bytes.")) == "signature"


@pytest.mark.parametrize("claim", sorted(CLAIMS.keys() - {"iss"}))
def test_every_claim_is_required(claim: str) -> None:
    assert reason(sign({name: value for name, value in CLAIMS.items() if name != claim})) == "missing"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("sub", 7),
        ("sub", ""),
        ("sub", "a\x00"),
        ("sub", "a" * 65),
        ("sub", None),
        ("sid", ["a"]),
        ("iat", "now"),
        ("iat", True),
        ("exp", str(NOW + 600)),
        ("exp", None),
        ("exp", float("inf")),
        ("exp", float("nan")),
        ("exp", {}),
    ],
)
def test_claims_of_another_kind(claim: str, value: object) -> None:
    assert reason(sign({**CLAIMS, claim: value})) == "claims"


@pytest.mark.parametrize("claims", [[], "text", 7, None])
def test_claims_that_are_no_object(claims: object) -> None:
    assert reason(sign(claims)) == "claims"


@pytest.mark.parametrize("issuer", ["someone else", "Handfast", "", ["handfast"], None, 7])
def test_issuer(issuer: object) -> None:
    assert reason(sign({**CLAIMS, "iss": issuer})) == "issuer"
    assert reason(sign({name: value for name, value in CLAIMS.items() if name != "iss"})) == "issuer"


def test_expired_beyond_the_leeway() -> None:
    assert verify(sign({**CLAIMS, "exp": NOW - 10})).exp == NOW - 10
    assert reason(sign({**CLAIMS, "exp": NOW - 31})) == "expired"


def test_issued_in_the_future_beyond_the_leeway() -> None:
    assert verify(sign({**CLAIMS, "iat": NOW + 10})).iat == NOW + 10
    assert reason(sign({**CLAIMS, "iat": NOW + 600})) == "early"


def test_a_secret_may_look_like_any_key() -> None:
    pem = b"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----"
    tokens = Tokens(pem, issuer="handfast")
    now = datetime.fromtimestamp(NOW, UTC)
    token = tokens.issue("ada", "s", issued_at=now, expires_at=now + timedelta(hours=1))
    assert verify(token, tokens).sub == "ada"


def test_not_yet_valid() -> None:
    assert reason(sign(CLAIMS | {"nbf": NOW + 1000})) == "early"
    assert verify(sign(CLAIMS | {"nbf": NOW + 10})).sub == "ada"  # within the leeway


@pytest.mark.parametrize("claim", [{"aud": "another"}, {"iat": -(10**18)}, {"exp": 10**19}, {"nbf": "now"}])
def test_claims_that_ours_never_make(claim: dict[str, object]) -> None:
    assert reason(sign(CLAIMS | claim)) == "claims"


def test_own_writing_and_any_other_are_taken_alike() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    token = TOKENS.issue("ada", "a-session", issued_at=now, expires_at=now + timedelta(hours=1))
    recognised = TOKENS.recognise(token)
    assert recognised is not None
    other = sign(json.loads(recognised.model_dump_json()))
    assert TOKENS.recognise(other) is None
    assert verify(other) == verify(token) == recognised


@pytest.mark.parametrize(
    "payload",
    [
        b'{"iss":"handfast","sub":"ada","sub":"ada","sid":"s","iat":%d,"exp":%d}' % (NOW, NOW + 600),
        b'{"iss":"other","iss":"handfast","sub":"ada","sid":"s","iat":%d,"exp":%d}' % (NOW, NOW + 600),
        b'{"iss":"handfast","sub":"ada","sid":"s","iat":%d,"exp":%d,"x":NaN}' % (NOW, NOW + 600),
        b'{"iss":"handfast","sub":"ada","sid":"s","iat":%d,"exp":%d,"x":%s}' % (NOW, NOW + 600, b"[" * 1500),
        b'{"iss":"handfast","sub":"\\ud800","sid":"s","iat":%d,"exp":%d}' % (NOW, NOW + 600),
        b'{"iss":"handfast","sub":"\xff","sid":"s","iat":%d,"exp":%d}' % (NOW, NOW + 600),
        b'{"iss":"handfast","sub":"ada","sid":"s","iat":%d,"exp":%s}' % (NOW, b"9" * 2000),
        b'{"iss":"handfast","sub":"ada","sid":"s","iat":%d,"exp":1e999}' % NOW,
        b"",
        b"no JSON",
    ],
)
def test_signed_payload_that_is_no_plain_json(payload: bytes) -> None:
    assert reason(jwt.PyJWS().encode(payload, SECRET, "HS256")) == "claims"


def test_signature_has_one_spelling() -> None:
    token = sign(CLAIMS)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet.index(token[-1])
    assert last % 4 == 0  # the two bits that stand for nothing
    assert reason(token[:-1] + alphabet[last + 1]) == "malformed"


def test_token_of_another_server_with_the_same_secret() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    another = Tokens(SECRET, issuer="another")
    token = another.issue("ada", "a-session", issued_at=now, expires_at=now + timedelta(hours=1))
    assert another.recognise(token) is not None
    assert TOKENS.recognise(token) is None
    assert reason(token) == "issuer"


def test_forged_in_our_own_writing() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    times = {"issued_at": now, "expires_at": now + timedelta(hours=1)}
    mine, other = (TOKENS.issue(user, "a-session", **times) for user in ("ada", "eve"))
    header, claims, signature = mine.split(".")
    assert verify(mine).sub == "ada"
    for forged in (
        Tokens(b"another key of thirty-two bytes.", issuer="handfast").issue("ada", "a-session", **times),
        f"{header}.{other.split('.')[1]}.{signature}",
        f"{header}.{claims}.",
        f"{header}.{claims}.{part(b'x' * 32)}",
    ):
        assert TOKENS.recognise(forged) is None
        assert reason(forged) == "signature"


def test_our_own_writing_expires_too() -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    hour = timedelta(hours=1)
    assert reason(TOKENS.issue("ada", "s", issued_at=now - 2 * hour, expires_at=now - hour)) == "expired"
    assert reason(TOKENS.issue("ada", "s", issued_at=now + hour, expires_at=now + 2 * hour)) == "early"
