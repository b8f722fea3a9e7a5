"""How a declared refusal is brought about: by a right request with one thing wrong, for each status."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from contract_tests.inputs.samples import absent, altered, sample
from contract_tests.inputs.values import fits
from contract_tests.inputs.violations import texts, violations
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_named_by_users, item_of, may_find_nothing
from contract_tests.spec.schemas import is_json
from contract_tests.statuses.conflicts import bodies_with_ids, conflicts
from contract_tests.statuses.stage import Stage
from contract_tests.traffic.credentials import credentials_for
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.users.recipes import NoRecipe

_MALFORMED = (b'{"', b"nonsense", b'{"a": 1,}', b"[1, 2", b"\xff\xfe")
_UNDECLARED_TYPES = ("application/x-undeclared", "text/plain", "application/x-www-form-urlencoded")
_IGNORED_HEADERS = ("accept", "content-type", "authorization")
_NOBODYS = "a-credential-that-nobody-has"
_SMALLEST, _LARGEST = 1 << 16, 1 << 26


@dataclass(frozen=True)
class Attempt:
    """A wrong request's answer, and the statuses that are right for it; none if any is."""

    why: str
    exchange: Exchange
    expected: tuple[int, ...]
    request: Request | None = None


Provocation = Callable[[Stage, Operation], Iterator[Attempt]]


def provoke(stage: Stage, operation: Operation, status: str) -> list[Attempt]:
    """Do everything that ought to be refused with a status, or a range. Raises NoRecipe if nothing is known to be."""
    attempts = [attempt for way in _ways_to(operation, status) for attempt in way(stage, operation)]
    if not attempts:
        raise NoRecipe(f"{operation.place_of(status)}: no rule says what {operation.id} answers with {status}")
    return attempts


def is_provocable(operation: Operation, status: str) -> bool:
    """Whether anything is known that ought to be refused so."""
    return bool(_ways_to(operation, status))


def is_as_expected(operation: Operation, attempt: Attempt) -> bool:
    """Whether an answer has a status that it was to have, or one that is declared in the same range."""
    status = attempt.exchange.status
    ranges = {operation.key_of(each) for each in attempt.expected} - {str(each) for each in attempt.expected}
    return status in attempt.expected or operation.key_of(status) in ranges


def _ways_to(operation: Operation, status: str) -> list[Provocation]:
    """What is tried for a status; for a range, what is refused by every API that has the occasion."""
    if status != "4XX":
        more = (*_WAYS[422],) if status == "400" and "422" not in operation.responses else ()
        return [*_WAYS.get(int(status), ()), *more] if status.isdecimal() else []
    certain = [400, 415, 422] if operation.bodies else [422]
    certain += [401] if operation.is_secured else []
    certain += [403] if operation.owners else []
    certain += [404] if operation.resources else []
    return [way for each in certain for way in _WAYS[each]]


def _first_declared(operation: Operation, *statuses: int) -> int:
    """The first of these that is declared by itself, or that a range or `default` may stand for."""
    return next((each for each in statuses if str(each) in operation.responses), statuses[0])


