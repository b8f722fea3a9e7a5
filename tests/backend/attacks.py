"""Tokens that must be refused, each with the word that the log then has."""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.security.compact import LONGEST, decode
from tests.backend.issuer import KINDS, Issuer, Key, compact, part

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Attack:
    name: str
    word: str
    token: Callable[[Issuer], str]


def with_secret(claims: object, secret: bytes, **header: object) -> str:
    return compact({"alg": "HS256", **header}, claims, lambda content: hmac.digest(secret, content, "sha256"))


def resigned(token: str) -> str:
    """Write an ES256 signature in the other way in which it is good: (r, s) as (r, n - s)."""
    signed, _, signature = token.rpartition(".")
    raw = decode(signature)
    s = P256_ORDER - int.from_bytes(raw[32:], "big")
    return f"{signed}.{part(raw[:32] + s.to_bytes(32, 'big'))}"


def in_pem(key: Key) -> bytes:
    return bytes(key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def in_der(key: Key) -> bytes:
    return bytes(key.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def in_json(key: Key) -> bytes:
    return json.dumps(key.jwk).encode()


def public_key_as_secret(kind: str, write: Callable[[Key], bytes]) -> Attack:
    def token(issuer: Issuer) -> str:
        key = issuer.keys[kind]
        return with_secret(issuer.claims(), write(key), kid=key.kid)

    return Attack(f"{kind} {write.__name__} as secret", "signature", token)


def unsigned(algorithm: str) -> Attack:
    def token(issuer: Issuer) -> str:
        return f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(issuer.claims())}."

    return Attack(f"alg {algorithm!r}", "algorithm", token)


def header(name: str, word: str, **members: object) -> Attack:
    return Attack(name, word, lambda issuer: issuer.keys["EdDSA"].sign(issuer.claims(), **members))


def claims(name: str, word: str, **changes: object) -> Attack:
    return Attack(name, word, lambda issuer: issuer.keys["EdDSA"].sign({**issuer.claims(), **changes}))


def without(claim: str, word: str) -> Attack:
    return Attack(f"no {claim}", word, lambda issuer: issuer.keys["EdDSA"].sign(all_but(claim, issuer.claims())))


def all_but(claim: str, claims: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in claims.items() if name != claim}


def payload(name: str, content: bytes) -> Attack:
    return Attack(name, "claims", lambda issuer: issuer.keys["EdDSA"].sign(content))


EVIL = Key("EdDSA")


def evil(name: str, word: str, **members: object) -> Attack:
    """Sign with a key of one's own, and point to it."""
    return Attack(name, word, lambda issuer: EVIL.sign(issuer.claims(), **members))


def opaque(token: str) -> Attack:
    return Attack(f"opaque {token[:8]!r}", "opaque-session-token", lambda _: token)


ATTACKS = [
    opaque("Wm9Hk2Yt7LqRb4"),
    opaque("a.b"),
    opaque("a.b.c.d.e"),
    Attack("no base64", "malformed", lambda issuer: issuer.token() + "="),
    Attack("oversized", "oversized", lambda issuer: issuer.token(more="m" * LONGEST)),
    *(unsigned(spelling) for spelling in ("none", "None", "NONE", "nOnE", "", "hs256", "eddsa", "HS512", "ES384")),
    *(public_key_as_secret(kind, write) for kind in KINDS for write in (in_pem, in_der, in_json)),
    Attack("empty secret", "signature", lambda issuer: with_secret(issuer.claims(), b"")),
    header("another key's algorithm", "algorithm", alg="ES256"),
    header("kid path", "key", kid="../../../../dev/null"),
    header("kid SQL", "key", kid="' UNION SELECT 'secret"),
    header("kid unknown", "key", kid="unknown"),
    header("kid huge", "key", kid="k" * 2500),
    header("kid number", "header", kid=7),
    header("crit", "header", crit=["exp"], exp=1),
    header("b64", "header", b64=False, crit=["b64"]),
    evil("jwk", "key", jwk=EVIL.jwk),
    evil("jku", "key", jku="http://127.0.0.1:9/jwks"),
    evil("x5c", "signature", x5c=["MIIB"], kid=None),
    evil("jwk, and no kid", "signature", jwk=EVIL.jwk, kid=None),
    Attack("kid of another", "signature", lambda issuer: EVIL.sign(issuer.claims(), kid=issuer.keys["EdDSA"].kid)),
    Attack(
        "changed claims",
        "signature",
        lambda issuer: ".".join(
            (*issuer.token().split(".")[:1], part(issuer.claims("eve")), issuer.token().split(".")[2])
        ),
    ),
    claims("expired", "expired", exp=1_700_000_000),
    claims("early", "early", nbf=99_999_999_999),
    claims("issued in the future", "early", iat=99_999_999_999),
    claims("another issuer", "issuer", iss="https://evil.example.com"),
    claims("this server's issuer", "issuer", iss="handfast", sid="a-session"),
    claims("issuers", "issuer", iss=["handfast"]),
    claims("another audience", "audience", aud="https://evil.example.com"),
    claims("no audience in a list", "audience", aud=[]),
    claims("audience of another type", "audience", aud=7),
    claims("exp as text", "claims", exp="99999999999"),
    claims("exp true", "claims", exp=True),
    claims("nbf as text", "claims", nbf="0"),
    claims("iat as text", "claims", iat="0"),
    claims("sub number", "claims", sub=7),
    claims("sub empty", "claims", sub=""),
    claims("sub long", "claims", sub="s" * 65),
    claims("sub with NUL", "claims", sub="visitor\x00"),
    claims("sub of half a character", "claims", sub="\ud800"),
    without("sub", "missing"),
    without("exp", "missing"),
    without("iss", "issuer"),
    without("aud", "audience"),
    payload("no object", b"[]"),
    payload("no JSON", b"{"),
    payload("no UTF-8", b'{"sub":"\xff"}'),
    payload("sub twice", b'{"sub":"a","sub":"visitor"}'),
    payload("deep", b'{"a":' + b"[" * 2500),
    payload("infinite", b'{"exp":1e999,"a":Infinity}'),
    Attack("long number", "issuer", lambda issuer: issuer.keys["EdDSA"].sign(b'{"exp":1' + b"0" * 2500 + b"}")),
]
