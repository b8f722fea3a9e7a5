"""Forgeries of whoever has seen a token and has no key of the server's: unsigned, or signed with another key."""

import hashlib
import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from contract_tests.auth.attacks import Attack, Target, bearer
from contract_tests.auth.forgery import Token, encode, jwk_of, signed

_GUESSED_KEYS = (
    "",
    "secret",
    "changeme",
    "your-256-bit-secret",
    "better-auth-secret-123456789",
    "null",
    "None",
    "undefined",
    "0",
)
_NO_ALGORITHMS: tuple[Any, ...] = (
    *("none", "None", "NONE", "nOnE", "none ", " none", "", None, 0, False, [], ["none"], {}),
)
_TYPES: tuple[Any, ...] = ("JWE", "at+jwt", "none", "", None, 1, [], "JOSE")
_SECONDS = 3600


def unsigned_token(target: Target) -> Iterator[Attack]:
    """`alg: none` in all its spellings, and other algorithms that nobody asked for."""
    if target.token is None:
        return
    header, claims = target.token.header, target.token.claims
    *_, signature = target.token.parts
    for algorithm in _NO_ALGORITHMS:
        start = f"{encode({**header, 'alg': algorithm})}.{encode(claims)}."
        yield bearer(f"alg {algorithm!r} with no signature", start)
        yield bearer(f"alg {algorithm!r} with the good one's signature", start + signature)
    start = f"{encode({**header, 'alg': 'none'})}.{encode(claims)}"
    yield bearer("alg none with a random signature", f"{start}.{encode(target.random.encode())}")
    yield bearer("alg none in two parts", start)
    yield bearer("alg none and no typ", f"{encode({'alg': 'none'})}.{encode(claims)}.")
    without = {name: value for name, value in header.items() if name != "alg"}
    yield bearer("no alg", f"{encode(without)}.{encode(claims)}.{signature}")
    yield bearer("no alg, no signature", f"{encode(without)}.{encode(claims)}.")
    for algorithm in ("HS1", "RS256", "ES256", "PS256", "EdDSA", "dir", "RSA1_5", "A128KW", "X" * 200, "../none"):
        yield bearer(f"alg {algorithm[:20]} with a signature of zeros", _resigned(target.token, algorithm, bytes(64)))
    yield bearer("alg twice, none last", _alg_twice(target.token, ""))
    yield bearer("alg twice, none last, with the signature", _alg_twice(target.token, signature))


def foreign_key(target: Target) -> Iterator[Attack]:
    """The same claims signed with another key: another environment's, a guessed one, one made of what is known."""
    if target.token is None:
        return
    header, claims = target.token.header, _lasting(target.token)
    guesses = {f"the key {guess!r}": guess.encode() for guess in _GUESSED_KEYS}
    guesses["another environment's key"] = hashlib.sha256(target.random.encode()).hexdigest().encode()
    guesses["the issuer's name as key"] = str(claims.get("iss", "")).encode()
    guesses["the user's id as key"] = target.victim.user_id.encode()
    guesses["the header as key"] = target.token.parts[0].encode()
    for name, key in guesses.items():
        yield bearer(name, signed({**header, "alg": "HS256"}, claims, key, "HS256"))
    for algorithm in ("HS384", "HS512"):
        yield bearer(f"another key and {algorithm}", signed({**header, "alg": algorithm}, claims, b"k" * 64, algorithm))
    for name, key in _asymmetric_keys().items():
        yield bearer(f"another {name} key", signed({**header, "alg": name}, claims, key, name))
    yield from _related_keys(target, header, claims)
    for kind in _TYPES:
        token = signed({**header, "alg": "HS256", "typ": kind}, claims, b"k" * 32, "HS256")
        yield bearer(f"another key and typ {kind!r}", token)
    yield bearer("an encrypted token's form", f"{encode({'alg': 'dir', 'enc': 'A256GCM'})}..AAAA.AAAA.AAAA")


