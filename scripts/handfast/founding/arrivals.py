"""The document that a house is founded on, from a file or from an address with the files beside it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from handfast.findings import FindingsError
from handfast.spec.recursion import deeply
from handfast.spec.source import read_source, walk

_SECONDS = 30
_SECONDS_IN_ALL = 120
_MOST_BYTES = 100_000_000
_MOST_FILES = 500
_CHUNK = 65_536


class Unfounded(Exception):
    """What a house cannot be made of, or where; in one line."""


@deeply
def arrived(given: str, folder: Path) -> Path:
    """The file of a document; what an address names is fetched into `folder`. Raises Unfounded.

    So is what the document refers to, if it is at the same origin, in the document's folder or below.
    """
    if not given.lower().startswith(("http://", "https://")):
        return Path(given)
    try:
        name = unquote(urlsplit(given).path.rstrip("/").rpartition("/")[2]) or "openapi"
    except ValueError as error:
        raise Unfounded(f"{given}: is no address: {error}") from None
    root = folder / (name if name not in (".", "..") and "/" not in name else "openapi")
    try:
        with httpx.Client(follow_redirects=True, timeout=_SECONDS) as client:
            _Fetching(client, folder).fetch(given, root)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise Unfounded(f"{given}: cannot be fetched: {reason}") from None
    return root


@dataclass
class _Fetching:
    """Fetches files, those that they refer to, and so on; no more than a document has, and for no longer."""

    client: httpx.Client
    folder: Path
    ends_at: float = field(default_factory=lambda: time.monotonic() + _SECONDS_IN_ALL)
    left: int = field(default_factory=lambda: _MOST_BYTES)

    def fetch(self, address: str, root: Path) -> None:
        content, found_at = self._get(address, "")
        root.write_bytes(content)
        base = urljoin(found_at, ".")
        waiting, known = [(root, found_at)], {root}
        while waiting:
            path, url = waiting.pop(0)
            for reference in _files(path):
                target, there = self._place(path, reference), urljoin(url, reference)
                if target in known:
                    continue
                why = f"; {url} refers to it"
                if not _is_below(there, base) or not target.is_relative_to(self.folder):
                    raise Unfounded(f"{there}: is not fetched, as it is not below {base}{why}. Fetch both yourself")
                if len(known) == _MOST_FILES:
                    raise Unfounded(f"{address}: refers to more than {_MOST_FILES} files. Fetch them yourself")
                content, found_at = self._get(there, why)
                if not _is_below(found_at, base):
                    raise Unfounded(f"{there}: leads to {found_at}, which is not below {base}{why}")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                known.add(target)
                waiting.append((target, found_at))

    @staticmethod
    def _place(path: Path, reference: str) -> Path:
        """Where a file is looked for that a file beside it refers to."""
        return Path(os.path.normpath(path.parent / unquote(reference)))

    def _get(self, url: str, why: str) -> tuple[bytes, str]:
        """The content at an address, and the one at which it really was."""
        with self.client.stream("GET", url) as response:
            if not response.is_success:
                raise Unfounded(f"{url}: cannot be fetched: the answer is {response.status_code}{why}")
            content = bytearray()
            for chunk in response.iter_bytes(_CHUNK):
                content += chunk
                self.left -= len(chunk)
                if self.left < 0:
                    raise Unfounded(f"{url}: there are more than {_MOST_BYTES:,} bytes to fetch{why}")
                if time.monotonic() > self.ends_at:
                    raise Unfounded(f"{url}: is not there after {_SECONDS_IN_ALL} seconds{why}")
            return bytes(content), str(response.url)


def _files(path: Path) -> Iterator[str]:
    """The files beside it that a file refers to, as it spells them. What is no YAML refers to none."""
    try:
        data = read_source(path, lenient=True).data
    except FindingsError:
        return
    for _, node in walk(data):
        reference = node.get("$ref") if isinstance(node, dict) else None
        file = reference.partition("#")[0] if isinstance(reference, str) else ""
        if file and "://" not in file and not urlsplit(file).netloc:
            yield file


def _is_below(url: str, base: str) -> bool:
    return url.startswith(base) and ".." not in unquote(urlsplit(url).path).split("/")
