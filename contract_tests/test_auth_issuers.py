"""Tokens of an issuer whose keys the server fetches: good ones are taken, and nobody else's are."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from contract_tests.auth.attacks import Attack, Target, damaged_token
from contract_tests.auth.attacks_with_key import (
    wrong_audience,
    wrong_claims,
    wrong_structure,
    wrong_time,
)
from contract_tests.auth.attacks_without_key import foreign_key, named_key, trap_answers, unsigned_token
from contract_tests.auth.forgery import Forge, public_spellings, read_token, signed
from contract_tests.auth.gist import gist_of_forgeries
from contract_tests.auth.issuers import Issuer, asked, of_owners, taken
from contract_tests.auth.matrix import Ground, Matrix
from contract_tests.auth.misused_keys import wrong_key
from contract_tests.auth.oddities import odd_tokens
from contract_tests.auth.trap import set_trap
from contract_tests.inputs.bodies import Bodies
from contract_tests.report.claims import Claims
from contract_tests.report.outcomes import NOTHING
from contract_tests.semantics.effects import media_types, sent_faults, tell
from contract_tests.semantics.likeness import spread
from contract_tests.semantics.workshop import Workshop
from contract_tests.servers.grounds import Grounds
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_patch, thing_of
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.credentials import credentials_for, takes_bearer
from contract_tests.traffic.twins import stands_by_chance, whole
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actor, Actors
from contract_tests.users.cast import find_probe
from contract_tests.users.recipes import Recipes

FAMILIES: dict[str, Callable[[Target], Iterator[Attack]]] = {
    "damaged token": damaged_token,
    "unsigned": unsigned_token,
    "foreign key": foreign_key,
    "named key": named_key,
    "claims": wrong_claims,
    "audience": wrong_audience,
    "time": wrong_time,
    "key": wrong_key,
    "structure": wrong_structure,
}

# By what people are joined who are not the same; nobody has seen to it that it is theirs.
PROFILE = ("email", "preferred_username", "name")
LONG_AGO = 1_000_000_000


@pytest.fixture(scope="module")
def issuer(grounds: Grounds) -> Issuer:
    """Find an issuer among what is outside, and get a token of theirs."""
    if not any(each.needs and any(each.security) for each in DOCUMENT.operations.values()):
        pytest.skip(NOTHING)
    for name, part in grounds.parts.items():
        subject = f"subject-{uuid4().hex}"
        key: Any = getattr(part, "private_key", None)
        text = part.identify(subject)
        token = read_token(text) if text else None
        if token is not None and key is not None:
            needed = any(name in operation.needs for operation in DOCUMENT.operations.values())
            if not needed:
                pytest.skip(f"no operation has {name} in its x-needs, so no token of theirs need be taken")
            claims = tuple(sorted({"exp", "sub", "iss", "aud"} & token.claims.keys()))
            spellings = public_spellings(key, getattr(part, "document", b""))
            forge = Forge(token.header["alg"], key, claims, public=spellings, beside=getattr(part, "beside", ()))
            return Issuer(name, forge, Actor(subject, token.text, subject, ""), part.identify)
    pytest.skip(f'{grounds.file} has no [outside.…] with `kind = "jwks"`, so there is no issuer to speak for')


@pytest.fixture(scope="module")
def matrix(recipes: Recipes, stranger: Actor) -> Iterator[Matrix]:
    with set_trap(trap_answers()) as trap:
        yield Matrix(recipes, stranger, trap, ())


@pytest.fixture(scope="module")
def ground(matrix: Matrix, issuer: Issuer) -> Ground:
    """Attack what asks for a user and takes nothing else; all operations ask the same question."""
    probe = find_probe(DOCUMENT)
    if probe is None or not takes_bearer(probe):
        pytest.skip("the specs have no GET that takes a bearer token and no input")
    ground = matrix.ground(probe)
    carrying = credentials_for(probe, issuer.user.token)
    token = read_token(issuer.user.token)
    return replace(ground, target=replace(ground.target, victim=issuer.user, carrying=carrying, token=token))


def test_issuers_user_gets_in(recipes: Recipes, ground: Ground, issuer: Issuer) -> None:
    taken(recipes, ground, issuer, issuer.user)


@each_operation(lambda each: each.is_secured and takes_bearer(each))
def test_issuers_word_counts_everywhere(recipes: Recipes, issuer: Issuer, claims: Claims, operation: Operation) -> None:
    """Each operation knows their users, and none takes a token that is over, or one that is not of theirs."""
    user = issuer.new_user()
    token = read_token(user.token)
    assert token is not None
    over = issuer.forge.sign(token.header, {**token.claims, "exp": LONG_AGO})
    for wrong, text in (("its end was long ago", over), *gist_of_forgeries(issuer.forge, token)):
        why = f"it was like a token of {issuer.name}, but for this: {wrong}"
        recipes.wire.expect(asked(recipes, operation, user.user_id, text), 401, why)
    exchange = asked(recipes, operation, user.user_id, user.token)
    if exchange.status in (401, 403):
        recipes.wire.fail(exchange, f"a good token of {issuer.name} is refused", exchange.status)
    claims.prove(operation, "401 but for good tokens of the issuer")


@pytest.mark.parametrize("family", FAMILIES)
def test_issuers_forgeries_are_refused(matrix: Matrix, ground: Ground, issuer: Issuer, family: str) -> None:
    refuse(matrix, ground, issuer, family)


@pytest.mark.parametrize("family", FAMILIES)
def test_forgeries_for_new_users_are_refused(matrix: Matrix, ground: Ground, issuer: Issuer, family: str) -> None:
    """Where the user is known already, it may be for that reason that another issuer's word for them is not taken."""
    new = issuer.new_user()
    carrying, token = credentials_for(ground.operation, new.token), read_token(new.token)
    refuse(
        matrix,
        replace(ground, target=replace(ground.target, victim=new, carrying=carrying, token=token)),
        issuer,
        family,
    )


