"""Nobody gets past an operation that wants a user, nobody learns why, and nothing is done before that is decided."""

from collections.abc import Callable, Iterator

import pytest

from contract_tests.auth.attacks import (
    Attack,
    Target,
    damaged_token,
    ended_token,
    token_elsewhere,
    without_token,
    wrong_credential,
)
from contract_tests.auth.attacks_with_key import (
    wrong_audience,
    wrong_claims,
    wrong_session,
    wrong_structure,
    wrong_time,
)
from contract_tests.auth.attacks_without_key import foreign_key, named_key, trap_answers, unsigned_token
from contract_tests.auth.endings import Endings
from contract_tests.auth.forgery import Forge, read_token
from contract_tests.auth.matrix import Matrix
from contract_tests.auth.misused_keys import wrong_key
from contract_tests.auth.oddities import odd_headers, odd_tokens
from contract_tests.auth.trap import Trap, set_trap
from contract_tests.outside.part import NotProvable
from contract_tests.report.outcomes import NOTHING
from contract_tests.servers.grounds import Grounds
from contract_tests.spec.document import Operation
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.credentials import alternatives_of, credentials_for, takes_bearer
from contract_tests.traffic.heads import answer_to_head
from contract_tests.users.actors import Actor, Actors
from contract_tests.users.cast import find_probe
from contract_tests.users.recipes import Recipes

NOT_JSON = f"{NOTHING}: tokens of this server are no JSON Web Tokens"
Family = Callable[[Target], Iterator[Attack]]

KEYLESS: dict[str, Family] = {
    "no token": without_token,
    "token elsewhere": token_elsewhere,
    "damaged token": damaged_token,
}
OTHERWISE: dict[str, Family] = {"wrong credential": wrong_credential}
FORGED: dict[str, Family] = {
    "unsigned": unsigned_token,
    "foreign key": foreign_key,
    "named key": named_key,
}
KEYED: dict[str, Family] = {
    "claims": wrong_claims,
    "audience": wrong_audience,
    "time": wrong_time,
    "session": wrong_session,
    "key": wrong_key,
    "structure": wrong_structure,
}


ROUNDING = 60  # seconds: some leave a while for clocks that go wrong
ODD = "credentials that are odd were neither taken nor refused"


def asks_for_user(operation: Operation) -> bool:
    """Whether a credential is looked at, even if nobody may call it, too."""
    return any(operation.security)


def asks_for_bearer(operation: Operation) -> bool:
    return asks_for_user(operation) and takes_bearer(operation)


@pytest.fixture(scope="module")
def endings(recipes: Recipes) -> Endings:
    return Endings(recipes)


@pytest.fixture(scope="module")
def ended(endings: Endings) -> tuple[tuple[str, Actor], ...]:
    """Bring about every ending that there is, and name the tokens that it was of."""
    try:
        return tuple((ending.operation.id, actor) for ending in endings.all() for actor in ending.dead)
    except NotProvable:
        return ()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    with set_trap(trap_answers()) as trap:
        yield trap


@pytest.fixture(scope="module")
def matrix(recipes: Recipes, stranger: Actor, trap: Trap, ended: tuple[tuple[str, Actor], ...]) -> Matrix:
    return Matrix(recipes, stranger, trap, ended)


@pytest.fixture(scope="module")
def forge(grounds: Grounds, actors: Actors, endings: Endings) -> Forge:
    """Open the forge, and see that what it makes is good: else no attack with it would mean anything."""
    if not any(asks_for_bearer(each) for each in DOCUMENT.operations.values()):
        pytest.skip(NOTHING)
    actor = actors.make()
    token = read_token(actor.token)
    if token is None and actors.file.table("forge") is None:
        pytest.skip(NOT_JSON)
    forge = Forge.told(actors.file, grounds.words)
    place = actors.file.place("forge")
    if token is None:
        pytest.fail(f"{place}: tokens of this server are no JSON Web Tokens", pytrace=False)
    missing = sorted({*forge.claims, forge.user, forge.session or forge.user} - token.claims.keys())
    if missing:
        pytest.fail(f"{place}: tokens of this server have no {', '.join(missing)}", pytrace=False)
    again = Actor(actor.user_id, forge.sign(token.header, token.claims), actor.unique, actor.password)
    exchange = endings.accepts(again)
    if exchange.status == 401:
        pytest.fail(f"{place}: what is signed with this key and algorithm is refused, as is", pytrace=False)
    return forge


@pytest.fixture(scope="module")
def probe() -> Operation:
    """Find what asks for a user and takes nothing else; all operations ask the same question."""
    probe = find_probe(DOCUMENT)
    if not any(asks_for_bearer(each) for each in DOCUMENT.operations.values()):
        pytest.skip(NOTHING)
    if probe is None or not takes_bearer(probe):
        pytest.skip("the specs have no GET that takes a bearer token and no input")
    return probe


def report(faults: list[str], wrong: str = "of the attacks were not refused as they have to be") -> None:
    if faults:
        pytest.fail("\n\n".join([f"{len(faults)} {wrong}", *faults]), pytrace=False)


def _families(operation: Operation) -> Iterator[tuple[str, Family]]:
    if takes_bearer(operation):
        yield from KEYLESS.items()
    if not takes_bearer(operation) or len(alternatives_of(operation)) > 1:
        yield from OTHERWISE.items()


def without_key() -> pytest.MarkDecorator:
    """Run a test for each operation with each family of attacks that needs no key."""
    pairs = [
        pytest.param(operation, family, id=f"{operation.id}-{name}")
        for operation in DOCUMENT.operations.values()
        if asks_for_user(operation)
        for name, family in _families(operation)
    ]
    return pytest.mark.parametrize(("operation", "family"), pairs)


