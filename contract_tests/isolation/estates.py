"""What belongs to a user, so that another one may reach for it: something of everything, made over the spec's links."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contract_tests.inputs.bodies import Bodies
from contract_tests.inputs.values import fits
from contract_tests.isolation.canaries import Canaries
from contract_tests.semantics.effects import media_types
from contract_tests.semantics.questions import orders
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.relations import (
    Item,
    chosen,
    creates,
    is_named_by_users,
    item_of,
    names_thing,
)
from contract_tests.spec.schemas import branches, flat, properties, request_schema
from contract_tests.spec.schemas import kinds as kinds_of
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import SAMPLE, NoRecipe, Recipes
from contract_tests.users.references import parameter_for
from contract_tests.users.sights import shows_own

_SHORTEST = 8  # shorter ids stand in any text by chance
Path = dict[str, str]


class RememberingWire(Wire):
    """Keeps every exchange."""

    def __init__(self, document: Document, base_url: str, ledger: Ledger, mask: Mask) -> None:
        super().__init__(document, base_url, ledger, mask)
        self.exchanges: list[Exchange] = []

    def call(self, operation: Operation, request: Any) -> Exchange:
        self.exchanges.append(super().call(operation, request))
        return self.exchanges[-1]


@dataclass
class Estate:
    """One user's things: by their kind, which is the path that names one."""

    actor: Actor
    canaries: Canaries
    things: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    seen: list[Exchange] = field(default_factory=list)
    spares: list[Actor] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def grow(self, recipes: Recipes, place: int, chosen: list[str]) -> None:
        """Make one more thing of each kind."""
        workshop = Workshop(recipes, self.actor)
        for kind in chosen:
            operation, item = kinds(recipes.wire.document)[kind]
            try:
                path = self._made(workshop, item, place) if item else recipes.arguments(operation, self.actor)
            except NoRecipe as reason:
                self.missing[kind] = str(reason)
                continue
            thing = {name: path[name] for name in operation.resources}
            if thing not in self.things[kind]:
                self.things[kind].append(thing)

    def _made(self, workshop: Workshop, item: Item, place: int) -> Path:
        assert item.made_by is not None
        maker = item.made_by[0]
        types = media_types(maker)
        body = self.canaries.full(Bodies(maker, types[0]), place, *self.bodies[maker.id]) if types else SAMPLE
        referring = self._referring(maker, types[0], body) if types and creates(maker) else body
        try:
            made = workshop.make(item, referring)
        except AssertionError:
            if referring == body:
                raise
            made = workshop.make(item, body)  # it may not name just any thing
        if made.made is not None:
            self.bodies[maker.id].append(made.made.request_body)
        return made.path

    def _referring(self, maker: Operation, media_type: str, body: Any) -> Any:
        """The body with own things in it, wherever it may name some: of the kind by its name, or else of its own."""
        bodies = Bodies(maker, media_type)
        document, referring = maker.document, dict(body)
        for name, schema in properties(document, bodies.schema).items():
            if name in body or name in chosen(maker) or not names_thing(document, name):
                continue
            item = item_of(maker)
            alike = [each.get(item.parameter or "", "") for each in self.things[item.path]] if item else []
            for value in (self.named_so(document, name) or alike)[:1]:
                several = any("array" in kinds_of(branch) for branch in branches(document, schema))
                told = referring | {name: [value] if several else value}
                referring = told if fits(document, bodies.schema, told) else referring
        return referring

    def named_so(self, document: Document, name: str) -> list[str]:
        """The ids that a property or parameter of this name is for: those that were written there, and own things."""
        sent = [body for bodies in self.bodies.values() for body in bodies if isinstance(body, dict)]
        found = [body[name] for body in sent if names_thing(document, name) and isinstance(body.get(name), str)]
        for kind, (operation, _) in kinds(document).items():
            parameter = parameter_for(operation, name)
            found += [thing[parameter] for thing in self.things.get(kind, []) if parameter in thing]
        return list(dict.fromkeys(found))

    def adorn(self, recipes: Recipes) -> None:
        """Write words into what is there once for each user, such as a profile."""
        for each in keeping(recipes.wire.document):
            recipes.call(each, self.actor, dict.fromkeys(each.owners, self.actor.user_id), body=self.canaries.word())
        for each in decorating(recipes.wire.document):
            # Twice: the first texts are for others to use, the second ones are the user's alone.
            for place in range(2):
                body = self.canaries.texts(Bodies(each, media_types(each)[0]), place)
                if body:
                    self.bodies[each.id].append(body)
                    recipes.call(each, self.actor, dict.fromkeys(each.owners, self.actor.user_id), body=body)

    def strip(self, recipes: Recipes) -> None:
        """Take the words out of it again: no text where there need be none, and a short one elsewhere."""
        for each in keeping(recipes.wire.document):
            recipes.call(each, self.actor, dict.fromkeys(each.owners, self.actor.user_id), body="x")
        for each in decorating(recipes.wire.document):
            body = self.canaries.without(Bodies(each, media_types(each)[0]))
            recipes.call(each, self.actor, dict.fromkeys(each.owners, self.actor.user_id), body=body)

    def look(self, recipes: Recipes, *, closely: bool = False) -> list[Exchange]:
        """See all that the user can see of their own; `closely` in every order, and page by page."""
        seen = []
        for each in recipes.wire.document.operations.values():
            if not shows_own(each) or each.requires_input or each.method != "GET":
                continue
            asked = product(self.paths(each), queries(each, closely=closely))
            seen += [recipes.call(each, self.actor, path, query=query) for path, query in asked]
        return seen

    def paths(self, operation: Operation) -> list[Path]:
        """Path parameters of the user's own."""
        owners = dict.fromkeys(operation.owners, self.actor.user_id)
        if not operation.resources:
            return [owners]
        known = self.things.get(kind_of(operation), [])
        return [owners | thing for thing in known if set(operation.resources) <= thing.keys()]

    def above(self, operation: Operation) -> list[Path]:
        """Path parameters of an operation on what the user's own things are in, and which was made for them."""
        owners = dict.fromkeys(operation.owners, self.actor.user_id)
        inside = [
            thing for kind, things in self.things.items() if kind.startswith(f"{operation.path}/") for thing in things
        ]
        return [
            owners | {name: thing[name] for name in operation.resources}
            for thing in inside
            if set(operation.resources) <= thing.keys()
        ]

    @property
    def names(self) -> list[str]:
        """Ids of everything."""
        found = [value for things in self.things.values() for thing in things for value in thing.values()]
        return list(dict.fromkeys(found))

    @property
    def addresses(self) -> list[str]:
        """Their e-mail addresses."""
        found = {
            text for each in self.seen for text in texts_in(each.body) if "@" in text and self.actor.unique in text
        }
        return sorted(found)

    @property
    def secrets(self) -> list[str]:
        """What nobody else ever gets to see, unless they know it already."""
        found = [self.actor.user_id, self.actor.unique, *self.addresses, *self.names, *self.canaries.words]
        return [each for each in dict.fromkeys(found) if len(each) >= _SHORTEST]

    def tags(self, operation: Operation | None = None) -> list[str]:
        """Entity tags of their things, those of the same kind first."""
        near = kind_of(operation) if operation is not None and operation.resources else ""
        shown = sorted(
            (each for each in self.seen if "etag" in each.headers), key=lambda each: near not in each.operation.path
        )
        return list(dict.fromkeys(each.headers["etag"] for each in shown))

    def cursors(self, operation: Operation) -> list[tuple[dict[str, str], str]]:
        """Where pages of theirs begin, each with what was asked for."""
        found = []
        for each in self.seen:
            following = next_of(each)
            if following is not None and each.operation is operation:
                found.append((dict(parse_qsl(urlsplit(each.url).query)), following))
        return found


