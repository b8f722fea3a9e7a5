"""A digest for each thing that is approved: operation, webhook, database table, feature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from handfast.findings import Location, shown
from handfast.spec.document import Document
from handfast.spec.drafts import is_draft
from handfast.spec.operations import Found, called, operations, schemes, webhooks
from handfast.spec.references import heirs_of, referred
from handfast.spec.texts import read_text

Kind = Literal["operation", "webhook", "table", "feature"]


@dataclass(frozen=True, slots=True)
class Approvable:
    """One thing of the specs: what it is called, what it comes to, where it stands."""

    kind: Kind
    name: str
    digest: str
    place: Location
    subject: str
    """What people call it: `GET /tasks`, `webhook taskDone`, `table users`."""


def approvables(document: Document, tables: Path, features: Path) -> list[Approvable]:
    """All of the specs; drafts need nobody's approval. The paths of tables and features may lead nowhere."""
    asked = _operations(document, "paths", operations(document))
    asking = _operations(document, "webhooks", webhooks(document))
    return [*asked, *asking, *_tables(tables), *_features(features)]


def _operations(document: Document, section: str, found: Found) -> Iterator[Approvable]:
    heirs = heirs_of(document)
    for pointer, path, method, node in found:
        if is_draft(node):
            continue
        item = document.resolve(document.data[section][path])
        around = {key: item.get(key) for key in ("parameters", "servers")}
        root = {key: document.data.get(key) for key in ("security", "servers")}
        content = [method, path, node, around, root, schemes(document, node)]
        digest = _digest([content, referred(document, content, heirs)])
        kind: Kind = "operation" if section == "paths" else "webhook"
        subject = f"{method.upper()} {path}" if section == "paths" else f"webhook {path}"
        yield Approvable(kind, called(path, method, node), digest, document.locate(pointer, key=True), subject)


def _tables(path: Path) -> Iterator[Approvable]:
    if not path.is_file():
        return
    from handfast.database.spec import load
    from handfast.database.statements import statements

    spec = load(path)
    texts: dict[str, list[str]] = {}
    for owner, _, statement in statements(spec):
        texts.setdefault(owner, []).append(statement.as_string(None))
    enums = {enum.name: texts.pop(enum.name) for enum in spec.content.enums}
    for table in spec.content.tables:
        types = [enums[column.type.name] for column in table.columns if hasattr(column.type, "items")]
        digest = _digest([texts[table.name], types])
        yield Approvable("table", table.name, digest, spec.place(table.name), f"table {table.name}")


def _features(folder: Path) -> Iterator[Approvable]:
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        parts = [path, *sorted(folder.glob(f"{path.stem}.arazzo.y*ml"))]
        digest = _digest([read_text(part)[0] for part in parts])
        yield Approvable("feature", path.stem, digest, Location(shown(path)), f"feature {path.stem}")


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
