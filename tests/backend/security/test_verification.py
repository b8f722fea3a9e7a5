"""Which key a token is held against, and what attackers try."""

import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.security.compact import LONGEST, decode
from backend.security.issuer_keys import UNKNOWN_AT_ONCE, IssuerKeys, KeysUnavailable
from backend.security.issuers import OtherIssuer, Visit
from backend.security.jwks import Jwks
from backend.security.refusals import TokenRefused
from backend.security.tokens import Tokens
from backend.security.verification import Verifier
from tests.backend.issuer import AUDIENCE, KINDS, Issuer, Key, compact, jwks, part

pytestmark = pytest.mark.anyio
SECRET = b"W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3SaW5rV0mQy8Jk2Zt7X"
TOKENS = Tokens(SECRET, issuer="handfast")
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@pytest.fixture
async def verifier(issuer: Issuer) -> AsyncIterator[Verifier]:
    keys = IssuerKeys(Jwks(issuer.url))
    yield Verifier(TOKENS, OtherIssuer(issuer.name, AUDIENCE, "sub", "handfast"), keys)
    await keys.close()


async def subject(verifier: Verifier, token: str) -> str:
    visit = await verifier.verify(token)
    assert isinstance(visit, Visit)
    return visit.visitor.subject


async def reason(verifier: Verifier, token: str) -> str:
    with pytest.raises(TokenRefused) as refused:
        await verifier.verify(token)
    return refused.value.reason


def with_secret(claims: object, secret: bytes = SECRET, **header: object) -> str:
    return compact({"alg": "HS256", **header}, claims, lambda content: hmac.digest(secret, content, "sha256"))


@pytest.mark.parametrize("kind", KINDS)
async def test_public_keys(verifier: Verifier, issuer: Issuer, kind: str) -> None:
    assert await subject(verifier, issuer.token("ada", kind=kind)) == "ada"
    assert await subject(verifier, issuer.keys[kind].sign(issuer.claims("eve"), kid=None)) == "eve"


async def test_shared_secret(verifier: Verifier, issuer: Issuer) -> None:
    assert await subject(verifier, with_secret(issuer.claims("ada"))) == "ada"
    assert await subject(verifier, with_secret(issuer.claims("ada"), typ="JWT")) == "ada"
    assert await subject(verifier, with_secret(issuer.claims("ada"), kid="any")) == "ada"
    assert issuer.fetches == 0
    for wrong in ({"iss": "another"}, {"iss": None}):
        assert await reason(verifier, with_secret(issuer.claims("ada", **wrong))) == "issuer"
    assert await reason(verifier, with_secret(issuer.claims("ada", aud="another"))) == "audience"
    assert await reason(verifier, with_secret(issuer.claims("ada"), b"another")) == "signature"


async def test_public_keys_are_not_taken_without_an_address(issuer: Issuer) -> None:
    verifier = Verifier(TOKENS, OtherIssuer(issuer.name, AUDIENCE, "sub", "handfast"))
    for kind in KINDS:
        assert await reason(verifier, issuer.token(kind=kind)) == "algorithm"
    assert issuer.fetches == 0


async def test_own_issuer_is_not_of_public_keys(verifier: Verifier, issuer: Issuer) -> None:
    token = issuer.token(iss="handfast", sid="a-session")
    assert await reason(verifier, token) == "issuer"


@pytest.mark.parametrize("kind", KINDS)
async def test_public_key_as_a_secret(verifier: Verifier, issuer: Issuer, kind: str) -> None:
    key = issuer.keys[kind]
    public = key.private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secrets = [
        pem,
        pem.strip(),
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(key.jwk).encode(),
        json.dumps(key.public(), separators=(",", ":")).encode(),
        decode(key.jwk.get("x") or key.jwk["n"]),
        (key.jwk.get("x") or key.jwk["n"]).encode(),
        b"",
    ]
    for secret in secrets:
        assert await reason(verifier, with_secret(issuer.claims(), secret, kid=key.kid)) == "signature"


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "nOnE", "", "HS384", "ES384", "eddsa", "Ed25519", "RS512"]
)
async def test_other_algorithms(verifier: Verifier, issuer: Issuer, algorithm: str) -> None:
    key = issuer.keys["EdDSA"]
    assert await reason(verifier, key.sign(issuer.claims(), alg=algorithm)) == "algorithm"
    header, claims, _ = key.sign(issuer.claims(), alg=algorithm).split(".")
    assert await reason(verifier, f"{header}.{claims}.") == "algorithm"
    assert issuer.fetches == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_algorithm_of_another_kind_of_key(verifier: Verifier, issuer: Issuer, kind: str) -> None:
    """The right signature of a published key, under the name of an algorithm that is not that key's."""
    for other in {*KINDS} - {kind}:
        assert await reason(verifier, issuer.keys[kind].sign(issuer.claims(), alg=other)) == "algorithm"


@pytest.mark.parametrize("kind", KINDS)
async def test_signatures(verifier: Verifier, issuer: Issuer, kind: str) -> None:
    key = issuer.keys[kind]
    header, claims, signature = key.sign(issuer.claims()).split(".")
    eve = part(issuer.claims("eve"))
    assert await reason(verifier, f"{header}.{eve}.{signature}") == "signature"
    assert await reason(verifier, f"{header}.{claims}.") == "signature"
    assert await reason(verifier, f"{header}.{claims}.{part(b'x' * 64)}") == "signature"
    assert await reason(verifier, Key(kind, kid=key.kid).sign(issuer.claims(), kid=key.kid)) == "signature"
    assert issuer.fetches == 1 + UNKNOWN_AT_ONCE


