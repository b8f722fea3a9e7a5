"""Requests of somebody who has another user's ids, values, versions and cursors: those that only read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from contract_tests.inputs.samples import absent, sample_headers, sample_parameters
from contract_tests.inputs.values import fits
from contract_tests.isolation.canaries import COMMON
from contract_tests.isolation.estates import Estate, Path, kind_of, queries
from contract_tests.semantics.questions import filters, orders, searches
from contract_tests.spec.document import Document, Operation

_FEW = 2
_OF_ANOTHER = re.compile(r"(another|other|different|foreign)\s+(user|owner|caller|account)", re.IGNORECASE)


@dataclass(frozen=True)
class Trespass:
    """A request, but for who sends it."""

    operation: Operation
    why: str
    path: Path = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    media_type: str | None = None
    raw: bytes | None = None
    is_anonymous: bool = False
    is_barred: bool = False
    is_walk: bool = False


class Neighbours:
    """The one who has things and the one who reaches for them."""

    def __init__(self, document: Document, owner: Estate, stranger: Estate) -> None:
        self.document = document
        self.owner = owner
        self.stranger = stranger

    def own_paths(self, operation: Operation) -> list[Path]:
        return self.stranger.paths(operation)

    def foreign_paths(self, operation: Operation) -> list[tuple[str, Path]]:
        """Paths of which a part or all is the owner's; and of what nobody has, on one's own path."""
        found: list[tuple[str, Path]] = []
        users = {"own": self.stranger.actor.user_id, "the owner's": self.owner.actor.user_id}
        for whose, user_id in users.items() if operation.owners else [("own", "")]:
            path = dict.fromkeys(operation.owners, user_id)
            things = self._things(operation, is_foreign=whose != "own")
            found += [(f"{whose} path, {what}", path | thing) for what, thing in things]
        return found

    def _things(self, operation: Operation, *, is_foreign: bool) -> Iterator[tuple[str, Path]]:
        if not operation.resources:
            if is_foreign:
                yield "as it is", {}
            return
        kind = kind_of(operation)
        theirs, own = self.owner.things.get(kind, []), self.stranger.things.get(kind, [])
        for whole in theirs[:_FEW]:
            yield "the owner's things", whole
        if is_foreign:
            yield from (("own things", thing) for thing in own[:1])
        if theirs and own:
            for chosen in product((False, True), repeat=len(operation.resources)):
                if True in chosen and False in chosen:
                    pairs = zip(operation.resources, chosen, strict=True)
                    yield "things of both", {name: (theirs if is_theirs else own)[0][name] for name, is_theirs in pairs}
        for thing in (theirs or own)[:1]:
            last = operation.resources[-1]
            yield "nobody's thing", {**(own or theirs)[0], last: absent(operation, last, thing[last])}

    def named_so(self, name: str) -> list[str]:
        """The ids of the owner's things that a property or parameter of this name is for."""
        return self.owner.named_so(self.document, name)

    def user_words(self) -> dict[str, str]:
        """What might be taken for the caller's id, if a server asked the request who calls."""
        names = {name for each in self.document.operations.values() for name in each.owners}
        return dict.fromkeys([*sorted(names), "owner", "owner_id", "user"], self.owner.actor.user_id)


def readings(around: Neighbours, operation: Operation) -> Iterator[Trespass]:
    """Everything that reads, those first that are the likeliest to tell something."""
    query, headers = sample_parameters(operation, "query"), sample_headers(operation)
    bare = Trespass(operation, "as it is", query=query, headers=headers)
    own = [replace(bare, path=path) for path in around.own_paths(operation)]
    if not operation.is_secured:
        if not operation.resources:
            yield replace(bare, is_anonymous=True)
            yield from [bare] if operation.security else []
        return
    yield from own[:_FEW]
    for why, path in around.foreign_paths(operation):
        yield replace(bare, why=why, path=path)
        yield from conditioned(around, replace(bare, why=why, path=path))
    for base in own[:1]:
        yield from _questions(around, base)
        yield from conditioned(around, base)
        yield from impersonating(around, base)
    for path in [path for _, path in around.foreign_paths(operation)][:_FEW] or [each.path for each in own[:1]]:
        yield replace(bare, why="sent by nobody", path=path, is_anonymous=True)


