"""Whether what came back is what was sent, and what of a thing is another after something was done."""

from datetime import datetime
from typing import Any

from contract_tests.spec.document import Document
from contract_tests.spec.schemas import Leaf, has_format, properties
from contract_tests.traffic.exchange import shortened

_NOTHING = object()


def unlike(document: Document, schema: Any, sent: Any, got: Any, where: str = "") -> list[str]:
    """Say where an answer has something else than what was sent, as far as its schema has the property."""
    if isinstance(sent, dict) and isinstance(got, dict):
        known = properties(document, schema)
        names = [name for name in sent if name in known] if known else [*sent]
        return [
            fault
            for name in names
            for fault in unlike(document, known.get(name, True), sent[name], got.get(name, _NOTHING), f"{where}/{name}")
        ]
    if got is _NOTHING:
        return [f"{where} was sent, and is not there"]
    if is_same(document, schema, sent, got):
        return []
    return [f"{where} was sent as {shortened(ascii(sent), 200)}, and is {shortened(ascii(got), 200)}"]


def is_same(document: Document, schema: Any, one: Any, other: Any) -> bool:
    """Whether two values mean the same: moments at any offset, everything else to the letter."""
    if isinstance(one, str) and isinstance(other, str) and has_format(document, schema, "date-time"):
        first, second = moment(one), moment(other)
        return one == other if first is None or second is None else first == second
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def moment(text: Any) -> datetime | None:
    """The moment that a text names, if it names one with its offset."""
    try:
        found = datetime.fromisoformat(str(text).upper())
    except ValueError:
        return None
    return found if found.tzinfo else None


def spread(body: Any, above: Leaf = ()) -> dict[Leaf, Any]:
    """The values of an object and of those in it, by their way down."""
    if not isinstance(body, dict) or (above and not body):
        return {above: body}
    found: dict[Leaf, Any] = {}
    for name, item in body.items():
        found |= spread(item, (*above, name))
    return found


def changes(before: Any, after: Any) -> set[Leaf]:
    """Where two objects differ."""
    one, other = spread(before), spread(after)
    return {leaf for leaf in one.keys() | other.keys() if one.get(leaf, _NOTHING) != other.get(leaf, _NOTHING)}


def shown(found: set[Leaf]) -> str:
    return ", ".join(sorted("/".join(leaf) for leaf in found))
