"""A filter filters, a search finds and a sort sorts: exactly the rows that it should, in the order that it should."""

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

import pytest

from contract_tests.inputs.bodies import at
from contract_tests.inputs.values import fits
from contract_tests.report.claims import Claims
from contract_tests.semantics.likeness import spread
from contract_tests.semantics.questions import Order, Search, filters, searches, sorts
from contract_tests.semantics.shelf import Shelf
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_list
from contract_tests.spec.schemas import is_free_text, leaves
from contract_tests.subject import each_operation
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes

ROWS = 15
Shelves = Callable[[Operation], Shelf]
# Texts that are unlike each other only where one has a character that means something to somebody.
LOOKALIKES = (
    "ab",
    "a%b",
    "a_b",
    "a\\b",
    "a.*b",
    "a*b",
    "a?b",
    "a[x]b",
    "a'b",
    'a"b',
    "a|b",
    "a&b",
    "a:b",
    "A+B",
    "É\U0001f600b",
    "a b",
    "a  b",
    "beta alone",
    "alpha beta gamma",
)
WANTED = (*LOOKALIKES, "%", "_", "\\", "*", "'", "a%", "_b", "\\%", "b", "xb", "+B", "beta gamma")


@pytest.fixture(scope="module")
def shelves(recipes: Recipes, actors: Actors) -> Shelves:
    """Give each list a user of its own, and rows that differ in everything."""
    known: dict[str, Shelf] = {}

    def shelf_of(operation: Operation) -> Shelf:
        if operation.id not in known:
            shelf = Shelf(Workshop(recipes, actors.make()), operation)
            shelf.grow(ROWS)
            known[operation.id] = shelf
        return known[operation.id]

    return shelf_of


def expect(shelf: Shelf, query: dict[str, str], wanted: list[str], why: str) -> None:
    """Fail unless just these rows come, in this order."""
    names = shelf.names(shelf.walk(query))
    if names != wanted:
        more, less = set(names) - set(wanted), set(wanted) - set(names)
        found = f"{len(more)} too many, {len(less)} missing" if more or less else "in another order"
        shelf.workshop.wire.fail(shelf.page(query, limit=shelf.most), f"{why}: {found}", 200)


