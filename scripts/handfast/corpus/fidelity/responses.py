"""Responses: every declared status, media type and header is on the wire when a handler returns or raises it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, get_type_hints

from handfast.corpus.fidelity.asking import Asking, Values
from handfast.corpus.fidelity.given import Node, Operation
from handfast.corpus.fidelity.instances import constructed, instance, media_types, members
from handfast.corpus.fidelity.running import Answer, Reached


@dataclass(frozen=True, slots=True)
class Sent:
    """What a handler has sent: the statuses that it may choose, and what was on the wire."""

    statuses: frozenset[int]
    media_type: str
    headers: frozenset[str]


def check(asking: Asking, operation: Operation, base: Values) -> None:
    """Has the handler of an operation return and raise all that it may."""
    declared = asking.given.below(operation.node, "responses")
    media = [name for _, response in declared if response.data for name, _ in asking.given.below(response, "content")]
    sent = list(_all_sent(asking, operation, base, media))
    for status, response in declared:
        if isinstance(response.data, dict):
            _response(asking, operation, status, response, [item for item in sent if _is(status, item, declared)])


def _response(asking: Asking, operation: Operation, status: str, response: Node, sent: list[Sent]) -> None:
    if not sent:
        asking.miss(response, f"{status} of {operation.name} cannot be sent")
        return
    seen = {item.media_type for item in sent}
    for name, _ in asking.given.below(response, "content"):
        if "*" not in name and _base(name) not in seen:
            asking.miss(
                response, f"{status} of {operation.name}: {name} cannot be sent, only {', '.join(sorted(seen))}"
            )
    headers = frozenset[str]().union(*(item.headers for item in sent))
    for name, header in asking.given.below(response, "headers"):
        by_server = isinstance(header.data, dict) and header.data.get("x-set-by-server") is True
        if name.lower() not in {*headers, "content-type"} and header.data is not None and not by_server:
            asking.miss(header, f"{status} of {operation.name}: the header {name} cannot be sent")


def _all_sent(asking: Asking, operation: Operation, base: Values, declared: list[str]) -> Iterator[Sent]:
    first = asking.send(operation, base)
    if first.call is None:
        return
    for kind in members(get_type_hints(first.call.method).get("return")):
        for media_type in media_types(kind, declared):
            make = partial(constructed, kind, media_type=media_type) if media_type else partial(instance, kind)
            yield from _sent(asking, operation, base, make, frozenset(), declared)
    for problem in first.problems:
        statuses = frozenset(problem.statuses) or frozenset({problem.status})
        for media_type in media_types(problem, declared):
            make = partial(constructed, problem, media_type=media_type)
            yield from _sent(asking, operation, base, make, statuses, declared)


def _sent(  # noqa: PLR0913, PLR0917 - what is asked, of whom, and what is known of it
    asking: Asking, operation: Operation, base: Values, make: Any, statuses: frozenset[int], declared: list[str]
) -> Iterator[Sent]:
    """What comes of one result, for clients with no wish and for those that would rather have a media type."""
    seen = set[str]()
    for wish in ("", *dict.fromkeys(declared)):
        if wish and (len(set(declared)) == 1 or _base(wish) in seen):
            continue
        got = _answered(asking, operation, base, make, wish)
        if "is not declared" in got.error:
            return  # a media type of another response, where this one takes a range
        if got.error:
            asking.miss(operation.node, f"{operation.name}: what its types allow cannot be sent: {got.error}")
            return
        headers = {name.lower(): value for name, value in got.headers}
        media_type = _base(headers.get("content-type", ""))
        if media_type not in seen:
            yield Sent(statuses or frozenset({got.status}), media_type, frozenset(headers))
        seen.add(media_type)


def _answered(asking: Asking, operation: Operation, base: Values, make: Any, wish: str) -> Answer:
    def answer(_: Reached) -> Any:
        made = make()
        if isinstance(made, Exception):
            raise made
        return made

    asking.application.answer = answer
    try:
        return asking.send(operation, base, (("accept", wish),) if wish else ())
    finally:
        asking.application.answer = None


def _is(status: str, sent: Sent, declared: list[tuple[str, Node]]) -> bool:
    if status == "default":
        known = {int(name) for name, _ in declared if name.isdecimal()}
        return bool(sent.statuses - known)
    if status.isdecimal():
        return int(status) in sent.statuses
    return any(str(item)[0] == status[0] for item in sent.statuses)


def _base(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