def test_what_ends_a_token_ends_those_of_the_issuer(
    recipes: Recipes, actors: Actors, ground: Ground, issuer: Issuer
) -> None:
    """At once, and for as long as they last: no user who was ended comes back with the same token."""
    ways = [operation for kind in ("token", "user") for operation in actors.ending(kind)]
    if not ways:
        pytest.skip(f"{actors.file.file} has no [ends] that names operations")
    for operation in ways:
        user = issuer.new_user()
        path = dict.fromkeys(ground.operation.owners, user.user_id)
        recipes.wire.mask.hide(user.token)
        ended = recipes.perform(operation, user)
        if ended.status not in range(200, 300):
            recipes.wire.fail(ended, f"a good token of {issuer.name} is refused", ended.status)
        why = f"the token of {issuer.name} was ended by {operation.id}"
        recipes.wire.expect(recipes.call(ground.operation, user, path), 401, why)


def test_what_ends_a_token_of_the_issuer_ends_no_other(
    recipes: Recipes, actors: Actors, ground: Ground, issuer: Issuer
) -> None:
    ways = actors.ending("token")
    if not ways:
        pytest.skip(f"{actors.file.file} has no [ends] that names operations")
    for operation in ways:
        user = issuer.new_user()
        elsewhere = issuer.another_token(user)
        taken(recipes, ground, issuer, elsewhere)
        recipes.perform(operation, user)
        why = f"{operation.id} ended another token of {issuer.name} than its own"
        taken(recipes, ground, issuer, elsewhere, why)


def test_what_ends_a_token_is_known_after_a_restart(
    recipes: Recipes, actors: Actors, ground: Ground, issuer: Issuer, restarted: Wire
) -> None:
    """And stays known when it ends another one there: what is swept out is what is over by itself."""
    ways = actors.ending("token")
    if not ways:
        pytest.skip(f"{actors.file.file} has no [ends] that names operations")
    afterwards = Recipes(restarted, Actors(restarted))
    for operation in ways:
        user, other = issuer.new_user(), issuer.new_user()
        for where, each in ((recipes, user), (afterwards, other)):
            where.wire.mask.hide(each.token)
            where.perform(operation, each)
        path = dict.fromkeys(ground.operation.owners, user.user_id)
        why = f"the token of {issuer.name} was ended by {operation.id}, and then the server was started once more"
        restarted.expect(afterwards.call(ground.operation, user, path), 401, why)


def test_odd_tokens_of_the_issuer_break_nothing(matrix: Matrix, ground: Ground, issuer: Issuer) -> None:
    armed = replace(ground, target=replace(ground.target, forge=issuer.forge))
    faults = matrix.breakages(armed, odd_tokens(armed.target))
    if faults:
        pytest.fail("\n\n".join(faults), pytrace=False)


