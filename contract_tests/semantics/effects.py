"""What a write may change of a thing, and what it must not."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from contract_tests.inputs.bodies import Bodies, at
from contract_tests.inputs.values import another
from contract_tests.semantics.likeness import changes, is_same, moment, shown, unlike
from contract_tests.semantics.workshop import Thing, Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import Item, creates
from contract_tests.spec.schemas import (
    Leaf,
    answer_schema,
    has_format,
    is_free_text,
    is_json,
    leaves,
    request_schema,
)
from contract_tests.traffic.exchange import Exchange
from contract_tests.users.recipes import SAMPLE

MERGE_PATCH = "application/merge-patch+json"
_TIME = r"(?:[-_ ]?(?:at|on|time|date|datetime|timestamp|utc))?"
_IS_MADE = re.compile(rf"(?:date[-_ ]?|time[-_ ]?)?(?:creat(?:ed|ion)|added|inserted|registered){_TIME}", re.IGNORECASE)
_IS_CHANGED = re.compile(
    rf"(?:date[-_ ]?|time[-_ ]?|last[-_ ]?)?(?:updated?|modified|modification|edited){_TIME}", re.IGNORECASE
)


def media_types(operation: Operation) -> list[str]:
    """The media types in which a body is the thing, or a part of it: no JSON Patch."""
    return [name for name in operation.bodies if is_json(name) and name != "application/json-patch+json"]


def settable(item: Item) -> set[Leaf]:
    """Everything of a thing that clients say in some write."""
    writers = [*item.writes, *([item.made_by[0]] if item.made_by else [])]
    schemas = [request_schema(each) for each in writers]
    return {leaf for schema in schemas if schema is not None for leaf in leaves(item.document, schema)}


def unasked(item: Item, differing: set[Leaf], asked: set[Leaf]) -> set[Leaf]:
    """Changes that nobody asked for: of what clients say, and of what names the thing. The server's own may move."""
    kept = {*settable(item), *([(item.identity,)] if item.identity else [])}
    return {
        leaf
        for leaf in differing
        if any(_overlap(leaf, each) for each in kept) and not any(_overlap(leaf, each) for each in asked)
    }


def is_shown_whole(operation: Operation, item: Item) -> bool:
    """Whether an operation answers with the thing as it is read."""
    answer, read = answer_schema(operation), answer_schema(item.read) if item.read else None
    document = item.document
    return answer is not None and read is not None and document.resolved(answer) == document.resolved(read)


def answer_faults(exchange: Exchange, item: Item, read: Exchange) -> Iterator[str]:
    """How a write's answer is not the thing that is read right afterwards."""
    if not is_shown_whole(exchange.operation, item):
        return
    differing = changes(exchange.body, read.body)
    if differing:
        yield f"the answer is not what is read afterwards: {shown(differing)}"
    tags = exchange.headers.get("etag"), read.headers.get("etag")
    if None not in tags and tags[0] != tags[1]:
        yield "the answer's ETag is not the one that is read afterwards"


def sent_faults(exchange: Exchange, sent: Any, read: Exchange) -> Iterator[str]:
    """How what was sent is not what came back, in the answer and in what is read afterwards."""
    document, schema = exchange.operation.document, answer_schema(read.operation)
    known = unlike(document, schema, sent, read.body)
    yield from (f"read afterwards, {fault}" for fault in known)
    if document.resolved(answer_schema(exchange.operation)) == document.resolved(schema):
        yield from (f"in the answer, {fault}" for fault in unlike(document, schema, sent, exchange.body))


def default_faults(bodies: Bodies, sent: Any, read: Exchange) -> Iterator[str]:
    """How what was left out did not get its default."""
    known = leaves(bodies.document, answer_schema(read.operation))
    for leaf, default in bodies.defaults(sent).items():
        if leaf in known and not is_same(bodies.document, known[leaf], default, at(read.body, leaf)):
            yield f"{'/'.join(leaf)} was left out, so it was to be {default!r}, and is {at(read.body, leaf)!r}"


