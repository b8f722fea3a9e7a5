"""A double of the place where an issuer publishes its keys, with the key that it signs with."""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract_tests.outside.doubles import Answer, Double

SIGNING, SEALING, SHARED = "signing", "sealing", "shared"


@dataclass(frozen=True)
class Published:
    """A key in the issuer's list beside the one that it signs with now, and what it is there for.

    Another one that signs is as good; one that seals, and a secret that should not be there, are good for nothing.
    """

    name: str
    algorithm: str
    key: Any
    purpose: str


class Keys(Double):
    """Publishes public keys at a path as a JWKS, and signs tokens with the private half of the first one."""

    is_cold = True
    # JSON without keys may pass for a set that has none, which is no failure to whoever reads it so.
    modes = tuple(mode for mode in Double.modes if mode != "strange")

    def __init__(self, name: str, path: str, claims: dict[str, Any], port: int = 0) -> None:
        self.private_key = Ed25519PrivateKey.generate()
        self.key_id = uuid4().hex
        self.claims = claims
        self.beside = (
            Published(uuid4().hex, "EdDSA", Ed25519PrivateKey.generate(), SIGNING),
            Published(uuid4().hex, "EdDSA", Ed25519PrivateKey.generate(), SEALING),
            Published(uuid4().hex, "HS256", uuid4().bytes * 2, SHARED),
        )
        keys = [_jwk_of(self.key_id, self.private_key), *(_published(each) for each in self.beside)]
        self.document = json.dumps({"keys": keys}).encode()
        super().__init__(name, [Answer(path, self.document)], port)

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token with just these claims."""
        return jwt.encode(claims, self.private_key, "EdDSA", {"kid": self.key_id, **header})

    def identify(self, subject: str) -> str:
        now = int(time.time())
        return self.sign({"iat": now, "exp": now + 3600, **self.claims, "sub": subject})


def _published(key: Published) -> dict[str, str]:
    if key.purpose == SHARED:
        return {"kty": "oct", "alg": key.algorithm, "kid": key.name, "k": _encoded(key.key)}
    return {**_jwk_of(key.name, key.key), **({"use": "enc"} if key.purpose == SEALING else {})}


def _jwk_of(name: str, key: Ed25519PrivateKey) -> dict[str, str]:
    public = _encoded(key.public_key().public_bytes_raw())
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": name, "x": public}


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
