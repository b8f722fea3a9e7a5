"""One edition of the contract: its files in memory, and the index that names them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files as files_of
from pathlib import Path
from typing import Any

from handfast.approval.verdicts import WORDS, Verdict, judge
from handfast.findings import shown
from handfast.page.files import DATABASE, FRAME
from handfast.spec.document import Document, load_as_is
from handfast.support import docs
from handfast.tools.types import typescript

INDEX = "index.json"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Edition:
    """The files by their names; `digest` is of the JSON document, and stands in each name but the index's."""

    digest: str
    files: dict[str, bytes]

    def write(self, folder: Path) -> list[str]:
        """Write what is not there yet and give its names. Older editions stay: who pinned one goes on finding it."""
        folder.mkdir(parents=True, exist_ok=True)
        changed = []
        for name, content in self.files.items():
            path = folder / name
            if not path.is_file() or path.read_bytes() != content:
                path.write_bytes(content)
                changed.append(name)
        return changed


@dataclass(frozen=True, slots=True)
class Extras:
    """What is published beyond the document: a report of the proof, the tables on the docs page."""

    proof: bytes | None = None
    database: bool = False


def edition(package: Mapping[str, bytes], document: Document, folder: Path, extras: Extras) -> Edition:
    """Make the edition of a document from its generated package; what is in `folder` is what it changes from.

    ToolsError: openapi-typescript or Redocly CLI is not there.
    """
    json_bytes = package["openapi.json"]
    digest = hashlib.sha256(json_bytes).hexdigest()[:_DIGITS]
    before = _before(folder, digest)
    files = {
        f"openapi.{digest}.json": json_bytes,
        f"openapi.{digest}.yaml": package["openapi.yaml"],
        f"openapi.{digest}.d.ts": typescript(json_bytes),
        f"changes.{digest}.md": _changes(before, document, folder, digest),
    }
    proof = folder / f"proof.{digest}.html"
    report = extras.proof or (proof.read_bytes() if proof.is_file() else None)
    files |= {proof.name: report} if report is not None else {}
    files[f"docs.{digest}.html"] = _page(package, files, digest, database=extras.database)
    index = {"version": document.version, "digest": digest, "files": sorted(files)}
    return Edition(digest, {**files, INDEX: (json.dumps(index, indent=2) + "\n").encode()})


def _page(package: Mapping[str, bytes], files: Mapping[str, bytes], digest: str, *, database: bool) -> bytes:
    titles = {".json": "JSON", ".yaml": "YAML", ".ts": "TypeScript", ".html": "Proof"}
    links = {titles[Path(name).suffix]: name for name in files if Path(name).suffix in titles}
    page = docs.docs_page(
        package[FRAME].decode(),
        package["openapi.json"],
        files_of("fastapi_offline") / "static",
        docs.Edition(digest, links, files[f"changes.{digest}.md"].decode()),
        package.get(DATABASE, b"").decode() if database else "",
    )
    return page.encode()


def _before(folder: Path, digest: str) -> str | None:
    """The digest of the edition that was published before this one."""
    try:
        found: Any = json.loads((folder / INDEX).read_text(encoding="utf-8"))["digest"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if isinstance(found, str) and found != digest else None


def _changes(before: str | None, document: Document, folder: Path, digest: str) -> bytes:
    name = f"changes.{digest}.md"
    if before is None:
        same = folder / name  # published again: what it changed is what it changed
        return same.read_bytes() if same.is_file() else b"# Changes\n\nThe first edition.\n"
    old = folder / f"openapi.{before}.json"
    if not old.is_file():
        return f"# Changes\n\nEdition {before}, which was published before, is not in {shown(folder)}.\n".encode()
    verdict = judge(load_as_is(old, lenient=True), document)
    return "\n".join(_told(verdict, before)).encode()


def _told(verdict: Verdict, before: str) -> list[str]:
    lines = ["# Changes", "", f"Since edition {before}: {WORDS[verdict.bump]}."]
    operation = None
    for difference in sorted(verdict.differences, key=lambda item: item.operation):
        if difference.operation != operation:
            operation = difference.operation
            lines += ["", f"## {operation}", ""]
        lines.append(f"- {WORDS[difference.impact]}: {difference.message}")
    return [*lines, ""]
