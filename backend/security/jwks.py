"""Where the other issuer keeps its public keys: one bounded request, and a set of keys or a reason."""

import asyncio

import httpx

from backend.security.compact import read_object
from backend.security.keys import KeySet, read_keys

TIMEOUT_SECONDS = 5
MOST_BYTES = 256 * 1024
MOST_KEYS = 100
# A body that is packed could be a thousand times as long as what arrives.
HEADERS = {"Accept": "application/jwk-set+json, application/json", "Accept-Encoding": "identity"}


class FetchFailed(Exception):
    """Says why in a few words: neither the address nor what came."""


class Jwks:
    """The address of a JSON Web Key Set. Redirects are not followed: they would let others choose the keys."""

    def __init__(self, url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._url = url
        self._timeout_seconds = timeout_seconds
        self._client = httpx.AsyncClient(headers=HEADERS, timeout=timeout_seconds, follow_redirects=False)

    async def fetch(self) -> KeySet:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                body = await self._body()
            return _key_set(body)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            raise FetchFailed(type(error).__name__) from None

    async def close(self) -> None:
        await self._client.aclose()

    async def _body(self) -> bytes:
        async with self._client.stream("GET", self._url) as response:
            if response.status_code != httpx.codes.OK:
                raise FetchFailed(f"status {response.status_code}")
            body = b""
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > MOST_BYTES:
                    raise FetchFailed(f"more than {MOST_BYTES} bytes")
            return body


def _key_set(body: bytes) -> KeySet:
    try:
        entries = read_object(body).get("keys")
    except ValueError:
        raise FetchFailed("not a JSON object") from None
    if not isinstance(entries, list):
        raise FetchFailed("no list of keys")
    if len(entries) > MOST_KEYS:
        raise FetchFailed(f"more than {MOST_KEYS} keys")
    return read_keys(entries)
