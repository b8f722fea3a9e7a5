import pytest

from backend.security.compact import decode, encode, read_object, read_token
from backend.security.refusals import TokenRefused
from tests.backend.issuer import part


def token(header: object, claims: object = b"{}") -> str:
    return f"{part(header)}.{part(claims)}.{part(b'signature')}"


def test_parts() -> None:
    read = read_token(token({"alg": "ES256", "kid": "a"}, {"sub": "ada"}))
    assert (read.algorithm, read.key_id, read.signature, read.claims()) == ("ES256", "a", b"signature", {"sub": "ada"})
    assert read.signed == token({"alg": "ES256", "kid": "a"}, {"sub": "ada"}).rpartition(".")[0].encode()


def test_digest_is_of_what_was_signed_alone() -> None:
    one = read_token(token({"alg": "ES256"}))
    assert read_token(f"{one.signed.decode()}.{part(b'another')}").digest() == one.digest()
    assert read_token(token({"alg": "ES256"}, {"a": 1})).digest() != one.digest()


def test_keys_that_a_token_brings_along_are_not_looked_at() -> None:
    keys = {"jwk": {"kty": "oct"}, "jku": "http://evil.example.com", "x5u": "x", "x5c": ["x"]}
    assert read_token(token({"alg": "ES256", **keys})) == read_token(token({"alg": "ES256", **keys}))
    assert read_token(token({"alg": "ES256", **keys})).key_id is None


def test_key_id_that_is_null_is_none() -> None:
    assert read_token(token({"alg": "ES256", "kid": None})).key_id is None


@pytest.mark.parametrize("algorithm", [None, 7, ["ES256"], {}])
def test_algorithm_that_is_no_text(algorithm: object) -> None:
    with pytest.raises(TokenRefused, match=r"^algorithm$"):
        read_token(token({"alg": algorithm}))


@pytest.mark.parametrize("content", [b"", b"\x00", b"a", b"ab", b"abc", b"abcd", bytes(range(256))])
def test_encode_and_decode(content: bytes) -> None:
    assert decode(encode(content)) == content


@pytest.mark.parametrize("text", ["a", "ab=", "ab==", "a b", "ab\n", "a+b/", "é", "AB", "AAB", "AAAAA"])
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64url|written|padded|number of data"):
        decode(text)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"{} {}",
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":' + b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":"\xff"}',
        "{}".encode("utf-16"),
        b"\xef\xbb\xbf{}",
    ],
)
def test_no_plain_object(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of any kind: the caller has one word for them all
        read_object(content)