def _related_keys(target: Target, header: Any, claims: Any) -> Iterator[Attack]:
    """Keys that a careless server makes of its own; they can be tried only by who knows it."""
    if target.forge is None or not isinstance(target.forge.key, bytes):
        return
    key = target.forge.key
    related = {
        "the first half of the key": key[: len(key) // 2],
        "the key in other cases": key.swapcase(),
        "the key backwards": key[::-1],
        "the key's hash": hashlib.sha256(key).digest(),
        "the key in hexadecimal": key.hex().encode(),
        "the key in base64": encode(key).encode(),
        "the key with a line break": key + b"\n",
    }
    with suppress(ValueError):
        related["the key as if it were base64"] = urlsafe_b64decode(key + b"=" * (-len(key) % 4))
    for name, other in related.items():
        yield bearer(name, signed({**header, "alg": "HS256"}, claims, other, "HS256"))


def named_key(target: Target) -> Iterator[Attack]:
    """A header that names the key to take: a file, a query, an address, or the attacker's own."""
    if target.token is None:
        return
    claims = _lasting(target.token)
    kids: dict[str, tuple[Any, bytes]] = {
        "a file that is empty": ("../../../../../../../../dev/null", b""),
        "a file that is empty, by its full path": ("/dev/null", b""),
        "a file that is known": ("/proc/sys/kernel/randomize_va_space", b"2\n"),
        "a query": ("x' UNION SELECT 'guess' -- ", b"guess"),
        "a command": ("key|echo guess", b"guess\n"),
        "nothing that is known": ("no-such-key", b"guess"),
        "an empty name": ("", b""),
        "a name of four thousand characters": ("k" * 4_000, b"guess"),
        "a NUL": ("key\0", b"guess"),
        "a list": (["key"], b"guess"),
        "an object": ({"key": "guess"}, b"guess"),
        "a number": (1, b"guess"),
        "null": (None, b"guess"),
        "true": (True, b"guess"),
        "an address": (f"{target.trap_url}/key", b"guess"),
    }
    for name, (kid, key) in kids.items():
        token = signed({"alg": "HS256", "typ": "JWT", "kid": kid}, claims, key, "HS256")
        yield bearer(f"kid is {name}", token)
    yield from _own_key(target, target.token.header, claims)


def _own_key(target: Target, header: Any, claims: Any) -> Iterator[Attack]:
    secret = encode(b"guess" * 8)
    octets = {"kty": "oct", "k": secret, "alg": "HS256"}
    own = {"alg": "HS256", "typ": "JWT"}
    yield bearer("jwk is a secret of one's own", signed({**own, "jwk": octets}, claims, b"guess" * 8, "HS256"))
    for algorithm, key in _asymmetric_keys().items():
        own = {"alg": algorithm, "typ": "JWT"}
        jwk = {**jwk_of(key), "kid": "own", "use": "sig", "alg": algorithm}
        headers: dict[str, Any] = {
            "jwk is one's own": {**own, "jwk": jwk},
            "jwk is one's own as text": {**own, "jwk": json.dumps(jwk)},
            "jku is one's own": {**own, "jku": f"{target.trap_url}/jwks", "kid": "own"},
            "x5u is one's own": {**own, "x5u": f"{target.trap_url}/certificate"},
            "x5c is one's own": {**own, "x5c": [certificate(algorithm)]},
        }
        if "kid" in header:
            headers["the kid of the good one"] = {**own, "kid": header["kid"]}
        for name, each in headers.items():
            yield bearer(f"{name}, with {algorithm}", signed(each, claims, key, algorithm))
        issued = {**claims, "iss": target.trap_url}
        forged = signed({**own, "kid": "own"}, issued, key, algorithm)
        yield bearer(f"the issuer is one's own, with {algorithm}", forged)


def trap_answers() -> dict[str, bytes]:
    """What an attacker's own address answers with, by path."""
    keys = [{**jwk_of(key), "kid": "own", "use": "sig", "alg": name} for name, key in _asymmetric_keys().items()]
    jwks = json.dumps({"keys": keys}).encode()
    return {"/certificate": certificate("RS256").encode(), "/key": b"guess", "": jwks}


@cache
def _asymmetric_keys() -> dict[str, Any]:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    return {
        "RS256": rsa.generate_private_key(65537, 2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    }


@cache
def certificate(algorithm: str) -> str:
    """A certificate that the attacker signed, in base64."""
    from base64 import b64encode
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding

    key = _asymmetric_keys()[algorithm]
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "attacker")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    made = builder.sign(key, None if algorithm == "EdDSA" else hashes.SHA256())
    return b64encode(made.public_bytes(Encoding.DER)).decode()


def _resigned(token: Token, algorithm: Any, signature: bytes) -> str:
    return f"{encode({**token.header, 'alg': algorithm})}.{token.parts[1]}.{encode(signature)}"


def _alg_twice(token: Token, signature: str) -> str:
    rest = "".join(f",{json.dumps(name)}:{json.dumps(value)}" for name, value in token.header.items() if name != "alg")
    header = f'{{"alg":{json.dumps(token.header.get("alg"))}{rest},"alg":"none"}}'
    return f"{encode(header.encode())}.{token.parts[1]}.{signature}"


def _lasting(token: Token) -> dict[str, Any]:
    """Claims that are good for an hour from now, so that nothing but the key is wrong."""
    now = int(time.time())
    return {**token.claims, **({"exp": now + _SECONDS} if "exp" in token.claims else {})}