@without_key()
def test_nobody_gets_in(matrix: Matrix, operation: Operation, family: Family) -> None:
    """No credential, a damaged one, a good one in a wrong place: each 401, and the same one."""
    ground = matrix.ground(operation)
    report(matrix.faults(ground, family(ground.target)))


@each_operation(asks_for_bearer)
def test_nobody_gets_in_with_a_token_that_was_ended(matrix: Matrix, endings: Endings, operation: Operation) -> None:
    try:
        endings.all()
    except NotProvable as reason:
        pytest.skip(str(reason))
    ground = matrix.ground(operation)
    report(matrix.faults(ground, ended_token(ground.target)))


@pytest.mark.parametrize("family", FORGED)
@each_operation(asks_for_bearer)
def test_nobody_gets_in_with_another_key(matrix: Matrix, operation: Operation, family: str) -> None:
    """Tokens that are not signed, or not with the key of the server."""
    ground = matrix.ground(operation)
    if ground.target.token is None:
        pytest.skip(NOT_JSON)
    report(matrix.faults(ground, FORGED[family](ground.target)))


@pytest.mark.parametrize("family", KEYED)
@each_operation(asks_for_bearer)
def test_nobody_gets_in_with_a_wrong_claim(matrix: Matrix, forge: Forge, operation: Operation, family: str) -> None:
    """Tokens that are signed with the key of the server, and wrong in one thing."""
    ground = matrix.ground(operation, forge)
    report(matrix.faults(ground, KEYED[family](ground.target)))


@each_operation(lambda operation: operation.is_secured)
def test_nothing_is_looked_at_before_the_user(matrix: Matrix, operation: Operation) -> None:
    """Whatever else is wrong with a request: who sends no credential gets 401 for that."""
    ground = matrix.ground(operation)
    report(matrix.faults_of_broken(ground))


@each_operation(lambda operation: operation.is_secured and operation.method not in ("GET", "HEAD"))
@pytest.mark.parametrize("expect", ["", "100-continue"], ids=["waiting", "expecting 100"])
@pytest.mark.parametrize("token", ["", "bm90.YQ.dG9rZW4"], ids=["no token", "garbage"])
def test_no_body_is_read_for_nobody(matrix: Matrix, operation: Operation, token: str, expect: str) -> None:
    """The 401 comes while the body is still to be sent, and without asking for it."""
    asked = matrix.ground(operation).refusal
    fields = [("Content-Type", asked.request_headers.get("content-type", "application/json")), ("Content-Length", "64")]
    fields += [("Expect", expect)] if expect else []
    fields += list(credentials_for(operation, token).headers.items()) if token else []
    received = answer_to_head(asked.url, operation.method, fields)
    if received.split(b" ", 2)[1:2] != [b"401"]:
        came = received.partition(b"\r\n")[0].decode(errors="replace") or "nothing within five seconds"
        place = operation.place_of(401)
        pytest.fail(
            f"{operation}: a head alone was sent; 401 was to come ({place}), and what came is {came}", pytrace=False
        )


@each_operation(lambda operation: asks_for_bearer(operation) and operation.is_safe)
def test_scheme_is_known_in_any_case(matrix: Matrix, recipes: Recipes, operation: Operation) -> None:
    """`bearer` is as good as `Bearer` (RFC 9110, section 11.1)."""
    ground = matrix.ground(operation)
    for scheme in ("bearer", "bEARER"):
        fields = {"Authorization": f"{scheme} {ground.target.victim.token}"}
        exchange = recipes.call(operation, None, ground.path, headers=fields)
        if exchange.status == 401:
            recipes.wire.fail(exchange, "a good token is refused for the case of its scheme", 401)


def test_odd_headers_break_nothing(matrix: Matrix, probe: Operation) -> None:
    ground = matrix.ground(probe)
    report(matrix.breakages(ground, odd_headers(ground.target)), ODD)


def test_odd_tokens_break_nothing(matrix: Matrix, forge: Forge, probe: Operation) -> None:
    """They are taken or refused as any other."""
    ground = matrix.ground(probe, forge)
    report(matrix.breakages(ground, odd_tokens(ground.target)), ODD)


def test_token_lasts_as_long_as_is_said(recipes: Recipes, actors: Actors) -> None:
    """Of a token whose claims can be read, `expires_in` is how many seconds it is good for (RFC 6749, section 5.1)."""
    if not actors.can_log_in_again:
        pytest.skip(NOTHING)  # whoever comes with a token from elsewhere was told nothing of it
    exchange = actors.try_to_log_in(actors.make())
    told = exchange.body if isinstance(exchange.body, dict) else {}
    token, said = read_token(recipes.wire.mask.hide(str(told.get("access_token", "")))), told.get("expires_in")
    begins, ends = (token.claims.get(name) if token else None for name in ("iat", "exp"))
    if not (isinstance(said, int | float) and isinstance(begins, int | float) and isinstance(ends, int | float)):
        pytest.skip(NOTHING)
    lasts = ends - begins
    if abs(lasts - said) > ROUNDING:
        recipes.wire.fail(exchange, f"expires_in is {said}, and its token lasts for {lasts} seconds", exchange.status)


@each_operation(asks_for_user)
def test_user_gets_in(matrix: Matrix, recipes: Recipes, operation: Operation) -> None:
    """The control: the request that was refused each time is not, with the victim's good token."""
    ground = matrix.ground(operation)
    exchange = recipes.call(operation, ground.target.victim, ground.path)
    if exchange.status in (401, 403) or exchange.status >= 500:
        recipes.wire.fail(exchange, "a good token is refused", exchange.status)
