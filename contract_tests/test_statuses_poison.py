"""Nothing that is sent breaks the server: it refuses what it cannot take, in a way that it declares."""

from urllib.parse import urlencode

import httpx
import pytest

from contract_tests.inputs.poison import Poison, poisons
from contract_tests.outside.part import NotProvable
from contract_tests.report.claims import Claims
from contract_tests.spec.document import Operation
from contract_tests.statuses.stage import Stage
from contract_tests.subject import DOCUMENT, each_operation
from contract_tests.traffic.encoding import content_type
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.heads import answer_to_head
from contract_tests.traffic.judge import find_faults
from contract_tests.traffic.wire import filled_path
from contract_tests.users.recipes import NoRecipe, Recipes

MOST_TOLD = 5
_RAW = "stands-for-what-is-escaped-already"
# What whoever reads the head may say of it, before any operation is asked, and without its declaring so.
OF_THE_HEAD = {400, 404, 405, 406, 414, 416, 417, 431}
# What no HTTP parser takes, or what it takes in its own way.
HEADS = {
    "two lengths": (("Content-Length", "5"), ("Content-Length", "6")),
    "a length that is negative": (("Content-Length", "-1"),),
    "a length that is no number": (("Content-Length", "5x"),),
    "a length with a sign": (("Content-Length", "+5"),),
    "a length that nothing holds": (("Content-Length", "9" * 40),),
    "a length and a coding": (("Content-Length", "5"), ("Transfer-Encoding", "chunked")),
    "a coding that nobody knows": (("Transfer-Encoding", "nonsense"),),
    "a header without a name": (("", "x"),),
    "a space before the colon": (("X-Odd ", "x"),),
}


@pytest.fixture(scope="module")
def stage(recipes: Recipes) -> Stage:
    return Stage(recipes)


def send(stage: Stage, operation: Operation, good: Request, poison: Poison) -> Exchange:
    """What would be right, but for the poison."""
    path = filled_path(operation, {**good.path, **dict.fromkeys(poison.path, _RAW)})
    for raw in poison.path.values():
        path = path.replace(_RAW, raw)
    query = "&".join(filter(None, (urlencode(good.query), poison.query)))
    own = {name.lower() for name, _ in poison.fields}
    fields: list[tuple[str, str | bytes]] = [(name, it) for name, it in good.headers.items() if name.lower() not in own]
    media_type = poison.media_type if poison.media_type is not None else good.media_type
    if media_type is not None:
        fields.append(("Content-Type", content_type(media_type).encode("latin-1")))
    content = stage.wire.content_of(operation, good) if poison.content is None else poison.content
    return stage.wire.deliver(operation, path + (f"?{query}" if query else ""), [*fields, *poison.fields], content)


def fault_of(exchange: Exchange, poison: Poison) -> str | None:
    if exchange.status >= 500:
        return "that broke the server"
    if not exchange.operation.declares(exchange.status):
        return None if poison.is_in_head and exchange.status in OF_THE_HEAD else "a status that is not declared"
    return next(iter(find_faults(exchange)), None)


@each_operation()
def test_nothing_breaks_it(stage: Stage, claims: Claims, operation: Operation) -> None:
    """At each place where something can be sent: in the path, the query, the headers and the body."""
    try:
        good = stage.recipes.request(operation, stage.actor(operation), stage.path(operation))
    except (NoRecipe, NotProvable) as reason:
        pytest.skip(str(reason))
    faults, judged = [], set[tuple[int, bytes]]()
    for poison in poisons(operation, good.body):
        try:
            exchange = send(stage, operation, good, poison)
        except httpx.LocalProtocolError:
            continue  # our own side would not send it
        except httpx.HTTPError as error:
            faults.append(f"{operation}: {poison.why}, and no answer came: {type(error).__name__}")
            continue
        fault = fault_of(exchange, poison) if (exchange.status, exchange.content) not in judged else None
        judged.add((exchange.status, exchange.content))
        if fault:
            faults.append(exchange.told(f"{poison.why}: {fault}", exchange.status))
    if faults:
        more = [f"… and {len(faults) - MOST_TOLD} more"] * (len(faults) > MOST_TOLD)
        pytest.fail(stage.wire.mask("\n\n".join([*faults[:MOST_TOLD], *more])), pytrace=False)
    claims.prove(operation, "nothing breaks it")


@pytest.mark.parametrize("what", HEADS)
def test_no_head_breaks_it(stage: Stage, what: str) -> None:
    """What the HTTP parser refuses, and what it had better refuse, is no reason to fail."""
    operation = min(DOCUMENT.operations.values(), key=lambda each: (len(each.parameters), each.is_secured))
    url = stage.wire.base_url + filled_path(operation, dict.fromkeys(operation.resources + operation.owners, "x"))
    received = answer_to_head(url, operation.method, HEADS[what], seconds=1)
    status = received.split(b" ", 2)[1:2]
    if status and status[0].startswith(b"5") and status[0] != b"501":  # RFC 9112, section 6.1: for codings
        pytest.fail(f"{operation}: a head with {what} was answered with {status[0].decode()}", pytrace=False)
