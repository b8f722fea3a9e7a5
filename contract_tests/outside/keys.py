"""A double of the place where an issuer publishes its keys, with the key that it signs with."""

import base64
import json
import time
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract_tests.outside.doubles import Answer, Double


class Keys(Double):
    """Publishes a public key at a path as a JWKS, and signs tokens with the private one."""

    is_cold = True
    # JSON without keys may pass for a set that has none, which is no failure to whoever reads it so.
    modes = tuple(mode for mode in Double.modes if mode != "strange")

    def __init__(self, name: str, path: str, claims: dict[str, Any], port: int = 0) -> None:
        self.private_key = Ed25519PrivateKey.generate()
        self.key_id = uuid4().hex
        self.claims = claims
        public = base64.urlsafe_b64encode(self.private_key.public_key().public_bytes_raw()).rstrip(b"=").decode()
        key = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": self.key_id, "x": public}
        super().__init__(name, [Answer(path, json.dumps({"keys": [key]}).encode())], port)

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """A token with just these claims."""
        return jwt.encode(claims, self.private_key, "EdDSA", {"kid": self.key_id, **header})

    def identify(self, subject: str) -> str:
        now = int(time.time())
        return self.sign({"iat": now, "exp": now + 3600, **self.claims, "sub": subject})
