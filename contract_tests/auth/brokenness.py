"""Requests with something wrong in them beside the missing credential."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from contract_tests.spec.document import Operation
from contract_tests.users.actors import Actor


@dataclass(frozen=True)
class Broken:
    """What is sent in place of what would be right; None leaves it as it is."""

    name: str
    path: dict[str, str] = field(default_factory=dict)
    query: str | None = None
    media_type: str | None = None
    content: bytes | None = None
    fields: tuple[tuple[str, str], ...] = ()


def broken_requests(operation: Operation, other: Actor) -> Iterator[Broken]:
    """Everything about a request that can be wrong, one at a time."""
    if operation.bodies:
        media_type = next(iter(operation.bodies))
        yield Broken("a body that is not JSON", content=b"{", media_type=media_type)
        yield Broken("a body of another type", content=b"[]", media_type=media_type)
        yield Broken("no body", content=b"", media_type=media_type)
        yield Broken("a body that is no text", content=b"\xff\xfe", media_type=media_type)
        yield Broken("another media type", content=b"x", media_type="application/x-unheard-of")
        yield Broken("two megabytes", content=b'"' + b"x" * 2_000_000 + b'"', media_type=media_type)
    for name in operation.resources:
        for what, value in {"a NUL": "\0", "three thousand characters": "x" * 3_000, "nothing": "no-such-id"}.items():
            yield Broken(f"{name} being {what}", {name: value})
    for name in operation.owners:
        for what, value in {"another user's": other.user_id, "nobody's": "no-such-id", "a NUL": "\0"}.items():
            yield Broken(f"{name} being {what}", {name: value})
    for each in operation.parameters:
        if each["in"] == "query":
            yield Broken(f"{each['name']} being a NUL", query=f"{each['name']}=%00")
        elif each["in"] == "header":
            yield Broken(f"{each['name']} being odd", fields=((each["name"], '"odd'),))
