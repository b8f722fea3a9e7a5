"""What anybody can make is where the answer says, for whoever it is for."""

from urllib.parse import urljoin, urlsplit

import pytest

from contract_tests.inputs.bodies import at
from contract_tests.isolation.estates import texts_in
from contract_tests.report.claims import Claims
from contract_tests.semantics.likeness import changes, moment, shown
from contract_tests.spec.document import Operation
from contract_tests.spec.schemas import answer_schema
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.exchange import Exchange
from contract_tests.users.actors import Actor, Actors
from contract_tests.users.recipes import Recipes

_SHORTEST = 8  # shorter texts stand anywhere by chance


def makes_publicly(operation: Operation) -> bool:
    declared = operation.responses.get("201", {}).get("headers", {})
    return operation.method == "POST" and not operation.is_secured and "Location" in declared


def make(recipes: Recipes, actors: Actors, operation: Operation) -> tuple[Actor | None, Exchange]:
    """Call it; where it makes a user, as that user."""
    registered = actors.register()
    if registered is not None and registered[1].operation is operation:
        return registered
    exchange = recipes.call(operation, None, recipes.arguments(operation, actors.make()))
    if exchange.status not in range(200, 300):
        recipes.wire.fail(exchange, "the request is right, and was refused", exchange.status)
    return None, exchange


@each_operation(makes_publicly)
def test_location_leads_to_what_was_made(
    recipes: Recipes, actors: Actors, claims: Claims, operation: Operation
) -> None:
    actor, exchange = make(recipes, actors, operation)
    location = exchange.headers.get("location", "")
    address = urljoin(exchange.url, location)
    reader = DOCUMENT.route("GET", urlsplit(address).path.removeprefix(urlsplit(recipes.wire.base_url).path))
    if not location or reader is None:
        recipes.wire.fail(exchange, f"Location is {location!r}, where nothing can be read by the specs", 201)
    if reader.is_secured and actor is None:
        pytest.skip("nobody knows who may read what it made")
    headers = actors.headers(reader, actor) if actor else {}
    read = recipes.wire.follow(reader, address, headers)
    if read.status not in range(200, 300):
        recipes.wire.fail(exchange, f"Location is {location}, which answers {read.status}", 201)
    told = [text for text in texts_in(exchange.body) if len(text) >= _SHORTEST]
    if told and not any(text in texts_in(read.body) for text in told):
        recipes.wire.fail(exchange, f"Location is {location}, which shows nothing of what was made", 201)
    claims.prove(operation, "Location leads to what was made")
    if DOCUMENT.resolved(answer_schema(reader)) == DOCUMENT.resolved(answer_schema(operation)):
        differing = {leaf for leaf in changes(exchange.body, read.body) if moment(at(read.body, leaf)) is None}
        if differing:  # but for times: a user who logs in may be marked by it
            recipes.wire.fail(read, f"Location leads to something else: {shown(differing)}", read.status)