def kind_of(operation: Operation) -> str:
    return operation.path[: operation.path.rindex("}") + 1]


def kinds(document: Document) -> dict[str, tuple[Operation, Item | None]]:
    """The kinds of things that belong to users: an operation on each, and how it is made if a POST does that."""
    found: dict[str, tuple[Operation, Item | None]] = {}
    for each in document.operations.values():
        if each.is_secured and each.resources and (each.owners or each.is_caller_owned):
            item = item_of(each)
            made = item if item and item.made_by and item.path == kind_of(each) else None
            if kind_of(each) not in found or (made and not found[kind_of(each)][1]):
                found[kind_of(each)] = (each, made)
    return found


def named_alike(operations: list[Operation]) -> list[Operation]:
    """Those on things of which their users say how they are named, so that two may have one of the same name."""
    found = [(each, item_of(each)) for each in operations if each.resources and each.is_secured]
    return [each for each, item in found if item is not None and is_named_by_users(item)]


def lasting_kinds(document: Document) -> list[str]:
    """Kinds of things that no DELETE ends, neither theirs nor that of what they are in."""
    ends = [each.path for each in document.operations.values() if each.method == "DELETE" and each.resources]
    return [kind for kind in kinds(document) if not any(f"{kind}/".startswith(f"{end}/") for end in ends)]


def decorating(document: Document) -> list[Operation]:
    """Operations that write what is there once for each user."""
    return [each for each in _writing_alone(document) if request_schema(each) is not None]


def keeping(document: Document) -> list[Operation]:
    """Operations that keep bytes, of which each user has but one lot."""
    return [each for each in _writing_alone(document) if each.bodies and request_schema(each) is None]


def _writing_alone(document: Document) -> list[Operation]:
    return [
        each
        for each in document.operations.values()
        if each.method in ("PATCH", "PUT")
        and (each.is_secured and not each.resources and (each.owners or each.is_caller_owned))
    ]


def queries(operation: Operation, *, closely: bool) -> list[dict[str, str]]:
    """What a user asks of a list to see all of it; `closely` page by page in every order."""
    page = operation.definition.get("x-page", {})
    limit = next((each for each in operation.parameters if each["name"] == page.get("limit")), None)
    if limit is None:
        return [{}]
    most = str(flat(operation.document, limit.get("schema", {})).get("maximum", 100))
    found = [{limit["name"]: most}]
    if closely:
        found += [{limit["name"]: "1", **order} for order in ({}, *orders(operation))]
    return found


def next_of(exchange: Exchange) -> str | None:
    """The cursor of the page after this one."""
    page = exchange.operation.definition.get("x-page")
    if not page or exchange.status != 200 or not isinstance(exchange.body, dict):
        return None
    following = exchange.body.get(page["next"])
    return None if following is None else str(following)


def texts_in(body: Any) -> list[str]:
    """Every text in an answer."""
    if isinstance(body, dict):
        return [text for item in body.values() for text in texts_in(item)]
    if isinstance(body, list):
        return [text for item in body for text in texts_in(item)]
    return [body] if isinstance(body, str) else []
