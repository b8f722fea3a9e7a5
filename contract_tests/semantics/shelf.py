"""A list of one user's things: how it is walked, and how things come and go in it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from contract_tests.inputs.bodies import Bodies, has, put
from contract_tests.inputs.values import bounds, fits
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import Item, expressions, is_read, link_to, puts_new, rows_of
from contract_tests.spec.schemas import answer_schema, flat, is_json, properties, request_schema
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.expressions import Absent, evaluate, point
from contract_tests.users.recipes import SAMPLE, NoRecipe

# More pages than any list here has.
_MOST_PAGES = 400
# Of a property, so that the values of different rows are the same now and then.
_VARIETY = 12


class Shelf:
    """One list, as `x-page` says it is to be walked."""

    def __init__(self, workshop: Workshop, operation: Operation, path: dict[str, str] | None = None) -> None:
        self.workshop = workshop
        self.operation = operation
        self.told = operation.definition["x-page"]
        self.growth = find_growth(operation)
        self.path = self._first_path() if path is None else path
        self._grown = 0

    @property
    def row_schema(self) -> Any:
        return row_schema(self.operation)

    @property
    def most(self) -> int:
        """The largest page that may be asked for, as far as the spec tells."""
        return int(self._limit.get("maximum", 100))

    @property
    def usual(self) -> int | None:
        """The size of a page when none is asked for."""
        default = self._limit.get("default")
        return None if default is None else int(default)

    @property
    def _limit(self) -> dict[str, Any]:
        schemas = [each.get("schema", {}) for each in self.operation.parameters if each["name"] == self.told["limit"]]
        return flat(self.workshop.document, schemas[0]) if schemas else {}

    def page(self, query: dict[str, str] | None = None, *, limit: int | None = None, cursor: str = "") -> Exchange:
        """Ask for a page."""
        asked = dict(query or {})
        if limit is not None:
            asked[self.told["limit"]] = str(limit)
        if cursor:
            asked[self.told["cursor"]] = cursor
        return self.workshop.call(self.operation, self.path, query=asked)

    def rows(self, page: Exchange) -> list[Any]:
        """The rows of a page that has to be one."""
        if page.status not in range(200, 300):
            self.workshop.wire.fail(page, "the request is right, and was refused", page.status)
        return list(self._told(page, "items"))

    def next(self, page: Exchange) -> str:
        """The cursor of the next page; empty on the last one."""
        return str(self._told(page, "next") or "")

    def pages(self, query: dict[str, str] | None = None, *, limit: int | None = None) -> Iterator[Exchange]:
        """Walk the list page by page."""
        seen: set[str] = set()
        page = self.page(query, limit=limit)
        for _ in range(_MOST_PAGES):
            self.rows(page)
            yield page
            cursor = self.next(page)
            if not cursor:
                return
            if cursor in seen:
                break
            seen.add(cursor)
            page = self.page(query, limit=limit, cursor=cursor)
        self.workshop.wire.fail(page, "walking the cursor comes to no end", page.status)

    def walk(self, query: dict[str, str] | None = None, *, limit: int | None = None) -> list[Any]:
        """Every row, in the order of the list; by the largest pages if nothing else is told."""
        return [row for page in self.pages(query, limit=limit or self.most) for row in self.rows(page)]

    @property
    def identity(self) -> str | None:
        """The property that names a row in paths."""
        for link in self.operation.links:
            for expression in map(str, expressions(link).values()):
                if expression.startswith("$response.body#/") and expression.count("/") > 2:
                    return expression.rpartition("/")[2]
        item = self.item
        return item.identity if item else None

    @property
    def item(self) -> Item | None:
        """The kind of thing that the rows are, if one of them has a path."""
        return rows_of(self.operation)

    def identify(self, row: Any) -> str:
        """What tells a row from the others: its id, or all of it."""
        name = self.identity
        return str(row[name]) if name and isinstance(row, dict) and name in row else json.dumps(row, sort_keys=True)

    def names(self, rows: list[Any]) -> list[str]:
        return [self.identify(row) for row in rows]

    def grow(self, count: int) -> list[str]:
        """Put rows into the list, unlike each other where there is a choice; return how they are identified."""
        if not count:
            return []
        before = set(self.names(self.walk()))
        for _ in range(count):
            self.add_one()
        return [name for name in self.names(self.walk()) if name not in before]

    def remove(self, name: str) -> bool:
        """Take a row out, if the spec says how."""
        item = self.item
        if item is None or item.deleted_by is None or item.parameter is None or self.identity is None:
            return False
        self.workshop.succeed(item.deleted_by, {**self.path, item.parameter: name})
        return True

    def add_one(self, texts: dict[str, Any] | None = None, *, least: bool = False) -> Exchange | None:
        """Put one row in, with these values in its body."""
        if self.growth is None:
            self.workshop.recipes.actors.log_in_again(self.workshop.actor)
            return None
        body = self.growth.least(self.path) if least else self.growth.body(self._grown, self.path)
        self._grown += 1
        if isinstance(body, dict):
            body |= texts or {}
        path = {**self.path, **self.workshop.recipes.choose(self.growth.operation)}
        return self.workshop.succeed(self.growth.operation, path, body=body)

    def _first_path(self) -> dict[str, str]:
        growth = self.growth
        recipes, actor = self.workshop.recipes, self.workshop.actor
        try:
            if growth is None or growth.goes_on is None:
                return recipes.arguments(self.operation, actor)
            if link_to(growth.operation, self.operation) is None:
                return recipes.arguments(self.operation, actor)
            above = recipes.arguments(growth.operation, actor)
            exchange = self.workshop.succeed(growth.operation, above)
            link = link_to(growth.operation, self.operation)
            assert link is not None
            return {**above, **{name: str(evaluate(told, exchange)) for name, told in expressions(link).items()}}
        except (NoRecipe, Absent) as reason:
            pytest.fail(self.workshop.wire.mask(f"{self.operation.place}: {reason}"), pytrace=False)

    def _told(self, page: Exchange, key: str) -> Any:
        try:
            return point(page.body, "/" + str(self.told[key]).strip("/"))
        except Absent:
            if key == "next":
                return None
            self.workshop.wire.fail(page, f"the page has no {self.told[key]}", page.status)


class Growth:
    """The operation that puts rows into a list, and what to send it."""

    def __init__(self, operation: Operation, goes_on: str | None = None) -> None:
        self.operation = operation
        self.goes_on = goes_on
        media_type = next((name for name in operation.bodies if is_json(name)), None)
        self.bodies = Bodies(operation, media_type) if media_type else None

    def least(self, path: dict[str, str]) -> Any:
        """A body with only what is required."""
        if self.bodies is None:
            return SAMPLE
        body = self.bodies.least()
        return {**body, self.goes_on: path[self.goes_on]} if self.goes_on else body

    def body(self, number: int, path: dict[str, str]) -> Any:
        """The body of the row of this number: every property goes through its values, at paces of their own."""
        body = self.least(path)
        if self.bodies is None:
            return body
        for place, (leaf, schema) in enumerate(self.bodies.free.items()):
            values = bounds(self.operation.document, schema)[:_VARIETY]
            # One row in some leaves it out, and the values of two rows are the same now and then.
            if values and (has(body, leaf) or number % (place + 3)):
                put(body, leaf, values[(number // (1 + place % 2) + place) % len(values)])
        return body if fits(self.operation.document, self.bodies.schema, body) else self.least(path)


def find_growth(operation: Operation) -> Growth | None:
    """Find what puts rows into a list: what is posted to it, what makes what it lists, or what goes on with a thing."""
    return next(_growths(operation), None)


def _growths(operation: Operation) -> Iterator[Growth]:
    document = operation.document
    posts = [each for each in document.operations.values() if each.method == "POST" and each.is_secured]
    yield from (Growth(each) for each in posts if each.path == operation.path and request_schema(each) is not None)
    for each in posts:
        link = link_to(each, operation)
        name = link and _named(each, list(expressions(link)))
        if name:
            yield Growth(each, name)
    rows = rows_of(operation)
    yield from (Growth(each) for each in posts if any(_is_of(operation, link.target) for link in each.links))
    if rows is not None:
        yield from (Growth(each) for each in document.operations.values() if puts_new(each) and each.path == rows.path)
    for each in posts:
        name = _named(each, operation.resources)
        if name and document.resolved(answer_schema(each)) == document.resolved(row_schema(operation)):
            yield Growth(each, name)


def _is_of(operation: Operation, name: str) -> bool:
    """Whether what is linked to shows a row of the list by itself."""
    target = operation.document.operations[name]
    return is_read(target) and target.path.startswith(f"{operation.path}/{{")


def row_schema(operation: Operation) -> Any:
    """The schema of one row of a list."""
    schema = answer_schema(operation)
    for name in str(operation.definition["x-page"]["items"]).strip("/").split("/"):
        schema = properties(operation.document, schema).get(name, {})
    return flat(operation.document, schema).get("items", {})


def _named(operation: Operation, names: list[str]) -> str | None:
    """The property of the body that says in which thing's list the row is to be."""
    schema = request_schema(operation)
    known = properties(operation.document, schema) if schema is not None else {}
    return next((name for name in names if name in known), None)