def _nobody(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    request = stage.request(operation)
    if operation.is_secured:
        actor = stage.actor(operation)
        sent, asked = stage.recipes.actors.headers(operation, actor), stage.recipes.actors.query(operation, actor)
        headers = {name: value for name, value in request.headers.items() if name not in sent}
        query = {name: value for name, value in request.query.items() if name not in asked}
        yield _attempt(stage, operation, replace(request, headers=headers, query=query), "sent without a token", 401)
    elif any(operation.security):
        wrong = credentials_for(operation, _NOBODYS)
        request = replace(request, headers=request.headers | wrong.headers, query=request.query | wrong.query)
        yield _attempt(stage, operation, request, "sent with a credential that nobody has", 401)
    elif operation.bodies:
        yield _attempt(stage, operation, request, "credentials in the body that nobody has", 401)


def _foreign_path(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    request = stage.request(operation)
    for name in operation.owners:
        for value in (stage.recipes.actors.make(stage.actor(operation)).user_id, altered(request.path[name])):
            yield _attempt(stage, operation, _at(request, name, value), f"another user in {{{name}}}", 403)


def _missing_thing(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    request = stage.request(operation)
    for name in operation.resources:
        value = absent(operation, name, request.path[name])
        yield _attempt(stage, operation, _at(request, name, value), f"{{{name}}} names what never was", 404, 410)
        for odd in _odd_names(operation, name, request.path[name]):
            yield _attempt(stage, operation, _at(request, name, odd), f"{{{name}}} is {odd!r}", 404, 410, 422, 400)
    if operation.resources or not operation.bodies:
        return
    for body in _bodies_with_ids(operation, request):
        yield _attempt(stage, operation, replace(request, body=body), "an id in the body that never was")


def _odd_names(operation: Operation, name: str, value: str) -> list[str]:
    """Ids that fit the schema, and that no server has given: of another shape, or nearly the one that is there."""
    item = item_of(operation)
    if item is None or is_named_by_users(item):
        return []
    schema = next(each.get("schema", {}) for each in operation.parameters if each["name"] == name)
    texts = ["x", "0", "-1", "null", f"{value}0", "%", "*", "\u0660"]
    return [each for each in texts if fits(operation.document, schema, each)]


def _owner_of_nothing(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    if may_find_nothing(operation) and operation.method not in ("POST", "PUT"):
        new = Stage(stage.recipes)
        new.leave_empty(operation)
        yield _attempt(new, operation, new.request(operation), "asked by a new user, who has nothing", 404)


def _bodies_with_ids(operation: Operation, request: Request) -> Iterator[object]:
    """The examples as they are, and bodies with a made-up id of what is a resource elsewhere."""
    media = operation.bodies[str(request.media_type)]
    yield from (each["value"] for each in media.get("examples", {}).values() if "value" in each)
    yield from bodies_with_ids(operation, request)


def _conflict(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    """One of them has to be refused. The spec does not say which; that the same is said twice is the likeliest."""
    attempts = [Attempt(why, exchange, ()) for why, exchange in conflicts(stage, operation)]
    if not any(each.exchange.status == 409 for each in attempts):
        attempts = [replace(each, expected=(409,)) if "before" in each.why else each for each in attempts]
    yield from attempts


def _made_up_tag(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    for name, value in (("If-Match", '"made-up"'), ("If-None-Match", "*")):
        if operation.takes_header(name) and (name == "If-Match" or not operation.is_safe):
            request = stage.request(operation)
            headers = {**request.headers, name: value}
            yield _attempt(stage, operation, replace(request, headers=headers), f"{name}: {value}", 412)
            return


def _no_tag(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    request = stage.request(operation)
    headers = {name: value for name, value in request.headers.items() if not name.lower().startswith("if-")}
    yield _attempt(stage, operation, replace(request, headers=headers), "sent without a condition", 428)


def _too_large(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    """White space behind a right body, twice as much until it is refused; then the same without its length."""
    if not operation.bodies:
        return
    request, size = stage.request(operation), _SMALLEST
    while size <= _LARGEST:
        large = replace(request, raw=json.dumps(request.body).encode().ljust(size))
        attempt = _attempt(stage, operation, large, f"a body of {size} bytes, most of it white space")
        if attempt.exchange.status == 413 or size == _LARGEST:
            yield replace(attempt, expected=(413,))
            chunked = replace(large, is_chunked=True)
            yield _attempt(stage, operation, chunked, f"a body of {size} bytes in chunks", 413)
            return
        size *= 2


def _undeclared_type(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    if not operation.bodies or any("*" in each for each in operation.bodies):
        return
    request = stage.request(operation)
    raw = json.dumps(request.body).encode()
    for media_type in (*_UNDECLARED_TYPES, f"{request.media_type}-undeclared"):
        if media_type not in operation.bodies:
            sent = replace(request, media_type=media_type, raw=raw)
            yield _attempt(stage, operation, sent, f"Content-Type: {media_type}", 415)


def _unacceptable(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    request = stage.request(operation)
    headers = {**request.headers, "Accept": "application/x-undeclared"}
    yield _attempt(stage, operation, replace(request, headers=headers), "Accept: application/x-undeclared", 406)


def _malformed(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    expected = _first_declared(operation, 400, 422)
    for media_type in filter(is_json, operation.bodies):
        request = stage.request(operation, media_type)
        for raw in _MALFORMED:
            yield _attempt(stage, operation, replace(request, raw=raw), f"not JSON: {raw!r}", expected)


def _broken_schema(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    """Every parameter and every property, out of every bound that it has."""
    expected = _first_declared(operation, 422, 400)
    request = stage.request(operation)
    for parameter in operation.parameters:
        name, place = parameter["name"], parameter["in"]
        if parameter.get("x-owner") is True or "schema" not in parameter or name.lower() in _IGNORED_HEADERS:
            continue
        valid = request.path.get(name) or str(sample(operation.document, parameter["schema"]))
        for violation in texts(operation.document, parameter["schema"], valid):
            broken = _with(request, place, name, violation.value)
            statuses = (expected, 404) if place == "path" else (expected,)
            if broken is not None:
                yield _attempt(stage, operation, broken, f"{place} {name}: {violation.why}", *statuses)
    for media_type, media in operation.bodies.items():
        request = stage.request(operation, media_type)
        if is_json(media_type) and "schema" in media:
            for violation in violations(operation.document, media["schema"], request.body):
                broken = replace(request, body=violation.value)
                yield _attempt(stage, operation, broken, f"{media_type}: {violation.why}", expected)


def _missing_parameter(stage: Stage, operation: Operation) -> Iterator[Attempt]:
    expected = _first_declared(operation, 422, 400)
    request = stage.request(operation)
    for parameter in operation.parameters:
        name, place = parameter["name"], parameter["in"]
        if parameter.get("required") and place in ("query", "header") and name.lower() not in _IGNORED_HEADERS:
            query = {key: value for key, value in request.query.items() if key != name}
            headers = {key: value for key, value in request.headers.items() if key != name}
            less = replace(request, query=query, headers=headers)
            yield _attempt(stage, operation, less, f"{place} {name} is missing", expected)


def _with(request: Request, place: str, name: str, value: str) -> Request | None:
    """The request with a parameter of this value; None if HTTP has no way to say it."""
    if place == "path":
        return _at(request, name, value) if value not in ("", ".", "..") else None
    if place == "query":
        return replace(request, query={**request.query, name: value})
    if place == "header" and value and value.isascii() and value.isprintable() and value == value.strip():
        return replace(request, headers={**request.headers, name: value})
    return None


def _at(request: Request, name: str, value: str) -> Request:
    return replace(request, path={**request.path, name: value})


def _attempt(stage: Stage, operation: Operation, request: Request, why: str, *expected: int) -> Attempt:
    return Attempt(why, stage.send(operation, request), expected, request)


_WAYS: dict[int, tuple[Provocation, ...]] = {
    400: (_malformed,),
    401: (_nobody,),
    403: (_foreign_path,),
    404: (_missing_thing, _owner_of_nothing),
    406: (_unacceptable,),
    409: (_conflict,),
    410: (_missing_thing,),
    412: (_made_up_tag,),
    413: (_too_large,),
    415: (_undeclared_type,),
    422: (_broken_schema, _missing_parameter),
    428: (_no_tag,),
}
"""What is tried for each status."""
