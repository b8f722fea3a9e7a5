"""A list shows every row once, in one order, in pages of the size that was asked for."""

import re
from collections.abc import Callable

import pytest

from contract_tests.report.claims import Claims
from contract_tests.semantics.likeness import changes, shown
from contract_tests.semantics.questions import filters, orders, searches
from contract_tests.semantics.shelf import Shelf
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_list, rows_of
from contract_tests.spec.schemas import answer_schema, branches, kinds
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes

LARGEST = 200
ROWS = 11
FEW = 9
OF_ANOTHER = re.compile(
    r"\b(another|other|different|foreign|same)\s+(list|user|owner|filters?|order|operation|query)", re.IGNORECASE
)
Shelves = Callable[[Operation], Shelf]


def is_walked(operation: Operation) -> bool:
    return is_list(operation) and operation.is_secured


def is_counted(operation: Operation) -> bool:
    """Whether its cursor is a number, such as that of a page: it names a place, whatever stands there by then."""
    asked = [each.get("schema", {}) for each in operation.parameters if each["name"] == operation.cursor]
    return any(kinds(each) <= {"integer", "number"} for schema in asked for each in branches(DOCUMENT, schema))


def is_bound(operation: Operation) -> bool:
    """Whether the spec says that a cursor is good for its own list only."""
    asked = [each for each in operation.parameters if each["in"] == "query" and each["name"] == operation.cursor]
    told = any(OF_ANOTHER.search(str(each.get("description", ""))) for each in asked)
    return is_walked(operation) and operation.declares(422) and told and not is_counted(operation)


@pytest.fixture(scope="module")
def shelves(recipes: Recipes, actors: Actors) -> Shelves:
    """Give each list a user of its own, and so many rows that the usual page does not hold them."""
    known: dict[str, Shelf] = {}

    def shelf_of(operation: Operation) -> Shelf:
        if operation.id not in known:
            shelf = Shelf(Workshop(recipes, actors.make()), operation)
            shelf.grow(ROWS if shelf.growth and shelf.growth.goes_on else (shelf.usual or ROWS) + 1)
            known[operation.id] = shelf
        return known[operation.id]

    return shelf_of


