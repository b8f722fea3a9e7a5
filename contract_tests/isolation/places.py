"""Where the ids of a kind of thing stand in an answer, as links, paths, schemas and names tell.

A short number stands in any text by chance, but not there.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from contract_tests.spec.document import Document, Operation
from contract_tests.spec.links import Link
from contract_tests.spec.relations import expressions
from contract_tests.spec.schemas import answer_schema, flat, properties
from contract_tests.spec.sources import pointer_tokens
from contract_tests.spec.ways import implied_links
from contract_tests.traffic.exchange import Exchange
from contract_tests.users.references import parameter_for

_EACH = "*"
_BODY = "$response.body#"
Way = tuple[str, ...]
"""The names that lead to a place; that of every item of a list is `*`."""


def kinds_in(operation: Operation) -> dict[str, str]:
    """The kind of what each path parameter names: the path, up to and with the parameter."""
    path = operation.path
    names = [each for each in (*operation.owners, *operation.resources) if f"{{{each}}}" in path]
    return {name: path.partition(f"{{{name}}}")[0] + f"{{{name}}}" for name in names}


class Places:
    """The places of the ids of one kind."""

    def __init__(self, document: Document, kind: str) -> None:
        self.document = document
        self.kind = kind
        self.collection, _, parameter = kind.rpartition("/")
        self.parameter = parameter.strip("{}")
        self._users = [each for each in document.operations.values() if kind in kinds_in(each).values()]
        self._linked = self._ways_of_links()
        self._identities = {self.parameter} | {name for ways in self._linked.values() for name in _last(ways)}
        shown = [answer_schema(each) for each in self._users if each.path == kind and each.method == "GET"]
        self._things = [flat(document, schema) for schema in shown if schema]

    def ids(self, *exchanges: Exchange) -> Counter[str]:
        """The ids that stand there in answers, and how many times."""
        found: Counter[str] = Counter()
        for each in exchanges:
            if each.status in range(200, 300):
                with suppress(ValueError):  # what is no JSON has a test of its own
                    found.update(self._ids(each.operation, each.body, answer_schema(each.operation) or {}, ()))
        return found

    def _ids(self, operation: Operation, value: Any, schema: Any, way: Way) -> Iterator[str]:
        if isinstance(value, dict):
            is_thing = self._is_thing(operation, schema, way)
            known = properties(self.document, schema)
            for name, item in value.items():
                own = self._is_own(operation, name, (*way, name), is_thing=is_thing)
                yield from _scalars(item) if own else self._ids(operation, item, known.get(name, {}), (*way, name))
        elif isinstance(value, list):
            items = flat(self.document, schema).get("items", {})
            for item in value:
                yield from self._ids(operation, item, items, (*way, _EACH))
        elif self._is_linked(operation, way) or self._is_row(operation, way):
            yield from _scalars(value)

    def _is_own(self, operation: Operation, name: str, way: Way, *, is_thing: bool) -> bool:
        named = parameter_for(self._users[0], name, [self.parameter])
        return bool(named) or (is_thing and name in self._identities) or self._is_linked(operation, way)

    def _is_linked(self, operation: Operation, way: Way) -> bool:
        return way in self._linked.get(operation.id, ())

    def _is_thing(self, operation: Operation, schema: Any, way: Way) -> bool:
        """Whether it is one of the kind: what its path shows, a row of its list, or what has its schema."""
        is_shown = (operation.path == self.kind and not way) or self._is_row(operation, way)
        return is_shown or flat(self.document, schema) in self._things

    def _is_row(self, operation: Operation, way: Way) -> bool:
        return operation.path == self.collection and way.count(_EACH) == 1 and way[-1] == _EACH

    def _ways_of_links(self) -> dict[str, set[Way]]:
        """Where each operation's links to what is about the kind read its id."""
        users = {each.id for each in self._users}
        found = [(each, link) for each in self.document.operations.values() for link in each.links]
        told = [(each.id, way) for each, link in found if link.target in users and (way := self._way(link))]
        if not told:
            implied = [pair for each in self._users for pair in implied_links(each)]
            told = [(each.id, way) for each, link in implied if (way := self._way(link))]
        return {name: {way for maker, way in told if maker == name} for name, _ in told}

    def _way(self, link: Link) -> Way | None:
        expression = str(expressions(link).get(self.parameter, ""))
        if not expression.startswith(_BODY):
            return None
        return tuple(_EACH if each.isdecimal() else each for each in pointer_tokens(expression[len(_BODY) :]))


def _last(ways: set[Way]) -> set[str]:
    return {way[-1] for way in ways if way and way[-1] != _EACH}


def _scalars(value: Any) -> Iterator[str]:
    """Ids are texts or whole numbers, by themselves or in a list."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str | int) and not isinstance(each, bool):
            yield str(each)
