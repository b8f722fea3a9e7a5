"""What a link promises can be done next can be done, and shows what was done before."""

from typing import Any

from contract_tests.inputs.bodies import Bodies
from contract_tests.inputs.samples import renewed
from contract_tests.inputs.spellings import of_any_case, spelt_otherwise
from contract_tests.inputs.values import bounds, fits
from contract_tests.report.claims import Claims
from contract_tests.semantics.likeness import spread
from contract_tests.semantics.shelf import Shelf
from contract_tests.semantics.workshop import Workshop
from contract_tests.spec.document import Operation
from contract_tests.spec.links import Link
from contract_tests.spec.relations import expressions, is_list, is_read, item_of, link_to, makes_aside
from contract_tests.spec.schemas import Leaf, is_free_text, is_json, properties, request_schema
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.expressions import Absent, evaluate
from contract_tests.users.actors import Actors
from contract_tests.users.recipes import Recipes

# As many bytes as a well-known hash reads of a password.
_BCRYPT = 72
STREAM = "text/event-stream"


def has_sent_links(operation: Operation) -> bool:
    return any(link.body is not None for link in operation.links) and bool(operation.bodies)


@each_operation(has_sent_links)
def test_what_was_sent_opens_what_the_link_leads_to(recipes: Recipes, claims: Claims, operation: Operation) -> None:
    """As with an account and its log-in: what was sent is good for the next operation, and what is like it is not."""
    for body in bodies_at_bounds(operation):
        exchange = recipes.call(operation, None, {}, body=body)
        if exchange.status not in range(200, 300):
            recipes.wire.fail(exchange, "the request is right, and was refused", exchange.status)
        for link in (link for link in operation.links if link.body is not None):
            target = DOCUMENT.operations[link.target]
            sent = evaluate(link.body, exchange)
            opened = recipes.call(target, None, {}, body=sent)
            if opened.status not in range(200, 300):
                recipes.wire.fail(opened, f"what {operation.id} was sent before is refused", opened.status)
            for other in unlike(target, sent):
                opened = recipes.call(target, None, {}, body=other)
                if opened.status in range(200, 300):
                    recipes.wire.fail(opened, f"{operation.id} was sent something else before, and it is taken", 401)
    claims.prove(operation, "what was sent opens what the link leads to")


@each_operation(lambda each: has_sent_links(each) and bool(of_any_case(each)))
def test_what_was_sent_is_known_in_any_case(recipes: Recipes, claims: Claims, operation: Operation) -> None:
    """Where cases mean nothing, what was sent in one is there already in another, and opens what it opened."""
    body = bodies_at_bounds(operation)[0]
    again = spelt_otherwise(operation, body)
    exchange = recipes.call(operation, None, {}, body=body)
    for link in (link for link in operation.links if link.body is not None):
        target = DOCUMENT.operations[link.target]
        for sent in spelt_otherwise(target, evaluate(link.body, exchange)):
            opened = recipes.call(target, None, {}, body=sent)
            if opened.status not in range(200, 300):
                recipes.wire.fail(opened, f"{operation.id} was sent the same before, in other cases", opened.status)
    for sent in again if operation.declares(409) else ():
        taken = recipes.call(operation, None, {}, body=sent)
        recipes.wire.expect(taken, 409, "the same was sent before, in other cases")
    claims.prove(operation, "what was sent is known in any case")