def test_every_key_of_the_issuer_is_good(recipes: Recipes, ground: Ground, issuer: Issuer) -> None:
    """A token signed with another one of them, under its own name (RFC 7517, section 5)."""
    user = issuer.new_user()
    token = read_token(user.token)
    signing = [each for each in issuer.forge.beside if each.purpose == "signing"]
    if token is None or not signing:
        pytest.skip(f"{issuer.name} publishes one key only")
    for each in signing:
        header = {**token.header, "alg": each.algorithm, "kid": each.name}
        taken(recipes, ground, issuer, replace(user, token=signed(header, token.claims, each.key, each.algorithm)))


def test_subject_is_nobody_elses_id(recipes: Recipes, ground: Ground, issuer: Issuer, owner: Actor) -> None:
    """Whom the issuer calls by the id of another issuer's user is not that user (RFC 7519, section 4.1.2)."""
    own, text = read_token(owner.token), issuer.identify(owner.user_id)
    posed = read_token(text) if text else None
    if text is None or posed is None or (own is not None and own.claims.get("iss") == posed.claims.get("iss")):
        pytest.skip(f"the users here are those of {issuer.name}, or it has no tokens for their ids")
    recipes.wire.mask.hide(text)
    for operation in (ground.operation, *of_owners(DOCUMENT)):
        exchange = recipes.perform(operation, replace(owner, token=text))
        is_served = exchange.status in range(200, 300)
        if is_served and (operation.owners or owner.unique in exchange.content.decode(errors="replace")):
            recipes.wire.fail(exchange, f"{issuer.name} gives a user the id of another issuer's, and it is taken", 401)


def test_address_is_nobody(recipes: Recipes, actors: Actors, ground: Ground, issuer: Issuer) -> None:
    """Who says to have the address of another issuer's user is not that user (OpenID Connect Core, section 5.7)."""
    registered, user = actors.register(), issuer.new_user()
    token = read_token(user.token)
    if registered is None or token is None:
        pytest.skip(NOTHING)
    owner, told = registered
    texts = [text for text in spread(told.request_body).values() if isinstance(text, str) and owner.unique in text]
    for name, text in product((each for each in PROFILE if each not in token.claims), texts):
        posing = {**token.claims, name: text, "email_verified": False}
        pretender = replace(owner, token=recipes.wire.mask.hide(issuer.forge.sign(token.header, posing)))
        for operation in (ground.operation, *of_owners(DOCUMENT)):
            exchange = recipes.perform(operation, pretender)
            answer = exchange.content.decode(errors="replace")
            shown = not stands_by_chance(owner.user_id) and re.search(whole(owner.user_id), answer)
            if exchange.status in range(200, 300) and (operation.owners or shown):
                recipes.wire.fail(exchange, f"{name} is that of another user, and so it is taken for theirs", 401)


@each_operation(lambda each: is_patch(each) and takes_bearer(each) and not each.resources)
def test_what_issuers_users_write_stays(recipes: Recipes, issuer: Issuer, operation: Operation) -> None:
    """What their token says of them is not written over what they said here, at the next request."""
    workshop = Workshop(recipes, issuer.new_user())
    thing = workshop.make(thing_of(operation))
    body = Bodies(operation, media_types(operation)[0]).full()
    exchange = workshop.call(operation, thing.path, body=body, media_type=media_types(operation)[0])
    if exchange.status not in range(200, 300):
        pytest.skip(f"{operation.place}: a user of {issuer.name} who is new cannot write it")
    tell(workshop, exchange, list(sent_faults(exchange, exchange.request_body, workshop.read(thing))))


def test_audience_may_be_one_of_several(recipes: Recipes, ground: Ground, issuer: Issuer) -> None:
    """RFC 7519, section 4.1.3: `aud` is one audience, or a list that has the reader among others."""
    user = issuer.new_user()
    token = read_token(user.token)
    if token is None or not isinstance(token.claims.get("aud"), str):
        pytest.skip(f"tokens of {issuer.name} name no audience")
    ours = token.claims["aud"]
    for several in ([ours], ["https://another.example", ours]):
        good = issuer.forge.sign(token.header, {**token.claims, "aud": several})
        taken(recipes, ground, issuer, replace(user, token=good))


def refuse(matrix: Matrix, ground: Ground, issuer: Issuer, family: str) -> None:
    armed = replace(ground, target=replace(ground.target, forge=issuer.forge))
    faults = matrix.faults(armed, FAMILIES[family](armed.target))
    if faults:
        pytest.fail("\n\n".join(faults), pytrace=False)
