"""Requests for what is another's: whose path it is comes before whatever else is wrong with a request."""

from collections.abc import Iterator
from dataclasses import replace

from contract_tests.inputs.samples import altered, sample, sample_body
from contract_tests.inputs.violations import texts, violations
from contract_tests.spec.document import Operation
from contract_tests.spec.schemas import is_json
from contract_tests.traffic.exchange import Request

_BROKEN = (b'{"', b"\xff\xfe")
_FEW = 3
_WHO_CALLS = ("X-User-Id", "X-User", "X-Forwarded-User", "X-Remote-User", "X-Auth-Request-User", "X-Consumer-Id")
Variant = tuple[str, Request]


def foreign_owners(owner: str, own: str) -> dict[str, str]:
    """Values for the owner's place in a path that are not the caller's id, however near to it."""
    found = {
        "the owner's id": owner,
        "the owner's id in another case": owner.swapcase(),
        "the owner's id with a space behind": f"{owner} ",
        "the owner's id after one's own": f"{own},{owner}",
        "one's own id after the owner's": f"{owner},{own}",
        "nobody's id": altered(owner),
        "one's own id in another case": own.swapcase(),
        "one's own id with a space behind": f"{own} ",
        "one's own id with a space before": f" {own}",
        "one's own id and more": f"{own}x",
        "the beginning of one's own id": own[:-1],
        "a wildcard": "*",
        "a pattern": "%",
        "a word for oneself": "me",
        "a word for nobody": "null",
        "a number": "0",
        "what no id looks like": "'\"<\u00e9 \U0001f600",
        "what is too long": "x" * 1000,
    }
    return {why: value for why, value in found.items() if value and value != own}


def claiming(request: Request, owner: str, names: list[str]) -> Iterator[Variant]:
    """The request with headers by which some servers let a proxy say who calls."""
    known = [*(f"X-{name.replace('_', '-').title()}" for name in names), *_WHO_CALLS]
    yield "with the owner's id in headers", replace(request, headers={**request.headers, **dict.fromkeys(known, owner)})


def disguised(text: str) -> str:
    """The same part of a path in other letters: every character escaped."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


def variants(operation: Operation, request: Request, tag: str | None = None) -> Iterator[Variant]:
    """The request as it is, and with something in it that is wrong, or bound to a version."""
    yield "as it is", request
    yield from _bodies(operation, request)
    unconditional = {name: value for name, value in request.headers.items() if not name.lower().startswith("if-")}
    if unconditional != request.headers:
        yield "without a condition", replace(request, headers=unconditional)
    for each in operation.parameters:
        name, place = each["name"], each["in"]
        if "schema" not in each or name.lower() in ("authorization", "accept", "content-type"):
            continue
        if place == "header" and name.lower().startswith("if-"):
            for value in filter(None, (tag, "*", '"made-up"', f'"made-up", {tag}' if tag else None)):
                yield f"{name}: {value}", replace(request, headers={**request.headers, name: value})
        elif place == "query":
            valid = str(sample(operation.document, each["schema"]))
            for violation in texts(operation.document, each["schema"], valid)[:_FEW]:
                query = {**request.query, name: str(violation.value)}
                yield f"{name} {violation.why}", replace(request, query=query)


def elsewhere(operation: Operation, request: Request) -> Iterator[Variant]:
    """The request for things that nobody has, or that cannot be."""
    for each in operation.parameters:
        if each["in"] != "path" or each["name"] not in operation.resources:
            continue
        valid = request.path[each["name"]]
        broken = [str(one.value) for one in texts(operation.document, each.get("schema", {}), valid)]
        for value in [altered(valid), *[one for one in broken if one not in ("", ".", "..") and "/" not in one][:_FEW]]:
            yield f"{each['name']} is {value[:20]!r}", replace(request, path={**request.path, each["name"]: value})


def _bodies(operation: Operation, request: Request) -> Iterator[Variant]:
    if request.media_type is None:
        return
    yield "without a body", replace(request, body=None, media_type=None)
    yield "of a type that is not declared", replace(request, media_type="application/x-undeclared", raw=b"{}")
    for media_type, media in operation.bodies.items():
        body = sample_body(operation, media_type)
        yield media_type, replace(request, media_type=media_type, body=body)
        if is_json(media_type):
            for raw in _BROKEN:
                yield f"{media_type}, {raw!r}", replace(request, media_type=media_type, raw=raw)
            wrong = violations(operation.document, media.get("schema", {}), body)
            for violation in [*wrong[:_FEW], *wrong[-_FEW:]]:
                broken = replace(request, media_type=media_type, body=violation.value)
                yield f"{media_type}, {violation.why}", broken