@each_operation(lambda each: has_sent_links(each) and each.declares(409))
def test_what_is_taken_stays_as_it_was(recipes: Recipes, claims: Claims, operation: Operation) -> None:
    """Who sends the same once more, with another secret and other words, takes nothing over."""
    bodies = Bodies(operation, next(iter(operation.bodies)))
    body = renewed(DOCUMENT, bodies.schema, bodies.full())
    exchange = recipes.call(operation, None, {}, body=body)
    for link in (link for link in operation.links if link.body is not None):
        target, sent = DOCUMENT.operations[link.target], evaluate(link.body, exchange)
        before = recipes.call(target, None, {}, body=sent)
        named = [name for name, text in sent.items() if name not in secrets_of(target)]
        other = bodies.full(body) | {name: body[name] for name in body if body[name] in [sent[each] for each in named]}
        refused = recipes.call(operation, None, {}, body=other)
        after = recipes.call(target, None, {}, body=sent)
        if refused.status != 409 or before.status not in range(200, 300):
            continue  # that is another test's matter
        if after.status not in range(200, 300):
            recipes.wire.fail(after, f"{operation.id} was refused as taken, and what was there opens no more", 200)
        words = {name: text for name, text in other.items() if name not in secrets_of(operation)}
        if (texts_of(words) - texts_of(before.body)) & texts_of(after.body):
            recipes.wire.fail(after, f"{operation.id} was refused as taken, and has changed what was there", 200)
        claims.prove(operation, "what is taken stays as it was")


def texts_of(body: Any) -> set[str]:
    return {value for value in spread(body).values() if isinstance(value, str)}


def bodies_at_bounds(operation: Operation) -> list[Any]:
    """Bodies with the required secrets at their bounds. They are few, for a password is slow to hash."""
    bodies = Bodies(operation, next(iter(operation.bodies)))
    found = []
    for leaf, schema in bodies.free.items():
        if schema_of(operation, schema).get("writeOnly"):
            values = bounds(DOCUMENT, schema)
            blanks = [value for value in values if value != value.strip() and len(value) > 1]
            odd = [value for value in values if not value.isascii()]
            picked = [values[0], *blanks[:1], *odd[:1], max(values, key=lambda value: (value.isascii(), len(value)))]
            found += [{**bodies.least(), leaf[0]: value} for value in dict.fromkeys(picked)]
    whole = [renewed(DOCUMENT, bodies.schema, body) for body in found or [bodies.full()]]
    return [body for body in whole if fits(DOCUMENT, bodies.schema, body)]