def own_moments(item: Item, body: Any) -> dict[Leaf, datetime]:
    """The times that the server itself puts into a thing."""
    assert item.read is not None
    found = {
        leaf: moment(at(body, leaf))
        for leaf, schema in leaves(item.document, answer_schema(item.read)).items()
        if leaf not in settable(item) and has_format(item.document, schema, "date-time")
    }
    return {leaf: time for leaf, time in found.items() if time is not None}


def moment_faults(item: Item, before: Any, after: Any) -> Iterator[str]:
    """How the server's own times went astray in a write."""
    yield from creation_faults(item, before, after)
    first, second = own_moments(item, before), own_moments(item, after)
    known = [leaf for leaf in first if leaf in second]
    if len(known) > 1 and all(second[leaf] != first[leaf] for leaf in known):
        yield f"every time of it moved ({shown(set(known))}), so none says when it was made"


def creation_faults(item: Item, before: Any, after: Any) -> Iterator[str]:
    """How times went backwards, or those moved that by their names are those of the making."""
    first, second = own_moments(item, before), own_moments(item, after)
    for leaf, old, new in [(leaf, first[leaf], second[leaf]) for leaf in first if leaf in second]:
        if new < old:
            yield f"{'/'.join(leaf)} went backwards, from {old} to {new}"
        elif new != old and _IS_MADE.fullmatch(leaf[-1]):
            yield f"{'/'.join(leaf)} says when it was made, and moved from {old} to {new}"


def standing_moments(item: Item, before: Any, after: Any) -> list[Leaf]:
    """The times that by their names are those of the last change, and that a change did not move."""
    first, second = own_moments(item, before), own_moments(item, after)
    return [leaf for leaf in first if first[leaf] == second.get(leaf) and _IS_CHANGED.fullmatch(leaf[-1])]


def moments_made(rows: list[Any]) -> set[datetime]:
    """When rows were made, by a property whose name says so; those alone that are told to a fraction of a second."""
    told = [
        moment(value)
        for row in rows
        if isinstance(row, dict)
        for name, value in row.items()
        if _IS_MADE.fullmatch(name)
    ]
    return {time for time in told if time is not None and time.microsecond}


def least_body(item: Item) -> Any:
    """What makes a thing of which nothing is said that need not be."""
    maker = item.made_by[0] if item.made_by else None
    return Bodies(maker, media_types(maker)[0]).least() if maker and creates(maker) else SAMPLE


def make_full(workshop: Workshop, item: Item) -> Thing:
    """Make a thing of which everything is said that a client can say, and nothing as it is by default."""
    if item.made_by is not None and creates(item.made_by[0]):
        maker = item.made_by[0]
        return workshop.make(item, Bodies(maker, media_types(maker)[0]).full())
    thing = workshop.make(item)
    for operation in item.writes:
        workshop.succeed(operation, thing.path, body=Bodies(operation, media_types(operation)[0]).full())
    return thing


def tell(workshop: Workshop, exchange: Exchange, faults: list[str]) -> None:
    """Fail if there are faults."""
    if faults:
        workshop.wire.fail(exchange, "; ".join(faults), exchange.status)


def touch(workshop: Workshop, thing: Thing) -> Exchange:
    """Change something of a thing, as little as possible; return the answer. Raises LookupError."""
    now = workshop.shown(thing)
    for operation in sorted(thing.item.writes, key=lambda each: each.method != "PATCH"):
        bodies = Bodies(operation, media_types(operation)[0])
        texts = sorted(bodies.free.items(), key=lambda pair: not is_free_text(workshop.document, pair[1]))
        for leaf, schema in texts:
            try:
                value = another(workshop.document, schema, at(now, leaf))
            except LookupError:
                continue
            body = bodies.alone(leaf, value, now) if operation.method == "PATCH" else bodies.full(now)
            return workshop.succeed(operation, thing.path, body=body)
    for operation in thing.item.actions:
        return workshop.succeed(operation, thing.path)
    raise LookupError(f"nothing changes {thing}")


def _overlap(one: Leaf, other: Leaf) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
