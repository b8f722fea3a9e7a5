"""Bodies that an operation takes: the least, the fullest, and those with one property at its bounds."""

import json
from collections.abc import Iterator
from typing import Any

from contract_tests.inputs.samples import reference, sample
from contract_tests.inputs.values import another, bounds, fits
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.relations import chosen, names_thing
from contract_tests.spec.schemas import Leaf, branches, flat, has_format, is_free_text, kinds, leaves, properties


class Bodies:
    """Makes bodies for one operation and media type."""

    def __init__(self, operation: Operation, media_type: str) -> None:
        self.operation = operation
        self.media_type = media_type
        self.document: Document = operation.document
        self.schema = operation.bodies[media_type]["schema"]
        self.required = [str(name) for name in flat(self.document, self.schema).get("required", [])]
        self.leaves = leaves(self.document, self.schema)
        self._chosen = chosen(operation)
        self.free = {leaf: schema for leaf, schema in self.leaves.items() if self._is_free(leaf, schema)}

    def least(self) -> dict[str, Any]:
        """Only what is required."""
        body = sample(self.document, self.schema)
        known = properties(self.document, self.schema)
        return {
            name: reference(self.document, known[name]) if self._refers(name, known.get(name)) else body[name]
            for name in self.required
            if name in body
        }

    def full(self, *others: Any) -> dict[str, Any]:
        """Everything, with values that are neither defaults nor in the other bodies where there is a choice."""
        body = self.least()
        for leaf, schema in self.free.items():
            taken = [schema["default"]] if isinstance(schema, dict) and "default" in schema else []
            taken += [value for other in others if (value := at(other, leaf)) is not None]
            try:
                put(body, leaf, another(self.document, schema, *taken))
            except LookupError:
                continue
        return body if fits(self.document, self.schema, body) else self.least()

    def each_value(self) -> Iterator[dict[str, Any]]:
        """Bodies that have one property at a bound, and beside it only what is required."""
        for leaf, schema in self.free.items():
            for value in bounds(self.document, schema):
                body = self.least()
                put(body, leaf, value)
                if fits(self.document, self.schema, body):
                    yield body

    def many_values(self) -> Iterator[dict[str, Any]]:
        """Bodies in which every property is at a bound: so few that each value is there once."""
        columns = {leaf: bounds(self.document, schema) for leaf, schema in self.free.items()}
        for number in range(max(map(len, columns.values()), default=0)):
            body = self.least()
            for leaf, values in columns.items():
                if number < len(values):
                    put(body, leaf, values[number])
            if fits(self.document, self.schema, body):
                yield body

    def alone(self, leaf: Leaf, value: Any, now: Any = None) -> dict[str, Any]:
        """One property only, and what is required beside it as it is now."""
        body: dict[str, Any] = {name: now[name] for name in self.required if isinstance(now, dict) and name in now}
        put(body, leaf, value)
        return body

    def defaults(self, body: Any) -> dict[Leaf, Any]:
        """The declared defaults of what a body leaves out."""
        return {
            leaf: schema["default"]
            for leaf, schema in self.leaves.items()
            if isinstance(schema, dict) and "default" in schema and not has(body, leaf)
        }

    def _is_free(self, leaf: Leaf, schema: Any) -> bool:
        """Whether values for a property may be made up: ids have to name something, addresses may be taken."""
        named = names_thing(self.document, leaf[-1]) and leaf[-1] not in self._chosen
        return not named and not has_format(self.document, schema, "email")

    def _refers(self, name: str, schema: Any) -> bool:
        return name not in self._chosen and refers(self.document, schema, name)


def refers(document: Document, schema: Any, name: str) -> bool:
    """Whether a property is the id of a thing that has to be there, or a list of such ids."""
    if not names_thing(document, name):
        return False
    own = list(branches(document, schema))
    lists = [branch["items"] for branch in own if branch.get("minItems", 0) > 0 and "items" in branch]
    own += [branch for items in lists for branch in branches(document, items)]
    return any(kinds(branch) == {"string"} for branch in own)


def varied(bodies: Bodies, body: dict[str, Any], number: int) -> dict[str, Any]:
    """The body with all its texts marked by a number, as far as they may be: for what must not be there twice."""
    marked: dict[str, Any] = json.loads(json.dumps(body))
    for leaf, schema in bodies.free.items():
        text = at(marked, leaf)
        if isinstance(text, str) and is_free_text(bodies.document, schema):
            several = (f"{text} {number}", f"{text[: -len(str(number))]}{number}", f"{text}{number}")
            put(marked, leaf, next((each for each in several if fits(bodies.document, schema, each)), text))
    return marked


def has(body: Any, leaf: Leaf) -> bool:
    for name in leaf:
        if not isinstance(body, dict) or name not in body:
            return False
        body = body[name]
    return True


def at(body: Any, leaf: Leaf) -> Any:
    """What stands there, or None."""
    for name in leaf:
        body = body.get(name) if isinstance(body, dict) else None
    return body


def put(body: dict[str, Any], leaf: Leaf, value: Any) -> None:
    """Put a value there, making the objects on the way."""
    for name in leaf[:-1]:
        if not isinstance(body.get(name), dict):
            body[name] = {}
        body = body[name]
    body[leaf[-1]] = value