def _questions(around: Neighbours, base: Trespass) -> Iterator[Trespass]:
    """Everything that a list can be asked, with the owner's values, page by page."""
    operation, page = base.operation, base.operation.definition.get("x-page", {})

    def asked(why: str, query: dict[str, str], *, limit: int | None = None) -> Trespass:
        small = {page["limit"]: str(limit)} if limit and "limit" in page else {}
        return replace(base, why=why, query={**base.query, **query, **small}, is_walk=bool(small))

    if page:
        # The stranger has three of everything, so that the third page size ends where the owner's things would begin.
        yield from (asked(f"in pages of {limit}", {}, limit=limit) for limit in (1, 2, 3))
        yield from (asked("as the owner asked", query) for query in queries(operation, closely=True))
    for query in _values(around, operation):
        yield asked(f"asked for {query}", query, limit=1)
        yield from (replace(asked(f"asked for {query}", query, limit=limit), is_walk=False) for limit in (2, 3) if page)
    yield from (asked(f"in order {order}", order, limit=2) for order in orders(operation))
    barred = bars_foreign_cursors(operation)
    for query, cursor in around.owner.cursors(operation):
        yield replace(asked("the owner's cursor", {**query, str(operation.cursor): cursor}), is_barred=barred)
    yield from _told(around, asked, operation)


def bars_foreign_cursors(operation: Operation) -> bool:
    """Whether the spec says of the cursor that one of another user is refused: not every server can tell."""
    asked = [each for each in operation.parameters if each["in"] == "query" and each["name"] == operation.cursor]
    return any(_OF_ANOTHER.search(str(each.get("description", ""))) for each in asked)


def _values(around: Neighbours, operation: Operation) -> Iterator[dict[str, str]]:
    """Searches and filters with what is the owner's, and with what everybody has."""
    owner = around.owner
    words = [COMMON, *owner.canaries.words[-4:], *owner.addresses, *owner.names[:1]]
    for search in searches(operation):
        yield from ({search.name: word} for word in words if fits(around.document, search.schema, word))
    for kept in filters(operation):
        values = kept.values or [*around.named_so(kept.leaf[-1])[:2], owner.actor.user_id, *owner.names[:2]]
        yield from (kept.asked(value) for value in values if fits(around.document, kept.schema, value))


def _told(around: Neighbours, asked: Callable[..., Trespass], operation: Operation) -> Iterator[Trespass]:
    """Parameters of which the spec does not say what they do, with the owner's values."""
    for each in operation.parameters:
        said = any(name in each for name in ("x-filter", "x-search", "x-sort"))
        if each["in"] == "query" and not said and each["name"] not in operation.definition.get("x-page", {}).values():
            own = [*around.named_so(each["name"])[:2], around.owner.actor.user_id, *around.owner.names[:2]]
            for value in dict.fromkeys([*own, *around.owner.canaries.words[-1:]]):
                if fits(around.document, each.get("schema", True), value):
                    yield asked(f"query {each['name']}", {each["name"]: value})


def conditioned(around: Neighbours, base: Trespass) -> Iterator[Trespass]:
    """With the owner's versions, and whatever else of the owner's goes into a declared header."""
    tags = around.owner.tags(base.operation)
    for each in base.operation.parameters:
        if each["in"] != "header":
            continue
        values = (
            ["*", *tags[:2], ", ".join(tags[:4])] if each["name"].lower().startswith("if-") else around.owner.names[:2]
        )
        for value in filter(None, values):
            if fits(around.document, each.get("schema", True), value):
                yield replace(
                    base, why=f"{base.why}, {each['name']}: {value}", headers={**base.headers, each["name"]: value}
                )


def impersonating(around: Neighbours, base: Trespass) -> Iterator[Trespass]:
    """Saying outside of the path that one is the owner."""
    words = around.user_words()
    for name, value in [*words.items()][:2]:
        yield replace(base, why=f"query {name}", query={**base.query, name: value})
    headers = {f"X-{name.replace('_', '-').title()}": value for name, value in words.items()}
    yield replace(base, why="all of it", query={**base.query, **words}, headers={**base.headers, **headers})
