"""The document that a house is founded on, from a file or from an address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import httpx

_SECONDS = 30
_MOST_BYTES = 100_000_000
_CHUNK = 65_536


class Unfounded(Exception):
    """What a house cannot be made of, or where; in one line."""


def arrived(given: str, folder: Path) -> Path:
    """The file of a document; what an address names is fetched into `folder`. Raises Unfounded."""
    if not given.lower().startswith(("http://", "https://")):
        return Path(given)
    name = urlsplit(given).path.rstrip("/").rpartition("/")[2] or "openapi"
    path = folder / name
    try:
        path.write_bytes(_fetched(given))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise Unfounded(f"{given}: cannot be fetched: {reason}") from None
    return path


def _fetched(url: str) -> bytes:
    with httpx.stream("GET", url, follow_redirects=True, timeout=_SECONDS) as response:
        if not response.is_success:
            raise Unfounded(f"{url}: cannot be fetched: the answer is {response.status_code}")
        content = b""
        for chunk in response.iter_bytes(_CHUNK):
            content += chunk
            if len(content) > _MOST_BYTES:
                raise Unfounded(f"{url}: is larger than {_MOST_BYTES:,} bytes")
        return content
