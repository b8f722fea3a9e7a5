"""JSON Web Tokens that the server never issued: made from a good one, with its key or with one of our own."""

import base64
import binascii
import hashlib
import hmac
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from jwt.algorithms import get_default_algorithms

from contract_tests.outside.part import NotProvable, filled
from contract_tests.users.actors_file import ActorsFile

_HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


@dataclass(frozen=True)
class Token:
    """A good token, taken apart."""

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]

    @property
    def parts(self) -> tuple[str, str, str]:
        header, payload, signature = self.text.split(".")
        return header, payload, signature


class Beside(Protocol):
    """A key that is published beside another one: its name, and what it is there for, `signing` or not."""

    @property
    def name(self) -> str: ...
    @property
    def algorithm(self) -> str: ...
    @property
    def key(self) -> Any: ...
    @property
    def purpose(self) -> str: ...


@dataclass(frozen=True)
class Forge:
    """The key that a server takes tokens of, and what it looks at in them."""

    algorithm: str
    key: Any
    claims: tuple[str, ...]
    user: str = "sub"
    session: str | None = None
    leeway: int = 60
    public: tuple[bytes, ...] = field(default=())
    """The public key in every spelling that a server may have it in, if the key is a private one."""
    beside: tuple[Beside, ...] = field(default=())
    """What else stands in the list in which the public key is published."""
    max_length: int | None = None
    """Of the longest token that is taken, in characters, if there is one."""

    @classmethod
    def told(cls, actors_file: ActorsFile, words: dict[str, str]) -> "Forge":
        """As the actors file says. NotProvable says what is missing for it."""
        told = actors_file.table("forge")
        if told is None:
            raise NotProvable(f"{actors_file.file} has no [forge], so no token can be forged with the server's key")
        key = _key(actors_file, told, words)
        session = told.get("session")
        claims = tuple(told.get("claims", ("exp", told.get("user", "sub"))))
        public = public_spellings(key) if not isinstance(key, bytes) else ()
        return cls(
            told["algorithm"],
            key,
            claims,
            told.get("user", "sub"),
            session,
            told.get("leeway_seconds", 60),
            public,
            max_length=told.get("max_length"),
        )

    def lengthened(self, token: "Token", length: int) -> str:
        """A good token of so many characters, or of a few more: by a claim that nobody looks at."""
        padding = ""
        while len(text := self.sign(token.header, {**token.claims, "padding": padding})) < length:
            padding += "x" * max(1, (length - len(text)) * 3 // 4 - 1)
        return text

    def sign(self, header: Any, payload: Any) -> str:
        """A token signed as a good one is; header and payload are JSON to be, or bytes as they are."""
        return signed(header, payload, self.key, self.algorithm)


def signed(header: Any, payload: Any, key: Any, algorithm: str) -> str:
    """A token signed with any key."""
    text = f"{encode(header)}.{encode(payload)}"
    return f"{text}.{encode(signature_of(text.encode(), key, algorithm))}"


def signature_of(text: bytes, key: Any, algorithm: str) -> bytes:
    if algorithm in _HASHES:
        return hmac.new(key, text, _HASHES[algorithm]).digest()
    made: bytes = get_default_algorithms()[algorithm].sign(text, key)
    return made


def encode(part: Any) -> str:
    """A part of a token: bytes as they are, and anything else as JSON."""
    content = part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def read_token(text: str) -> Token | None:
    """Take a token apart; None if it is no JSON Web Token."""
    try:
        header, payload = (json.loads(_decoded(part)) for part in text.split(".")[:2])
    except (ValueError, binascii.Error):
        return None
    whole = text.count(".") == 2 and isinstance(header, dict) and isinstance(payload, dict)
    return Token(text, header, payload) if whole else None


def public_spellings(private_key: Any, *published: bytes) -> tuple[bytes, ...]:
    """The public key as PEM, DER and JWK, as raw bytes, in base64 and hexadecimal; and as it is `published`."""
    from cryptography.hazmat.primitives import serialization as forms

    public = private_key.public_key()
    pem = public.public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    der = public.public_bytes(forms.Encoding.DER, forms.PublicFormat.SubjectPublicKeyInfo)
    jwk = jwk_of(private_key)
    forms_of_json: list[Any] = [jwk, {"keys": [jwk]}]
    texts = [json.dumps(each, separators=style) for each in forms_of_json for style in (None, (",", ":"))]
    values = [value for name, value in jwk.items() if name in ("x", "n")]
    raw = [der, *map(_decoded, values)]
    written = [
        pem,
        pem.rstrip(),
        pem.replace(b"\n", b"\r\n"),
        pem.replace(b"\n", b""),
        b"".join(pem.split(b"\n")[1:-2]),
    ]
    written += [text.encode() for text in texts + values]
    written += [spelling for each in raw for spelling in (each.hex().encode(), base64.b64encode(each))]
    return tuple(dict.fromkeys([*written, *raw, *published]))


def jwk_of(private_key: Any) -> dict[str, Any]:
    """The public half of a key as a JWK."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    is_rsa, is_ec = isinstance(private_key, rsa.RSAPrivateKey), isinstance(private_key, ec.EllipticCurvePrivateKey)
    kind = "RS256" if is_rsa else "ES256" if is_ec else "EdDSA"
    algorithm: Any = get_default_algorithms()[kind]
    found: dict[str, Any] = json.loads(algorithm.to_jwk(private_key.public_key()))
    return found


def _key(actors_file: ActorsFile, told: dict[str, Any], words: dict[str, str]) -> Any:
    if "key_from" in told:
        if not os.environ.get(told["key_from"]):
            raise NotProvable(f"{actors_file.place('forge', 'key_from')}: the environment has no {told['key_from']}")
        return os.environ[told["key_from"]].encode()
    if "key" in told:
        key = filled(words, told["key"])
        if key == told["key"] and "{" in key:
            raise NotProvable(
                f"{actors_file.place('forge', 'key')}: what {key} stands for is known only of a server that was "
                "started here; `key_from` names a variable of the environment"
            )
        return key.encode()
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    file = Path(filled(words, told["key_file"]))
    try:
        return load_pem_private_key((actors_file.file.parent / file).read_bytes(), None)
    except (OSError, ValueError) as error:
        place = actors_file.place("forge", "key_file")
        raise NotProvable(f"{place}: {file} has no private key in PEM: {type(error).__name__}") from None


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
