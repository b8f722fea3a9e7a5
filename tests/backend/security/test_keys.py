"""Which published keys are used, and for what."""

import json
from typing import Any

import pytest
from jwt.algorithms import RSAAlgorithm

from backend.security.keys import MOST_TRIED, read_keys
from tests.backend.issuer import KINDS, SIGNERS, Key, part, rsa_key


def algorithms(entry: object) -> tuple[str, ...] | None:
    """Return what the key may be used with, or None if it is not taken."""
    keys = read_keys([entry]).keys
    return keys[0].algorithms if keys else None


def bare(key: Key, **changes: object) -> dict[str, Any]:
    """Publish a key without more than has to be said, and the changes; what is None is left out."""
    entry = {name: value for name, value in key.public().items() if name != "key_ops"}
    return {name: value for name, value in {**entry, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("kind", "fitting"),
    [
        ("EdDSA", ("EdDSA",)),
        ("ES256", ("ES256",)),
        ("ES512", ("ES512",)),
        ("RS256", ("RS256", "PS256")),
        ("ES384", None),
    ],
)
def test_kind_of_a_key_decides(kind: str, fitting: tuple[str, ...] | None) -> None:
    assert algorithms(bare(Key(kind))) == fitting


@pytest.mark.parametrize("kind", KINDS)
def test_algorithm_that_a_key_names_is_the_only_one(kind: str) -> None:
    key = Key(kind)
    assert algorithms(bare(key, alg=kind)) == (kind,)
    for other in ("HS256", "none", "RS512", kind.lower(), "", 7, ["ES256"], *({*KINDS} - {kind, "RS256", "PS256"})):
        assert algorithms(bare(key, alg=other)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_key_is_for(kind: str) -> None:
    key = Key(kind)
    for good in ({"use": "sig"}, {"key_ops": ["verify"]}, {"key_ops": ["sign", "verify"]}):
        assert algorithms(bare(key, **good))
    for use in ("enc", "", 7):
        assert algorithms(bare(key, use=use)) is None
    for operations in (["sign"], [], "verify", 7):
        assert algorithms(bare(key, key_ops=operations)) is None


def test_shared_secret_is_no_public_key() -> None:
    for algorithm in ("HS256", "RS256", "EdDSA", None):
        assert algorithms({"kty": "oct", "k": part(b"k" * 32), "alg": algorithm}) is None
    assert algorithms({**bare(Key("RS256")), "kty": "oct"}) is None


def test_key_whose_private_half_is_public() -> None:
    for kind in KINDS:
        private = SIGNERS[kind].to_jwk(Key(kind).private, as_dict=True)
        assert algorithms({**private, "key_ops": ["verify"]}) is None


def test_rsa_keys_that_are_too_small_or_too_big() -> None:
    for bits, fits in ((1024, False), (2047, False), (2048, True)):
        public = RSAAlgorithm.to_jwk(rsa_key(0, bits).public_key(), as_dict=True)
        assert (algorithms({**public, "key_ops": ["verify"]}) is not None) is fits
    assert algorithms({"kty": "RSA", "e": "AQAB", "n": part(b"\xff" * 1025)}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"x": part(b"x" * 31)},
        {"x": "!"},
        {"x": 7},
        {"x": None},
        {"y": part(b"\x01" * 32)},
        {"y": None},
        {"crv": "P-521"},
        {"crv": "secp256k1"},
        {"crv": None},
        {"crv": 7},
        {"crv": ["P-256"]},
        {"kty": "OKP"},
        {"kty": "RSA"},
        {"kty": "ec"},
        {"kty": None},
        {"kty": ["EC"]},
        {"kty": {}},
        {"kid": 7},
        {"kid": ["a"]},
    ],
)
def test_broken_keys_are_passed_over(change: dict[str, object]) -> None:
    good = Key("ES256")
    keys = read_keys([bare(good, **change), None, 7, "key", [], {}, good.jwk]).keys
    assert [key.key_id for key in keys] == [good.kid]


@pytest.mark.parametrize("change", [{"n": ""}, {"n": "AA"}, {"n": None}, {"e": ""}, {"e": "AQ"}, {"e": 7}, {"n": "é"}])
def test_broken_rsa_keys_are_passed_over(change: dict[str, object]) -> None:
    assert algorithms(bare(Key("RS256"), **change)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_verifies(kind: str) -> None:
    key, other = Key(kind), Key(kind)
    (known,) = read_keys([key.jwk]).keys
    signature = key.signature(b"content")
    assert known.verifies(kind, b"content", signature)
    assert not known.verifies(kind, b"contents", signature)
    assert not known.verifies(kind, b"content", other.signature(b"content"))
    for wrong in (b"", signature[:-1], signature + b"\x00", b"\x00" * len(signature)):
        assert not known.verifies(kind, b"content", wrong)
    for algorithm in {*KINDS, "HS256", "none"} - {kind}:
        assert not known.verifies(algorithm, b"content", signature)


def test_fitting() -> None:
    made = [Key("ES256") for _ in range(MOST_TRIED + 2)] + [Key("RS256", alg=None), Key("PS256")]
    keys = read_keys([{name: value for name, value in key.jwk.items() if value is not None} for key in made])
    assert [key.key_id for key in keys.fitting(None, "ES256")] == [key.kid for key in made[:MOST_TRIED]]
    assert [key.key_id for key in keys.fitting(made[5].kid, "ES256")] == [made[5].kid]
    assert [key.key_id for key in keys.fitting(None, "PS256")] == [made[6].kid, made[7].kid]
    assert [key.key_id for key in keys.fitting(None, "RS256")] == [made[6].kid]
    assert keys.fitting(made[5].kid, "RS256") == keys.fitting("unknown", "ES256") == keys.fitting("", "ES256") == []


def test_names_are_compared_as_text() -> None:
    keys = read_keys([json.loads(json.dumps(Key("ES256", kid=kid).jwk)) for kid in ("a", "A", "1", "", "é", "a\x00")])
    for kid in ("a", "A", "1", "", "é", "a\x00"):
        assert [key.key_id for key in keys.named(kid)] == [kid]
    assert keys.named("e\u0301") == keys.named("01") == []
