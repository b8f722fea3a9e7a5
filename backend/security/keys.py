"""Public keys of another issuer: which ones are fit to verify tokens, and with which algorithms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import Algorithm, ECAlgorithm, OKPAlgorithm, RSAAlgorithm, RSAPSSAlgorithm

LEAST_RSA_BITS = 2048
MOST_RSA_BITS = 8192  # checking a signature takes longer with each bit
MOST_TRIED = 4  # keys, for a token that does not name its key

ALGORITHMS: dict[str, Algorithm] = {
    "EdDSA": OKPAlgorithm(),
    "ES256": ECAlgorithm(ECAlgorithm.SHA256),
    "ES512": ECAlgorithm(ECAlgorithm.SHA512),
    "RS256": RSAAlgorithm(RSAAlgorithm.SHA256),
    "PS256": RSAPSSAlgorithm(RSAPSSAlgorithm.SHA256),
}
FITTING = {
    # By `kty` and `crv`. A shared secret ("oct") has no place in a public list, and is not here.
    ("OKP", "Ed25519"): ("EdDSA",),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-521"): ("ES512",),
    ("RSA", None): ("RS256", "PS256"),
}


@dataclass(frozen=True, slots=True)
class PublicKey:
    key_id: str | None
    algorithms: tuple[str, ...]
    key: Any

    def verifies(self, algorithm: str, signed: bytes, signature: bytes) -> bool:
        return algorithm in self.algorithms and ALGORITHMS[algorithm].verify(signed, self.key, signature)


@dataclass(frozen=True, slots=True)
class KeySet:
    keys: tuple[PublicKey, ...]

    def named(self, key_id: str | None) -> list[PublicKey]:
        """Return the keys of that name; without one, all of them."""
        return [key for key in self.keys if key_id is None or key.key_id == key_id]

    def fitting(self, key_id: str | None, algorithm: str) -> list[PublicKey]:
        return [key for key in self.named(key_id) if algorithm in key.algorithms][:MOST_TRIED]


def read_keys(entries: Iterable[object]) -> KeySet:
    """Read a JSON Web Key Set, without the keys that are broken or meant for something else."""
    return KeySet(tuple(key for entry in entries if (key := _read_key(entry)) is not None))


def _read_key(entry: object) -> PublicKey | None:
    if not isinstance(entry, dict) or not _is_for_verifying(entry):
        return None
    key_id, named = entry.get("kid"), entry.get("alg")
    fitting = [name for name in _fitting(entry) if named is None or name == named]
    if not fitting or not isinstance(key_id, str | None):
        return None
    try:
        key = ALGORITHMS[fitting[0]].from_jwk(entry)
    except (jwt.PyJWTError, UnsupportedAlgorithm, ValueError, TypeError, KeyError, AttributeError):
        return None
    if isinstance(key, RSAPublicKey) and not LEAST_RSA_BITS <= key.key_size <= MOST_RSA_BITS:
        return None
    return PublicKey(key_id, tuple(fitting), key)


def _fitting(entry: dict[str, Any]) -> tuple[str, ...]:
    kind, curve = entry.get("kty"), entry.get("crv")
    if not isinstance(kind, str) or not isinstance(curve, str | None):
        return ()
    return FITTING.get((kind, None if kind == "RSA" else curve), ())


def _is_for_verifying(entry: dict[str, Any]) -> bool:
    """Tell whether a key may be used; one whose private half is public signs for everybody."""
    operations = entry.get("key_ops", ["verify"])
    for_that = isinstance(operations, list) and "verify" in operations
    return entry.get("use", "sig") == "sig" and for_that and "d" not in entry
