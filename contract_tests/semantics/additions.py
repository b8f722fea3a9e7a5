"""What an exchange has put into a list, as `x-adds` on the link to the list tells it: rows by their properties.

    x-adds: [{role: user, content: $request.body#/text}, {id: $response.body#/answer_id}]

These rows are new in the list, in this order, each once; nothing else is, if all of them can be worked out.
"""

from dataclasses import dataclass
from typing import Any

from contract_tests.semantics.effects import moments_made
from contract_tests.semantics.likeness import is_same
from contract_tests.semantics.shelf import Shelf, row_schema
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.links import Link
from contract_tests.spec.relations import expressions
from contract_tests.spec.schemas import properties
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.expressions import Absent, evaluate


@dataclass(frozen=True)
class Additions:
    """Rows that have to be in a list now; `is_all` if nobody else can have added any."""

    shelf: Shelf
    rows: list[dict[str, Any]]
    is_all: bool

    def faults(self, before: list[Any]) -> list[str]:
        """How the list is not what it was before with these rows added."""
        after = self.shelf.walk()
        new = [row for row in after if row not in before]
        if [row for row in after if row in before] != before:
            return ["what was in the list before is not in it as it was"]
        found = [self._places(row, new) for row in self.rows]
        missing = [row for row, places in zip(self.rows, found, strict=True) if not places]
        if missing:
            return [f"no new row has {_shown(missing[0])}; there are {len(new)} new ones: {_shown(new)}"]
        repeated = moments_made(before) & moments_made(new)
        if repeated:
            return [f"new rows were made at {min(repeated)}, when another one was that has been there for longer"]
        if self.is_all and len(new) != len(self.rows):
            return [f"{len(new)} rows are new, and {len(self.rows)} were to be: {_shown(new)}"]
        in_order = [places[0] for places in found]
        if sorted(in_order) != in_order and bool(before) and after[: len(before)] == before:
            return [f"the new rows come in another order: {_shown(new)}"]
        return []

    def _places(self, told: dict[str, Any], rows: list[Any]) -> list[int]:
        return [number for number, row in enumerate(rows) if isinstance(row, dict) and self._is_so(told, row)]

    def _is_so(self, told: dict[str, Any], row: dict[str, Any]) -> bool:
        document = self.shelf.workshop.document
        known = properties(document, row_schema(self.shelf.operation))
        return all(name in row and is_same(document, known.get(name, True), told[name], row[name]) for name in told)


def additions(workshop: Workshop, exchange: Exchange, link: Link) -> Additions | None:
    """What a link says of an exchange; None if the answer is not one that the link is about."""
    try:
        path = {name: str(evaluate(told, exchange)) for name, told in expressions(link).items()}
    except (Absent, ValueError):
        return None
    rows = []
    for told in link.adds:
        try:
            rows.append(evaluate(dict(told), exchange))
        except (Absent, ValueError):
            continue
    target = workshop.document.operations[link.target]
    return Additions(Shelf(workshop, target, path), rows, len(rows) == len(link.adds))


def adding_links(operation: Operation, status: int) -> list[Link]:
    """The links of an answer that say what it has added."""
    links = [*operation.links, *operation.error_links]
    return [link for link in links if link.adds and link.status == operation.key_of(status)]


def _shown(rows: Any) -> str:
    text = ascii(rows)
    return text if len(text) < 400 else f"{text[:400]}…"
