"""What a team adds to a real document and to the house of it, so that a thing is its owner's: in words of our own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from handfast.corpus.documents import documents_in
from handfast.spec.document import Document, load_as_is
from handfast.spec.operations import operations
from tests.handfast.houses import GIVEN

MOST_BYTES = 100_000
FOLDER = Path(__file__).with_name("owned")


@dataclass(frozen=True)
class Ownership:
    """Told by a file in `owned/`, which knows its document by the title and the names of operations."""

    name: str
    title: str
    operation: str
    """What shows or deletes a thing by its id."""
    promises: dict[str, dict[str, Any]]
    """What is added to operations, by their names; what is null is taken away."""
    top: str
    """What handlers need above their class."""
    handlers: dict[str, str]
    """What is written instead of `raise NotImplementedError`, by the method."""
    filter: str
    """What of it asks whose the thing is."""
    unprovable: dict[str, str] = field(default_factory=dict)
    """Statuses of the operation that no request can bring about, each with its reason."""
    claims: tuple[str, ...] = ("isolation",)
    """What is proved: more than the isolation where the document has more to say."""

    def is_of(self, document: Document) -> bool:
        declared = {node.get("operationId") for _, _, _, node in operations(document)}
        return document.data.get("info", {}).get("title") == self.title and declared >= set(self.promises)

    def promise(self, document: Path, target: Path) -> None:
        """Write the document anew, and in it whose the thing is and how it comes to be."""
        told = yaml.safe_load(document.read_text())
        for operation in (each for item in told["paths"].values() for each in item.values() if isinstance(each, dict)):
            add(operation, self.promises.get(operation.get("operationId", ""), {}))
        target.write_text(yaml.safe_dump(told, sort_keys=False))

    def excuse(self, house: Path) -> None:
        """Say of what no request can bring it about."""
        rules = [
            f'[[rule]]\noperation = "{self.operation}"\nstatus = "{status}"\nreason = {json.dumps(reason)}\n'
            for status, reason in self.unprovable.items()
        ]
        (house / "specs" / "unprovable.toml").write_text("\n".join(rules))

    def fill(self, house: Path) -> Path:
        """Write the handlers; the module that they are in."""
        path = next(
            path
            for path in (house / "backend" / "handlers").iterdir()
            if f" {next(iter(self.handlers))}(" in path.read_text()
        )
        text = path.read_text().replace("\n\n\nclass ", f"\n{self.top}\n\nclass ", 1)
        for method, lines in self.handlers.items():
            before, start, after = text.partition(f"def {method}(")
            stub, _, rest = after.partition("raise NotImplementedError")
            text = before + start + stub + indent(lines, " " * 8).strip() + rest
        path.write_text(text)
        return path


def add(told: dict[str, Any], more: dict[str, Any]) -> None:
    """Add to what is told, or take away what is null, as RFC 7396 has it; what refers to something else gives way."""
    for name, value in more.items():
        there = told.get(name)
        if value is None:
            told.pop(name, None)
        elif isinstance(value, dict) and isinstance(there, dict) and "$ref" not in there:
            add(there, value)
        else:
            told[name] = value


def ownerships() -> list[Ownership]:
    return [Ownership(path.stem, **yaml.safe_load(path.read_text())) for path in sorted(FOLDER.iterdir())]


def documents_of(folder: Path, wanted: list[Ownership]) -> Iterator[tuple[str, Path]]:
    """The document of each in a folder where there is one, by the name of what is added to it."""
    for entry in documents_in(folder):
        if entry.size > MOST_BYTES:
            continue
        text = entry.path.read_text()
        for each in wanted:
            if each.title in text and each.is_of(load_as_is(entry.path, lenient=True)):
                yield each.name, entry.path.resolve()


WANTED = ownerships()
THERE = dict(documents_of(GIVEN, WANTED)) if GIVEN else {}
