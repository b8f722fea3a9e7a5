"""How a declared conflict comes about: what is there is said again, or what is not there is referred to."""

from collections.abc import Iterator
from typing import Any

from contract_tests.inputs.bodies import at, has, put
from contract_tests.inputs.samples import renewed, sample
from contract_tests.inputs.values import fits
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import item_of, names_thing, writes
from contract_tests.spec.schemas import branches, is_json, kinds, leaves, properties, request_schema
from contract_tests.statuses.stage import Stage
from contract_tests.traffic.exchange import Exchange, Request


def conflicts(stage: Stage, operation: Operation) -> Iterator[tuple[str, Exchange]]:
    """Everything that may be in the way of what is there; not all of it has to be."""
    if writes(operation):
        yield from _as_another(stage, operation)
    request = stage.request(operation)
    yield "sent for the first time", stage.send(operation, request)
    yield "the same was sent before", stage.send(operation, request)
    for body in bodies_with_ids(operation, request):
        changed = Request(request.path, request.query, request.headers, body, request.media_type)
        yield "an id in the body that never was", stage.send(operation, changed)


def bodies_with_ids(operation: Operation, request: Request) -> Iterator[Any]:
    """The right body with made-up ids of things, property by property."""
    schema = request_schema(operation)
    document = operation.document
    for name, known in (properties(document, schema) if schema is not None else {}).items():
        if not names_thing(document, name):
            continue
        listed = [each for each in branches(document, known) if "array" in kinds(each)]
        made_up = renewed(document, known, sample(document, _text(operation, listed[0]["items"] if listed else known)))
        body = {**(request.body if isinstance(request.body, dict) else {}), name: [made_up] if listed else made_up}
        if fits(document, schema, body):
            yield body


def _text(operation: Operation, schema: Any) -> Any:
    """The schema without null."""
    found = [each for each in branches(operation.document, schema) if kinds(each) != {"null"}]
    return {**found[0], "type": "string"} if found and "string" in kinds(found[0]) else schema


def _as_another(stage: Stage, operation: Operation) -> Iterator[tuple[str, Exchange]]:
    """A thing is told to be all that another one beside it is."""
    item = item_of(operation)
    if item is None or item.made_by is None or item.read is None:
        return
    workshop = Workshop(stage.recipes, stage.actor(operation))
    thing = workshop.make(item)
    other = workshop.make(item, beside=thing)
    there = workshop.shown(other)
    for media_type in filter(is_json, operation.bodies):
        schema = operation.bodies[media_type].get("schema", {})
        body: dict[str, Any] = {}
        for leaf in leaves(operation.document, schema):
            if has(there, leaf):
                put(body, leaf, at(there, leaf))
        if fits(operation.document, schema, body):
            yield "another thing is all that", workshop.call(operation, thing.path, body=body, media_type=media_type)
