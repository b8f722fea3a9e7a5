import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from backend.security.tokens import LONGEST, TokenRefused, Tokens

SECRET = b"W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3SaW5rV0mQy8Jk2Zt7X"
TOKENS = Tokens(SECRET, issuer="handfast")
NOW = int(datetime.now(UTC).timestamp())
CLAIMS = {"iss": "handfast", "sub": "ada", "sid": "a-session", "iat": NOW, "exp": NOW + 600}


def sign(claims: object, *, key: bytes = SECRET, header: dict[str, Any] | None = None, algorithm: str = "HS256") -> str:
    return jwt.PyJWS().encode(json.dumps(claims).encode(), key, algorithm, header)


def reason(token: str) -> str:
    with pytest.raises(TokenRefused) as refused:
        TOKENS.verify(token)
    return refused.value.reason


def part(data: object) -> str:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def test_issued_token_is_taken_back() -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    token = TOKENS.issue("ada", "a-session", issued_at=now, expires_at=now + timedelta(hours=1))
    claims = TOKENS.verify(token)
    assert (claims.sub, claims.sid, claims.iss) == ("ada", "a-session", "handfast")
    assert claims.exp - claims.iat == 3600


def test_issued_token_is_an_ordinary_jwt() -> None:
    now = datetime.now(UTC)
    token = TOKENS.issue("ada", "a-session", issued_at=now, expires_at=now + timedelta(hours=1))
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    assert jwt.decode(token, SECRET, algorithms=["HS256"], issuer="handfast")["sub"] == "ada"


def test_what_another_library_signs_is_taken() -> None:
    assert TOKENS.verify(jwt.encode(CLAIMS, SECRET, "HS256")).sub == "ada"


def test_opaque_tokens_have_a_word_of_their_own() -> None:
    assert reason("") == "opaque"
    assert reason("Wm9Hk2") == "opaque"
    assert reason("a.b") == "opaque"
    assert reason("a.b.c.d.e") == "opaque"


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
        f"{part({'alg': 'HS256', 'kid': 7})}.{part(CLAIMS)}.{part(b'signature')}",
        f"{part({'alg': 'HS256', 'crit': ['exp'], 'exp': 1})}.{part(CLAIMS)}.{part(b'signature')}",
        f"{part({'alg': 'HS256', 'b64': False, 'crit': ['b64']})}..{part(b'signature')}",
    ],
)
def test_malformed(token: str) -> None:
    assert reason(token) == "malformed"


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "HS384", "HS512", "RS256", "EdDSA", "hs256", "", None, 7, ["HS256"]]
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


@pytest.mark.parametrize("claim", sorted(CLAIMS))
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
        ("iss", ["handfast"]),
    ],
)
def test_claims_of_another_kind(claim: str, value: object) -> None:
    assert reason(sign({**CLAIMS, claim: value})) == "claims"


@pytest.mark.parametrize("claims", [[], "text", 7, None])
def test_claims_that_are_no_object(claims: object) -> None:
    assert reason(sign(claims)) == "claims"


def test_issuer() -> None:
    assert reason(sign({**CLAIMS, "iss": "someone else"})) == "issuer"


def test_expired_beyond_the_leeway() -> None:
    assert TOKENS.verify(sign({**CLAIMS, "exp": NOW - 10})).exp == NOW - 10
    assert reason(sign({**CLAIMS, "exp": NOW - 31})) == "expired"


def test_issued_in_the_future_beyond_the_leeway() -> None:
    assert TOKENS.verify(sign({**CLAIMS, "iat": NOW + 10})).iat == NOW + 10
    assert reason(sign({**CLAIMS, "iat": NOW + 600})) == "early"


def test_a_secret_may_look_like_any_key() -> None:
    pem = b"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----"
    tokens = Tokens(pem, issuer="handfast")
    now = datetime.now(UTC)
    assert tokens.verify(tokens.issue("ada", "s", issued_at=now, expires_at=now + timedelta(hours=1))).sub == "ada"


def test_not_yet_valid() -> None:
    assert reason(sign(CLAIMS | {"nbf": NOW + 1000})) == "early"
    assert TOKENS.verify(sign(CLAIMS | {"nbf": NOW + 10})).sub == "ada"  # within the leeway


@pytest.mark.parametrize("claim", [{"aud": "another"}, {"iat": -(10**18)}, {"exp": 10**19}, {"nbf": "now"}])
def test_claims_that_ours_never_make(claim: dict[str, object]) -> None:
    assert reason(sign(CLAIMS | claim)) == "claims"