def unlike(operation: Operation, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The body with another text where a secret is: so much of it, without blanks around it, in other cases."""
    schema, secret = request_schema(operation), secrets_of(operation)
    texts = [(name, str(body[name])) for name in secret if name in body]
    others = [(name, text[:_BCRYPT] + "!" * len(text[_BCRYPT:])) for name, text in texts if len(text) > _BCRYPT]
    others += [(name, text.strip()) for name, text in texts if text != text.strip()]
    exact = [name for name in secret if name not in of_any_case(operation)]
    others += [(name, text.swapcase()) for name, text in texts if name in exact and text != text.swapcase()]
    found = [{**body, name: text} for name, text in others]
    return [each for each in found if fits(DOCUMENT, schema, each)]


def secrets_of(operation: Operation) -> list[str]:
    """Properties of the body that are shown to nobody."""
    known = properties(DOCUMENT, request_schema(operation))
    return [name for name, item in known.items() if DOCUMENT.resolved(item).get("writeOnly")]


def schema_of(operation: Operation, schema: Any) -> Any:
    return operation.document.resolved(schema)


@each_operation(makes_aside)
def test_what_was_made_aside_is_there(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """Where the answer is not the thing itself: the links from it lead to the thing, and its list has it."""
    path = workshop.recipes.arguments(operation, workshop.actor)
    exchange = workshop.succeed(operation, path)
    for link in operation.links:
        target = DOCUMENT.operations[link.target]
        if is_read(target) or is_list(target):
            shown = workshop.succeed(target, named(workshop, exchange, link))
            if is_list(target) and not Shelf(workshop, target, shown.path_parameters).rows(shown):
                workshop.wire.fail(shown, f"{operation.id} made it, and there is nothing in it", shown.status)
    item = item_of(operation)
    if item is not None and item.listed_by is not None and item.read is not None:
        to_item = link_to(operation, item.read)
        assert to_item is not None
        thing = named(workshop, exchange, to_item)
        shelf = Shelf(workshop, item.listed_by, thing)
        if thing.get(item.parameter or "") not in shelf.names(shelf.walk()):
            workshop.wire.fail(exchange, f"what it made is not in {item.listed_by.id}", exchange.status)
    claims.prove(operation, "what it makes is there")


def named(workshop: Workshop, exchange: Exchange, link: Link) -> dict[str, str]:
    try:
        return {name: str(evaluate(told, exchange)) for name, told in expressions(link).items()}
    except Absent as absent:
        workshop.wire.fail(exchange, f"a link needs what stands at {absent}", exchange.status)


def lists_fed(operation: Operation) -> list[Operation]:
    """The lists that grow when an operation goes on with a thing: found by its own links, or by those of its like."""
    schema = request_schema(operation)
    found = []
    for each in DOCUMENT.operations.values() if schema is not None else ():
        like = request_schema(each)
        alike = like is not None and DOCUMENT.resolved(like) == DOCUMENT.resolved(schema)
        if makes_aside(each) and (each is operation or (alike and STREAM in str(operation.responses))):
            found += [target for target in (DOCUMENT.operations[link.target] for link in each.links) if is_list(target)]
    return found


@each_operation(lambda each: each.method == "POST" and each.is_secured and bool(lists_fed(each)))
def test_going_on_with_a_thing_adds_to_it(workshop: Workshop, claims: Claims, operation: Operation) -> None:
    """What was sent is among what came in, to the letter, and what was there before stays before it as it was."""
    for fed in lists_fed(operation):
        shelf = Shelf(workshop, fed)
        if shelf.growth is None or shelf.growth.goes_on is None:
            continue
        bodies = Bodies(operation, next(name for name in operation.bodies if is_json(name)))
        for leaf, value in texts(bodies)[:6]:
            before = shelf.walk()
            body = {**bodies.least(), leaf[0]: value, shelf.growth.goes_on: shelf.path[shelf.growth.goes_on]}
            exchange = workshop.succeed(operation, shelf.path, body=body)
            after = shelf.walk()
            new = [row for row in after if row not in before]
            if [row for row in after if row in before] != before or not new:
                workshop.wire.fail(
                    exchange, f"{fed.id} had {len(before)} rows before and has {len(new)} new ones of {len(after)}"
                )
            if not any(value in row.values() for row in new if isinstance(row, dict)):
                workshop.wire.fail(exchange, f"no new row of {fed.id} has what was sent", exchange.status)
        claims.prove(operation, "going on adds to what is there")


def texts(bodies: Bodies) -> list[tuple[Leaf, Any]]:
    """Each text that is required, at its bounds: the odd ones first."""
    required = [(leaf, schema) for leaf, schema in bodies.free.items() if leaf[0] in bodies.required and len(leaf) == 1]
    return [
        (leaf, value)
        for leaf, schema in required
        if is_free_text(DOCUMENT, schema)
        for value in sorted(
            bounds(DOCUMENT, schema), key=lambda text: (text.isascii() and text == text.strip(), -len(text))
        )
    ]


@each_operation(lambda each: bool(each.links) and each.is_secured)
def test_links_lead_somewhere(recipes: Recipes, actors: Actors, claims: Claims, operation: Operation) -> None:
    """Each link of a success, followed by the one who got it, in a fresh state of things."""
    workshop = Workshop(recipes, actors.make())
    for link in operation.links:
        target = DOCUMENT.operations[link.target]
        if link.body is not None or not target.is_secured:
            continue
        # A list has nothing to lead to before something is made.
        recipes.arguments(target, workshop.actor)
        path = recipes.arguments(operation, workshop.actor)
        exchange = workshop.succeed(operation, path)
        try:
            way = {name: str(evaluate(told, exchange)) for name, told in expressions(link).items()}
        except Absent:
            continue
        reached = workshop.call(target, way)
        if reached.status not in range(200, 300):
            workshop.wire.fail(reached, f"{operation.id} links to it, and it was refused", reached.status)
        claims.prove(operation, f"its link leads to {target.id}")
