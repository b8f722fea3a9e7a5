"""What would tell a stranger of a user's things, by their ids.

Long ones are searched for. A number that is counted from one says nothing by being somewhere, and where each user's
things are counted alone two of them have the same one. But whatever comes to be among a stranger's ids as a user makes
things is that user's.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from contract_tests.isolation.estates import next_of, queries
from contract_tests.isolation.places import Places, kinds_in
from contract_tests.spec.document import Operation
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.twins import stands_by_chance
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import NoRecipe, Recipes
from contract_tests.users.sights import shows_own

_Ids = dict[str, set[str]]  # by the kind of what they name
_MOST_PAGES = 50


class News(NamedTuple):
    exchange: Exchange
    told: list[str]
    """Which ids of the owner's it shows that were not there before, each with its kind."""


class Traces(NamedTuple):
    words: set[str]
    """What stands in no answer to anybody else."""
    news: dict[str, News]
    """Of answers to a stranger, by operation, what came with what the owner made."""


def leads_to_a_thing(operation: Operation) -> bool:
    """Whether ids of things that belong to users stand in the path."""
    return operation.is_secured and bool(operation.resources) and (bool(operation.owners) or operation.is_caller_owned)


def find_traces(recipes: Recipes, owner: Actor, stranger: Actor) -> Traces:
    """Make the owner something of everything; with short ids once more, while the stranger looks."""
    known = _make_things(recipes, owner)
    words = {owner.user_id, owner.unique}.union(*known.values())
    counted = [kind for kind, ids in known.items() if any(map(stands_by_chance, ids))]
    news = _shown_anew(recipes, owner, stranger, {kind: known[kind] for kind in counted}) if counted else {}
    return Traces({each for each in words if not stands_by_chance(each)}, news)


def _make_things(recipes: Recipes, actor: Actor) -> _Ids:
    """Make something of everything; the user's own id is among the ids."""
    made: _Ids = {}
    for each in filter(leads_to_a_thing, recipes.wire.document.operations.values()):
        with suppress(NoRecipe):  # its own tests say so
            path = recipes.arguments(each, actor)
            for name, kind in kinds_in(each).items():
                made.setdefault(kind, set()).add(path[name])
    return made


def _shown_anew(recipes: Recipes, owner: Actor, stranger: Actor, known: _Ids) -> dict[str, News]:
    paths = _own_paths(recipes, stranger)
    first, before = (_look(recipes, stranger, paths) for _ in range(2))
    made = _make_things(recipes, owner)
    after = _look(recipes, stranger, paths)
    found: dict[str, News] = {}
    for kind, ids in known.items():
        places = Places(recipes.wire.document, kind)
        theirs = set(filter(stands_by_chance, ids | made.get(kind, set())))
        for name, pages in after.items():
            old = places.ids(*before[name])
            came = theirs & (places.ids(*pages) - old).keys()
            if came and places.ids(*first[name]) == old:  # it does not grow by itself, such as with each look
                page = next(each for each in pages if came & places.ids(each).keys())
                told = [f"{each} of {kind}" for each in sorted(came, key=int)]
                found.setdefault(name, News(page, [])).told.extend(told)
    return found


def _own_paths(recipes: Recipes, actor: Actor) -> dict[Operation, dict[str, str]]:
    paths = {}
    for each in filter(shows_own, recipes.wire.document.operations.values()):
        with suppress(NoRecipe):
            paths[each] = recipes.arguments(each, actor)
    return paths


def _look(recipes: Recipes, actor: Actor, paths: dict[Operation, dict[str, str]]) -> dict[str, list[Exchange]]:
    return {each.id: list(islice(_pages(recipes, each, actor, path), _MOST_PAGES)) for each, path in paths.items()}


def _pages(recipes: Recipes, operation: Operation, actor: Actor, path: dict[str, str]) -> Iterator[Exchange]:
    """The answer; of a list in pages, as large ones as there are, all of them."""
    query = queries(operation, closely=False)[0]
    with suppress(ValueError):  # what is no JSON has a test of its own
        while True:
            exchange = recipes.call(operation, actor, path, query=query)
            yield exchange
            following = next_of(exchange)
            if following is None or operation.cursor is None:
                return
            query = {**query, operation.cursor: following}
