"""Two answers of two worlds, held against each other: what has to differ between servers, and nothing else, may.

What may differ are ids, entity tags and times that a server made after the worlds were parted, cursors, and what it
makes anew for each answer. Each id of one world stands for one of the other, always the same.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from contract_tests.semantics.likeness import moment
from contract_tests.traffic.events import EVENT_STREAM, BrokenStream, opened, read_events
from contract_tests.traffic.exchange import Exchange, read_body, shortened
from contract_tests.traffic.twins import but_for_new_words, own_headers

_TOKEN = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9A-Za-z_-]{16,}")
_NUMBER = re.compile(r"\d+")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_SHORTEST_OPAQUE = 8
_NEAR = 100_000
_TRANSPORT = {"date", "connection", "keep-alive", "transfer-encoding", "server", "content-length"}
Differences = dict[str, str]


class Pairing:
    """Knows what was there before the worlds were parted, and what of one world stands for what of the other."""

    def __init__(self, common: list[Exchange], since: datetime) -> None:
        self._since = since
        self._known = {token for each in common for text in _all_texts(each) for token in (text, *_TOKEN.findall(text))}
        self._there: dict[str, str] = {}
        self._back: dict[str, str] = {}

    def differences(self, one: Exchange, other: Exchange, *, in_any_order: bool = False) -> Differences:
        """Where two answers to the same request tell the worlds apart."""
        if one.status != other.status:
            return {"status": f"{one.status} and {other.status}"}
        found = {"media type": f"{one.media_type} and {other.media_type}"} if one.media_type != other.media_type else {}
        first, second = _headers(one), _headers(other)
        for name in sorted(first.keys() | second.keys()):
            found |= self._header(name, first.get(name), second.get(name))
        cursor = one.operation.definition.get("x-page", {}).get("next")
        bodies = comparable(one), comparable(other)
        if in_any_order:
            bodies = self._sorted(bodies[0]), self._sorted(bodies[1])
        return found | dict(self._compared(*bodies, "body", cursor))

    def _header(self, name: str, one: str | None, other: str | None) -> Differences:
        same = one == other
        if not same and one is not None and other is not None:
            same = (
                self._same_tag(one, other)
                if name == "etag"
                else self._same_text(one, other) or self._same_date(one, other)
            )
        return {} if same else {f"header {name}": f"{one!r} and {other!r}"}

    def _compared(self, one: Any, other: Any, where: str, cursor: str | None) -> Iterator[tuple[str, str]]:
        name = where.rpartition("/")[2]
        if isinstance(one, dict) and isinstance(other, dict):
            for key in one.keys() | other.keys():
                if key in one and key in other:
                    yield from self._compared(one[key], other[key], f"{where}/{key}", cursor)
                else:
                    yield f"{where}/{key}", "in one of them only"
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                yield where, f"{len(one)} and {len(other)} of them"
            for number, pair in enumerate(zip(one, other, strict=False)):
                yield from self._compared(*pair, f"{where}/{number}", cursor)
        elif (
            one != other
            and not (name == cursor and None not in (one, other))
            and not self._same_value(one, other, name)
        ):
            yield where, f"{shortened(repr(one), 120)} and {shortened(repr(other), 120)}"

    def _same_value(self, one: Any, other: Any, name: str) -> bool:
        if isinstance(one, str) and isinstance(other, str):
            return self._is_new_time(one, other) or self._same_text(one, other) or self._both_new_numbers(one, other)
        if isinstance(one, bool) or isinstance(other, bool):
            return False
        if isinstance(one, int) and isinstance(other, int):
            names_it = name.lower() == "id" or name.endswith(("_id", "Id"))
            return self._is_now(one, other) or (names_it and self._paired(str(one), str(other)))
        return False

    def _is_new_time(self, one: str, other: str) -> bool:
        times = moment(one), moment(other)
        return all(time is not None and time >= self._since for time in times)

    def _is_now(self, one: float, other: float) -> bool:
        """Whether two numbers are moments after the worlds were parted, in whatever unit."""
        since = self._since.timestamp()
        return all(any(since * unit <= each <= (since + 86400) * unit for unit in _UNITS) for each in (one, other))

    def _same_date(self, one: str, other: str) -> bool:
        try:
            return all(parsedate_to_datetime(each) >= self._since.replace(microsecond=0) for each in (one, other))
        except (ValueError, TypeError):
            return False

    def _same_text(self, one: str, other: str) -> bool:
        """Whether two texts are the same but for ids in them."""
        first, second = _TOKEN.findall(one), _TOKEN.findall(other)
        return (
            len(first) == len(second)
            and _TOKEN.split(one) == _TOKEN.split(other)
            and all(self._paired(*pair) for pair in zip(first, second, strict=True))
        )

    def _same_tag(self, one: str, other: str) -> bool:
        """Versions are the same; tags of which nothing can be told stand for each other, unless they are counted."""
        tags = _TAG.fullmatch(one), _TAG.fullmatch(other)
        if tags[0] is None or tags[1] is None or one[:2] == "W/" != other[:2]:
            return False
        first, second = tags[0][1], tags[1][1]
        if min(len(first), len(second)) < _SHORTEST_OPAQUE or self._is_counted(first, second):
            return False
        return self._paired(first, second)

    def _is_counted(self, one: str, other: str) -> bool:
        """Whether two tags are numbers so near to each other that the same counter made them."""
        for base in (10, 16):
            try:
                numbers = int(one, base), int(other, base)
            except ValueError:
                continue
            if self._is_now(*numbers):
                return False
            if abs(numbers[0] - numbers[1]) < _NEAR:
                return True
        return False

    def _both_new_numbers(self, one: str, other: str) -> bool:
        """Whether two texts are the same but for ids of digits, such as in a Location."""
        first, second = _NUMBER.findall(one), _NUMBER.findall(other)
        return (
            "/" in one
            and _NUMBER.split(one) == _NUMBER.split(other)
            and all(self._paired(*pair) for pair in zip(first, second, strict=True))
        )

    def _paired(self, one: str, other: str) -> bool:
        if one == other:
            return True
        if one in self._known or other in self._known:
            return False
        return self._there.setdefault(one, other) == other and self._back.setdefault(other, one) == one

    def _sorted(self, body: Any) -> Any:
        """With its lists in an order that does not depend on what is new."""
        if isinstance(body, dict):
            return {name: self._sorted(item) for name, item in body.items()}
        if isinstance(body, list):
            return sorted(
                (self._sorted(item) for item in body), key=lambda item: json.dumps(self._masked(item), sort_keys=True)
            )
        return body

    def _masked(self, item: Any) -> Any:
        if isinstance(item, dict):
            return {name: self._masked(value) for name, value in item.items()}
        if isinstance(item, list):
            return [self._masked(each) for each in item]
        if isinstance(item, str) and item not in self._known:
            return "" if moment(item) else _TOKEN.sub("", item)
        return "" if isinstance(item, int) and str(item) not in self._known else item


_UNITS = (1, 1e3, 1e6, 1e9)


def are_alike_but_for_the_new(where: str, pair: Sequence[Exchange], again: Sequence[Exchange]) -> bool:
    """Whether what stands at a place of two answers differs by words alone that are new in each answer of a world."""
    values = [_at({"body": comparable(each)}, where) for each in (*pair, *again)]
    if not all(isinstance(each, str | int | float) and not isinstance(each, bool) for each in values):
        return False
    one, other, one_again, other_again = map(str, values)
    first, second = but_for_new_words((one, one_again), (other, other_again))
    return first == second


def _at(body: Any, where: str) -> Any:
    for name in where.split("/"):
        if isinstance(body, list) and name.isdecimal() and int(name) < len(body):
            body = body[int(name)]
        else:
            body = body.get(name) if isinstance(body, dict) else None
    return body


def _headers(exchange: Exchange) -> dict[str, str]:
    own = own_headers(exchange)
    return {name: value for name, value in exchange.headers.items() if name not in own | _TRANSPORT}


def comparable(exchange: Exchange) -> Any:
    content = exchange.content
    for name in own_headers(exchange):
        if len(exchange.headers.get(name, "")) >= _SHORTEST_OPAQUE:
            # Such as the request id, which stands in the body as well.
            content = content.replace(exchange.headers[name].encode(), f"<{name}>".encode())
    try:
        if exchange.media_type == EVENT_STREAM:
            return _merged([opened(each) for each in read_events(content)])
        return read_body(content, exchange.media_type)
    except (ValueError, BrokenStream):
        return content.decode(errors="replace")


def _merged(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces of one text that came one after another as one: how it is cut is a matter of time."""
    found: list[dict[str, Any]] = []
    for event in events:
        last, piece = found[-1] if found else {}, event["data"].get("json")
        if last.get("event") == event.get("event") and _is_text(piece) and _is_text(last["data"].get("json")):
            for name, text in piece.items():
                last["data"]["json"][name] = last["data"]["json"].get(name, "") + text
            continue
        found.append({**event, "data": event["data"] if piece is None else {"json": piece}})
    return found


def _is_text(piece: Any) -> bool:
    return isinstance(piece, dict) and len(piece) == 1 and all(isinstance(item, str) for item in piece.values())


def _all_texts(exchange: Exchange) -> Iterator[str]:
    yield from exchange.path_parameters.values()
    yield from _texts(comparable(exchange))
    yield from _texts(read_body(exchange.request_content, "application/json") if _is_json(exchange) else None)
    yield from (tag[1] for tag in _TAG.finditer(exchange.headers.get("etag", "")))
    yield from _headers(exchange).values()


def _is_json(exchange: Exchange) -> bool:
    return exchange.request_headers.get("content-type", "").endswith("json")


def _texts(body: Any) -> Iterator[str]:
    if isinstance(body, dict):
        for item in body.values():
            yield from _texts(item)
    elif isinstance(body, list):
        for item in body:
            yield from _texts(item)
    elif isinstance(body, str) or (isinstance(body, int) and not isinstance(body, bool)):
        yield str(body)


def now() -> datetime:
    return datetime.now(UTC) - timedelta(milliseconds=1)