@each_operation(is_walked)
def test_what_comes_in_is_listed(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    shelf = shelves(operation)
    added = shelf.grow(1)
    if not added and shelf.growth is None and not shelf.walk():
        pytest.skip(f"{operation.place}: the spec does not tell what puts rows into it")
    if not added:
        shelf.workshop.wire.fail(shelf.page(), "what was put into the list is not in it", 200)
    claims.prove(operation, "what comes in is listed")


@each_operation(is_walked)
def test_pages_of_any_size_make_the_same_list(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    """Every row once, in the same order, in this order of the list and in each other one."""
    shelf = shelves(operation)
    for query in ({}, *orders(operation)):
        whole = shelf.names(shelf.walk(query))
        if len(set(whole)) != len(whole):
            shelf.workshop.wire.fail(shelf.page(query), "walking the list gave a row twice", 200)
        for limit in (3,) if query else (2, 5):
            paged = shelf.names(shelf.walk(query, limit=limit))
            if paged != whole:
                fault = f"in pages of {limit} the list is another: {differing(whole, paged)}"
                shelf.workshop.wire.fail(shelf.page(query, limit=limit), fault, 200)
    claims.prove(operation, "walking gives every row once")


def check_sizes(shelf: Shelf, total: int, limits: list[int | None]) -> None:
    """Fail unless a page has as many rows as it may have, and a cursor if there are more."""
    for limit in limits:
        size = limit or shelf.usual
        if size is None or size > shelf.most:
            continue
        page = shelf.page(limit=limit)
        rows = shelf.rows(page)
        if len(rows) != min(size, total):
            shelf.workshop.wire.fail(page, f"{len(rows)} of {total} rows came, and {min(size, total)} were to", 200)
        if bool(shelf.next(page)) != (total > size):
            there = "are" if total > size else "are no"
            shelf.workshop.wire.fail(page, f"there {there} more rows, and the cursor says otherwise", 200)


def differing(one: list[str], other: list[str]) -> str:
    missing = [name for name in one if name not in other]
    twice = sorted({name for name in other if other.count(name) > 1})
    return f"{len(missing)} rows are missing, {len(twice)} come twice" if missing or twice else "the order differs"


@each_operation(lambda each: is_list(each) and not each.is_secured and "limit" in each.definition["x-page"])
def test_limit_limits_what_everybody_sees(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Without walking it, for nobody knows how long it is: a smaller page is how the largest one begins."""
    shelf = Shelf(workshop, operation)
    whole = shelf.rows(shelf.page(limit=shelf.most))
    for limit in sorted({1, 2, max(1, len(whole) - 1)}):
        page = shelf.page(limit=limit)
        if shelf.rows(page) != whole[:limit]:
            fault = f"{len(shelf.rows(page))} rows came, and were to be the first {min(limit, len(whole))} of all"
            workshop.wire.fail(page, fault, page.status)
        cursor = shelf.next(page)
        if bool(cursor) != (limit < len(whole)) and len(whole) < shelf.most:
            workshop.wire.fail(page, f"the list has {len(whole)} rows, and the cursor says otherwise", page.status)
        following = shelf.page(limit=limit, cursor=cursor) if cursor else page
        if cursor and shelf.rows(following)[: len(whole) - limit] != whole[limit : 2 * limit]:
            workshop.wire.fail(following, "it does not go on where the page ended", following.status)
    claims.prove(operation, "limit limits")


@each_operation(is_walked)
def test_limit_limits(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    """Each size that is asked for, and the usual one when none is."""
    shelf = shelves(operation)
    total = len(shelf.walk())
    check_sizes(shelf, total, [1, 2, max(1, total - 1), max(1, total), None])
    if shelf.growth is not None and shelf.most <= LARGEST:
        shelf.grow(max(0, shelf.most + 1 - total))
        check_sizes(shelf, len(shelf.walk()), [shelf.most - 1, shelf.most, None])
    claims.prove(operation, "limit limits")


@each_operation(lambda each: is_walked(each) and not is_counted(each))
def test_rows_that_stay_are_seen_once_while_others_come_and_go(
    recipes: Recipes, actors: Actors, claims: Claims, operation: Operation
) -> None:
    shelf = Shelf(Workshop(recipes, actors.make()), operation)
    own: set[str] = set()
    for query in ({}, *orders(operation)):
        own |= {*shelf.grow(max(0, FEW - len(shelf.walk())))}
        staying, seen = set(shelf.names(shelf.walk(query))), list[str]()
        for number, page in enumerate(shelf.pages(query, limit=3)):
            names = shelf.names(shelf.rows(page))
            seen += names
            if number > 2:
                continue
            # The row at which the cursor stands, and one that is still to come.
            ahead = [name for name in sorted(own & staying) if name not in seen]
            for victim in [name for name in names[-1:] if name in own] + ahead[:1]:
                if shelf.remove(victim):
                    staying.discard(victim)
            shelf.add_one()
        check_walk(shelf, query, seen, staying)
    claims.prove(operation, "rows that stay are seen once while others come and go")


def check_walk(shelf: Shelf, query: dict[str, str], seen: list[str], staying: set[str]) -> None:
    missing = [name for name in staying if name not in seen]
    twice = sorted({name for name in seen if seen.count(name) > 1})
    if missing or twice:
        fault = (
            f"walked while rows came and went: of those that stayed {len(missing)} were not seen, {len(twice)} twice"
        )
        shelf.workshop.wire.fail(shelf.page(query, limit=3), fault, 200)


def alternatives(operation: Operation) -> list[dict[str, str]]:
    """Other lists of the same operation: in another order, or with something left out."""
    several = [query for each in filters(operation) for query in each.queries[:1]]
    return [*orders(operation)[:2], *several, *({each.name: "x"} for each in searches(operation))]


@each_operation(is_bound)
def test_cursor_is_good_for_its_own_list_only(
    shelves: Shelves, recipes: Recipes, actors: Actors, claims: Claims, operation: Operation
) -> None:
    """Not with other filters or in another order, not for another user, not for another operation."""
    shelf = shelves(operation)
    cursor = shelf.next(shelf.page(limit=1))
    if not cursor:
        pytest.skip(f"{operation.place}: the spec does not tell how to fill a page")
    attempts = [(f"with {query}", shelf.page(query, limit=1, cursor=cursor)) for query in alternatives(operation)]
    stranger = Shelf(Workshop(recipes, actors.make(shelf.workshop.actor)), operation)
    attempts.append(("by another user", stranger.page(limit=1, cursor=cursor)))
    others = [other for other in DOCUMENT.operations.values() if is_bound(other) and other is not operation]
    attempts += [(f"made by {operation.id}", shelves(each).page(limit=1, cursor=cursor)) for each in others]
    for how, exchange in attempts:
        if exchange.status != 422:
            shelf.workshop.wire.fail(exchange, f"the cursor of another list was taken: {how}", 422)
    changed = shelf.page(limit=1, cursor=cursor[:-1] + ("A" if cursor[-1] != "A" else "B"))
    if changed.status in range(200, 300) and shelf.rows(changed) != shelf.rows(shelf.page(limit=1, cursor=cursor)):
        shelf.workshop.wire.fail(changed, "an edited cursor was taken, and leads elsewhere", 422)
    claims.prove(operation, "a cursor is good for its own list only")


def is_beneath(operation: Operation) -> bool:
    return is_walked(operation) and bool(operation.resources)


@each_operation(is_beneath)
def test_cursor_is_good_in_its_own_place_only(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Not for the list beneath another thing of the same user: refused if the spec says so, and else of no effect."""
    shelf, elsewhere = (Shelf(workshop, operation) for _ in "ab")
    if shelf.growth is None or shelf.path == elsewhere.path:
        pytest.skip(f"{operation.place}: the spec does not tell how to fill the lists beneath two things")
    for each in (shelf, elsewhere):
        each.grow(FEW)
    there, away = shelf.names(shelf.walk()), elsewhere.names(elsewhere.walk())
    for limit in (1, 3):
        cursor = shelf.next(shelf.page(limit=limit))
        if not cursor:
            pytest.skip(f"{operation.place}: the spec does not tell how to fill a page")
        moved = elsewhere.page(limit=limit, cursor=cursor)
        if is_bound(operation) and moved.status != 422:
            workshop.wire.fail(moved, "the cursor of the list beneath another thing was taken", 422)
        listed = elsewhere.names(elsewhere.rows(moved)) if moved.status in range(200, 300) else []
        if any(name in there and name not in away for name in listed):
            workshop.wire.fail(moved, "with the cursor of another list it shows what is in that one", 200)
    claims.prove(operation, "a cursor is good in its own place only")


def is_in_a_place(operation: Operation) -> bool:
    item = rows_of(operation) if is_walked(operation) else None
    return item is not None and item.made_by is not None and bool(operation.resources) and bool(item.identity)


@each_operation(is_in_a_place)
def test_list_holds_what_is_in_its_own_place(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """And nothing of what is beneath another thing of the same user."""
    item = rows_of(operation)
    assert item is not None
    thing, other = workshop.make(item), workshop.make(item)
    for there, away in ((thing, other), (other, thing)):
        shelf = Shelf(workshop, operation, {name: there.path[name] for name in operation.owners + operation.resources})
        listed = shelf.names(shelf.walk())
        if there.name not in listed:
            workshop.wire.fail(shelf.page(), "what was made there is not in the list", 200)
        if away.name in listed:
            workshop.wire.fail(shelf.page(), "it lists what is beneath another thing", 200)
    claims.prove(operation, "a list holds what is in its own place")


def rows_can_be_read(operation: Operation) -> bool:
    if not is_walked(operation):
        return False
    item = rows_of(operation)
    return item is not None and item.read is not None and item.identity is not None


@each_operation(rows_can_be_read)
def test_rows_are_what_is_read_by_itself(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    shelf = shelves(operation)
    item = rows_of(operation)
    assert item is not None
    assert item.read is not None
    assert item.parameter is not None
    same = DOCUMENT.resolved(answer_schema(item.read)) == DOCUMENT.resolved(shelf.row_schema)
    for row in shelf.walk()[:5]:
        read = shelf.workshop.succeed(item.read, {**shelf.path, item.parameter: shelf.identify(row)})
        common = set(row) & set(read.body)
        found = changes({name: row[name] for name in common}, {name: read.body[name] for name in common})
        if same and found:
            shelf.workshop.wire.fail(read, f"the list shows another {shown(found)} of it", read.status)
    claims.prove(operation, "rows are what is read by itself")