@each_operation(lambda each: is_list(each) and bool(filters(each)))
def test_filter_filters(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    """By each value, in the order of the whole list, and by two filters at once."""
    shelf = shelves(operation)
    told = filters(operation)
    hidden = [each for each in told if each.is_on_by_itself]
    for each in hidden:
        for value in each.values:
            rows = shelf.walk(each.asked(value))
            if not all(each.keeps(row, value) for row in rows):
                shelf.workshop.wire.fail(shelf.page(each.asked(value)), f"rows without {each.name} {value!r} came", 200)
    whole, told = shelf.walk(), [each for each in told if each not in hidden]
    asked = {each.name: each.values or present(whole, each.leaf) for each in told}
    for each in told:
        for value in asked[each.name]:
            kept = [row for row in whole if each.keeps(row, value)]
            expect(shelf, each.asked(value), shelf.names(kept), f"rows with {each.name} {value!r} were to come")
    for one, other in combinations(told, 2):
        for value, second in ((v, w) for v in asked[one.name][:3] for w in asked[other.name][:3]):
            kept = [row for row in whole if one.keeps(row, value) and other.keeps(row, second)]
            query = one.asked(value) | other.asked(second)
            expect(shelf, query, shelf.names(kept), f"rows that pass both of {query} were to come")
    claims.prove(operation, "filters filter")


@each_operation(lambda each: is_list(each) and bool(filters(each)))
def test_filtered_list_is_paged(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    """A page is full of rows that pass, in every order."""
    shelf = shelves(operation)
    orders = [{}, *(order.query for order in sorts(operation))]
    whole = [(query, shelf.walk(query)) for query in orders]
    for each in (one for one in filters(operation) if not one.is_on_by_itself):
        for value in (each.values or present(whole[0][1], each.leaf))[:2]:
            asked = each.asked(value)
            for query, rows in whole:
                kept = [row for row in rows if each.keeps(row, value)]
                expect(shelf, query | asked, shelf.names(kept), f"{each.name} goes with {query or 'no order'}")
            if shelf.names(shelf.walk(asked, limit=2)) != shelf.names(shelf.walk(asked)):
                shelf.workshop.wire.fail(shelf.page(asked, limit=2), "in pages it is another list", 200)
    claims.prove(operation, "a filtered list is walked as any other")


def present(rows: list[Any], leaf: tuple[str, ...]) -> list[Any]:
    """Some of the values that are there."""
    found: list[Any] = []
    for row in rows:
        value = at(row, leaf)
        if value is not None and value not in found:
            found.append(value)
    return found[:3]


@each_operation(lambda each: is_list(each) and bool(searches(each)))
def test_search_finds(recipes: Recipes, actors: Actors, claims: Claims, operation: Operation) -> None:
    """A text in each property by itself, as it stands there: no character of it is a wildcard."""
    shelf = Shelf(Workshop(recipes, actors.make()), operation)
    for search in searches(operation):
        planted = [text for leaf in search.leaves if len(leaf) == 1 for text in plant(shelf, leaf[0])]
        whole = shelf.walk()
        if not planted:
            pytest.skip(f"{operation.place}: nothing that is put into the list sets what {search.name} searches")
        for text in (text for text in WANTED if fits(search.document, search.schema, text)):
            find(shelf, search, whole, text)
        for text in texts_elsewhere(search, whole):
            find(shelf, search, whole, text)
        find_among_others(shelf, search, planted)
        find_in_each_order(shelf, search, max(planted, key=lambda text: sum(search.has(row, text) for row in whole)))
    claims.prove(operation, "a search finds")


def texts_elsewhere(search: Search, rows: list[Any]) -> list[str]:
    """What stands in the properties that are not searched: it is no reason to come."""
    found = {leaf: value for row in rows[:1] for leaf, value in spread(row).items() if leaf not in search.leaves}
    return [text for text in found.values() if isinstance(text, str) and fits(search.document, search.schema, text)]


def find_among_others(shelf: Shelf, search: Search, planted: list[str]) -> None:
    """In pages, and together with each filter."""
    query = {search.name: planted[0]}
    found = shelf.walk(query)
    if shelf.names(shelf.walk(query, limit=1)) != shelf.names(found):
        shelf.workshop.wire.fail(shelf.page(query, limit=1), "in pages other rows are found", 200)
    for each in filters(shelf.operation):
        for value in (each.values or present(found, each.leaf))[:2]:
            kept = [row for row in found if each.keeps(row, value)]
            if not each.is_on_by_itself:
                expect(shelf, query | each.asked(value), shelf.names(kept), f"{search.name} goes with {each.name}")


def find_in_each_order(shelf: Shelf, search: Search, text: str) -> None:
    """What is found comes as it does when nothing is searched."""
    found = set(shelf.names(shelf.walk({search.name: text})))
    for order in sorts(shelf.operation):
        wanted = [name for name in shelf.names(shelf.walk(order.query)) if name in found]
        expect(shelf, {search.name: text} | order.query, wanted, f"{search.name} goes with {order.query}")


def plant(shelf: Shelf, name: str) -> list[str]:
    """Put the texts that look alike into a property of new rows, and something else into the others."""
    if shelf.growth is None:
        return []
    bodies = shelf.growth.bodies
    schema = bodies.free.get((name,)) if bodies else None
    if schema is None or not is_free_text(shelf.workshop.document, schema):
        return []
    texts = [text for text in LOOKALIKES if fits(shelf.workshop.document, schema, text)]
    for text in texts:
        shelf.add_one({name: text}, least=True)
    return texts


def find(shelf: Shelf, search: Search, whole: list[Any], text: str) -> None:
    query = {search.name: text}
    must = search.may_have if search.is_any_case and text.isascii() else search.has
    found = shelf.names(shelf.walk(query))
    order = [name for name in shelf.names(whole) if name in found]
    missing = [row for row in whole if must(row, text) and shelf.identify(row) not in found]
    wrong = [row for row in whole if not search.may_have(row, text) and shelf.identify(row) in found]
    if missing or wrong or found != order:
        page = shelf.page(query, limit=shelf.most)
        fault = (
            f"{text!r} is searched: {len(missing)} rows that have it are missing, {len(wrong)} came that have it not"
        )
        shelf.workshop.wire.fail(page, fault if missing or wrong else "the rows found come in another order", 200)


@each_operation(lambda each: is_list(each) and bool(sorts(each)))
def test_sort_sorts(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    shelf = shelves(operation)
    everything = set(shelf.names(shelf.walk()))
    schemas = leaves(shelf.workshop.document, shelf.row_schema)
    for order in sorts(operation):
        rows = shelf.walk(order.query)
        if order.leaf not in schemas:
            continue
        if set(shelf.names(rows)) != everything:
            shelf.workshop.wire.fail(shelf.page(order.query), "in this order there are other rows", 200)
        fault = disorder(order, schemas[order.leaf], [at(row, order.leaf) for row in rows])
        if fault:
            shelf.workshop.wire.fail(shelf.page(order.query, limit=shelf.most), fault, 200)
    claims.prove(operation, "sorts sort")


@each_operation(lambda each: is_list(each) and bool(sorts(each)))
def test_usual_order_is_the_declared_one(shelves: Shelves, claims: Claims, operation: Operation) -> None:
    shelf = shelves(operation)
    for each in operation.parameters:
        usual = shelf.workshop.document.resolved(each.get("schema", {})).get("default")
        if "x-sort" in each and usual is not None:
            wanted = shelf.names(shelf.walk({each["name"]: str(usual)}))
            expect(shelf, {}, wanted, f"{each['name']} {usual!r} is the usual order")
            claims.prove(operation, "the usual order is the declared one")


def disorder(order: Order, schema: Any, values: list[Any]) -> str | None:
    """What is wrong with the order of these values. Nulls go to one end: to the declared one, if one is."""
    nulls = [value is None for value in values]
    if sum(one != other for one, other in pairwise(nulls)) > 1:
        return f"sorted by {order.value}, rows without it stand in the middle or at both ends"
    if order.nulls in ("first", "last") and nulls != sorted(nulls, reverse=order.nulls == "first"):
        return f"sorted by {order.value}, rows without it do not come {order.nulls}"
    keys = [order.key(schema, value) for value in values if value is not None]
    for (one, first), (other, second) in pairwise(zip(keys, [v for v in values if v is not None], strict=True)):
        if one != other and (one < other) == order.is_descending:
            return f"sorted by {order.value}, {first!r} comes before {second!r}"
    return None