@pytest.mark.parametrize("kind", KINDS)
async def test_key_made_anew_under_the_old_name(verifier: Verifier, issuer: Issuer, kind: str) -> None:
    old = issuer.keys[kind]
    await verifier.verify(old.sign(issuer.claims()))
    issuer.keys[kind] = Key(kind, kid=old.kid)
    await verifier.verify(issuer.keys[kind].sign(issuer.claims(), kid=old.kid))
    assert issuer.fetches == 2


@pytest.mark.parametrize("kind", ["EdDSA", "RS256"])
async def test_keys_that_a_token_brings_along(verifier: Verifier, issuer: Issuer, kind: str) -> None:
    evil = Key(kind)
    for header in ({"jwk": evil.jwk}, {"jku": issuer.url}, {"x5u": issuer.url}, {"x5c": [part(b"certificate")]}):
        assert await reason(verifier, evil.sign(issuer.claims(), **header)) == "key"
        assert await reason(verifier, evil.sign(issuer.claims(), kid=None, **header)) == "signature"
        assert await reason(verifier, evil.sign(issuer.claims(), kid=issuer.keys[kind].kid, **header)) == "signature"


@pytest.mark.parametrize(
    "kid",
    ["unknown", "", "../../../dev/null", "' OR 1=1 --", "a\x00", "\ud800", "k" * 2000, "http://evil.example.com/"],
)
async def test_unknown_names(verifier: Verifier, issuer: Issuer, kid: str) -> None:
    assert await reason(verifier, issuer.keys["EdDSA"].sign(issuer.claims(), kid=kid)) == "key"


async def test_header_that_asks_for_more(verifier: Verifier, issuer: Issuer) -> None:
    headers: list[dict[str, object]] = [{"crit": ["exp"]}, {"crit": []}, {"crit": ["b64"], "b64": False}]
    headers += [{"b64": False}, {"kid": 7}]
    for header in headers:
        assert await reason(verifier, issuer.keys["EdDSA"].sign(issuer.claims(), **header)) == "header"


async def test_new_key(verifier: Verifier, issuer: Issuer) -> None:
    assert await subject(verifier, issuer.token()) == "visitor"
    old = issuer.rotate()
    assert await subject(verifier, issuer.token()) == "visitor"
    assert issuer.fetches == 2
    assert await reason(verifier, old.sign(issuer.claims())) == "key"


async def test_new_key_without_a_name(verifier: Verifier, issuer: Issuer) -> None:
    def published() -> Any:
        return jwks([{**issuer.keys["ES256"].public(), "key_ops": ["verify"]}])

    issuer.answer = published
    assert await subject(verifier, issuer.keys["ES256"].sign(issuer.claims(), kid=None)) == "visitor"
    old = issuer.rotate("ES256")
    assert await subject(verifier, issuer.keys["ES256"].sign(issuer.claims(), kid=None)) == "visitor"
    assert await reason(verifier, old.sign(issuer.claims(), kid=None)) == "signature"
    assert await reason(verifier, issuer.token(kind="ES256")) == "key"  # named, and no key is


async def test_issuer_that_cannot_be_reached(verifier: Verifier, issuer: Issuer) -> None:
    issuer.stop()
    with pytest.raises(KeysUnavailable):
        await verifier.verify(issuer.token())
    assert await reason(verifier, issuer.token()[:-1] + "!") == "malformed"
    assert await subject(verifier, with_secret(issuer.claims("ada"))) == "ada"


async def test_claims_are_looked_at_after_the_signature(verifier: Verifier, issuer: Issuer) -> None:
    assert await reason(verifier, Key("EdDSA").sign({}, kid=issuer.keys["EdDSA"].kid)) == "signature"
    assert await reason(verifier, issuer.keys["EdDSA"].sign({})) == "missing"


@pytest.mark.parametrize("payload", [b"", b"[]", b'{"sub":"a","sub":"a"}', b"\xff", b'{"a":' + b"[" * 2000])
async def test_payload_that_is_no_plain_json(verifier: Verifier, issuer: Issuer, payload: bytes) -> None:
    assert await reason(verifier, issuer.keys["EdDSA"].sign(payload)) == "claims"


async def test_longest(verifier: Verifier, issuer: Issuer) -> None:
    token = issuer.token("ada", more="m" * 2700)
    assert 3800 < len(token) <= LONGEST
    assert await subject(verifier, token) == "ada"
    assert await reason(verifier, issuer.token(more="m" * 3000)) == "oversized"


async def test_signature_of_a_token_that_is_written_in_another_way(verifier: Verifier, issuer: Issuer) -> None:
    """(r, s) and (r, n - s) are signatures of the same by the same: the token must not become another one."""
    token = issuer.token(kind="ES256")
    signed, _, signature = token.rpartition(".")
    raw = decode(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    assert decode_dss_signature(encode_dss_signature(r, s)) == (r, s)
    twin = f"{signed}.{part(raw[:32] + (P256_ORDER - s).to_bytes(32, 'big'))}"
    visits = [await verifier.verify(each) for each in (token, twin)]
    assert visits[0] == visits[1]
