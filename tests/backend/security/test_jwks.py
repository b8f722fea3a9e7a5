"""Fetching keys from a real server that does not always behave."""

import gzip
import json

import pytest

from backend.security.jwks import MOST_BYTES, MOST_KEYS, FetchFailed, Jwks
from backend.security.keys import KeySet
from tests.backend.issuer import KINDS, Answer, Issuer, Key, jwks

pytestmark = pytest.mark.anyio
PUBLISHED = Key("ES256").jwk


async def fetch(issuer: Issuer, *, timeout_seconds: float = 30, path: str = "") -> KeySet:
    source = Jwks(issuer.url + path, timeout_seconds=timeout_seconds)
    try:
        return await source.fetch()
    finally:
        await source.close()


async def test_fetch(issuer: Issuer) -> None:
    keys = await fetch(issuer)
    assert {key.key_id for key in keys.keys} == {issuer.keys[kind].kid for kind in KINDS}


async def test_empty_set_is_a_set(issuer: Issuer) -> None:
    issuer.answer = lambda: jwks([])
    assert (await fetch(issuer)).keys == ()


async def test_as_many_keys_as_there_may_be(issuer: Issuer) -> None:
    issuer.answer = lambda: jwks([PUBLISHED] * MOST_KEYS)
    assert len((await fetch(issuer)).keys) == MOST_KEYS


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (jwks([PUBLISHED] * (MOST_KEYS + 1)), f"more than {MOST_KEYS} keys"),
        (jwks({"a": PUBLISHED}), "no list of keys"),
        (jwks(None), "no list of keys"),
        ((200, {}, b"{}"), "no list of keys"),
        ((200, {}, json.dumps([PUBLISHED]).encode()), "not a JSON object"),
        ((200, {}, b"<html>"), "not a JSON object"),
        ((200, {}, b""), "not a JSON object"),
        ((200, {}, b'{"keys":' + b"[" * 100_000), "not a JSON object"),
        ((200, {}, b'{"keys":[],"keys":[]}'), "not a JSON object"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(jwks([PUBLISHED])[2])), "not a JSON object"),
        ((200, {}, jwks([PUBLISHED])[2].ljust(MOST_BYTES + 1)), f"more than {MOST_BYTES} bytes"),
        ((200, {"Content-Length": "100000"}, jwks([PUBLISHED])[2]), "RemoteProtocolError"),
        ((204, {}, b""), "status 204"),
        ((304, {}, b""), "status 304"),
        ((404, {}, jwks([PUBLISHED])[2]), "status 404"),
        ((500, {}, b""), "status 500"),
    ],
)
async def test_answers_that_are_no_key_set(issuer: Issuer, answer: Answer, reason: str) -> None:
    issuer.answer = lambda: answer
    with pytest.raises(FetchFailed, match=f"^{reason}$"):
        await fetch(issuer)


async def test_longest_body(issuer: Issuer) -> None:
    issuer.answer = lambda: (200, {}, jwks([PUBLISHED])[2].ljust(MOST_BYTES))
    assert len((await fetch(issuer)).keys) == 1


async def test_redirects_are_not_followed(issuer: Issuer) -> None:
    answers = iter([(302, {"Location": f"{issuer.url}/elsewhere"}, b"")])
    issuer.answer = lambda: next(answers, jwks([PUBLISHED]))
    with pytest.raises(FetchFailed, match=r"^status 302$"):
        await fetch(issuer)
    assert issuer.fetches == 1


async def test_nobody_listens(issuer: Issuer) -> None:
    issuer.stop()
    with pytest.raises(FetchFailed, match=r"^ConnectError$"):
        await fetch(issuer)


async def test_no_answer_in_time(issuer: Issuer) -> None:
    issuer.hold.clear()
    with pytest.raises(FetchFailed, match=r"^(ReadTimeout|TimeoutError)$"):
        await fetch(issuer, timeout_seconds=0.1)


async def test_no_end_in_time(issuer: Issuer) -> None:
    """An answer that comes byte by byte would never time out if only the bytes were timed."""
    issuer.drip = True
    with pytest.raises(FetchFailed, match=r"^TimeoutError$"):
        await fetch(issuer, timeout_seconds=0.5)
