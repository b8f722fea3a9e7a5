"""Editions of the published document: the one that this server keeps, and those before it."""

from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from anyio import to_thread

DIGITS = 16
"""Of the hash of an edition's JSON, in hexadecimal: what it is called by."""


class Document:
    """A file of `generated/` as it is served: its bytes, and the entity tag of exactly these."""

    def __init__(self, name: str) -> None:
        self.content = (files("generated") / name).read_bytes()
        self.etag = f'"{sha256(self.content).hexdigest()}"'


JSON = Document("openapi.json")
EDITION = sha256(JSON.content).hexdigest()[:DIGITS]
"""The edition that this server keeps."""


class Editions:
    """Finds an edition by its name: in this server, or in a folder that `handfast publish` writes."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    async def find(self, edition: str) -> bytes | None:
        if edition == EDITION:
            return JSON.content
        return await to_thread.run_sync(self._read, edition) if self._folder else None

    def _read(self, edition: str) -> bytes | None:
        """Give the bytes, if they are still those that the name is the hash of."""
        try:
            content = (self._folder or Path()).joinpath(f"openapi.{edition}.json").read_bytes()
        except OSError:
            return None
        return content if sha256(content).hexdigest()[:DIGITS] == edition else None
