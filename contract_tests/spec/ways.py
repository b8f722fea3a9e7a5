"""How a path is filled in where the document has no link: by what it says of the parameter, or by what makes things."""

import re
from collections.abc import Iterator
from typing import Any

from contract_tests.spec.document import Operation
from contract_tests.spec.links import Link
from contract_tests.spec.schemas import answer_schema, properties
from contract_tests.spec.sources import Mapping


def told_value(operation: Operation, name: str) -> str | None:
    """The value that the document itself has for a parameter; an example is one only of what belongs to nobody."""
    parameter = next(each for each in operation.parameters if each["in"] == "path" and each["name"] == name)
    schema = operation.document.resolved(parameter.get("schema", {}))
    fixed = [schema["const"]] if "const" in schema else schema.get("enum", [])
    if fixed:
        return str(fixed[0])
    is_of_user = bool(operation.owners) or operation.is_caller_owned
    return None if is_of_user else next((str(each) for each in _examples(parameter, schema)), None)


def implied_links(operation: Operation) -> Iterator[tuple[Operation, Link]]:
    """Links that nobody wrote: from what adds to a collection, if its answer has what names a thing of it."""
    document = operation.document
    found = re.match(r"(?P<collection>.*)/\{(?P<name>[^{}]+)\}", operation.path)
    maker = next(
        (
            each
            for each in document.operations.values()
            if found and (each.method, each.path) == ("POST", found["collection"]) and each.successes
        ),
        None,
    )
    if found is None or maker is None:
        return
    known = properties(document, answer_schema(maker) or {})
    named = next((each for each in (found["name"], "id", *_spellings(found["name"])) if each in known), None)
    above = {name: f"$request.path.{name}" for name in maker.resources if name in operation.resources}
    if named is not None and {*above, found["name"]} >= set(operation.resources):
        parameters = Mapping({**above, found["name"]: f"$response.body#/{named}"})
        yield maker, Link(maker.successes[0], operation.id, parameters, None, "implied", maker.place)


def _examples(parameter: Any, schema: Any) -> Iterator[Any]:
    for holder in (parameter, schema):
        if "example" in holder:
            yield holder["example"]
        several = holder.get("examples", [])
        yield from (
            (each["value"] for each in several.values() if "value" in each) if isinstance(several, dict) else several
        )


def _spellings(name: str) -> tuple[str, ...]:
    """`thing_id` and `thingId` may both be what {thingId} is called in a body."""
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    camel = re.sub(r"_(\w)", lambda match: match[1].upper(), name)
    return snake, camel
