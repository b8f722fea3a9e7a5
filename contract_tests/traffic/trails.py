"""Which links were followed: what they led to, and whether a request that fits it was answered with a success."""

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from contract_tests.spec.document import Operation
from contract_tests.spec.links import Link
from contract_tests.traffic.exchange import Exchange
from contract_tests.traffic.expressions import Absent, evaluate

LinkKey = tuple[str, str, str]


class Trails:
    """Reads links out of successes, and waits for the requests that they describe."""

    def __init__(self) -> None:
        self._awaited: dict[LinkKey, set[str]] = defaultdict(set)
        self._leading: dict[str, dict[LinkKey, Link]] = defaultdict(dict)
        self._followed: set[LinkKey] = set()

    def has(self, operation: Operation, link: Link) -> bool:
        """Whether the link was followed."""
        return (operation.id, link.status, link.name) in self._followed

    def note(self, exchange: Exchange) -> list[str]:
        """Take a success; return the ids that its links give away."""
        self._arrive(exchange)
        if exchange.operation.links and not exchange.path_parameters:  # made by others, who sent but a URL
            exchange = replace(exchange, path_parameters=path_values(exchange))
        found = []
        for link in exchange.operation.links:
            if link.status not in (str(exchange.status), f"{exchange.status // 100}XX"):
                continue
            with suppress(Absent, ValueError):  # not every answer has what a link wants
                found += self._depart(exchange, link)
        return found

    def _depart(self, exchange: Exchange, link: Link) -> list[str]:
        key = (exchange.operation.id, link.status, link.name)
        values = {name: str(value) for name, value in evaluate(bare(link), exchange).items()}
        target = exchange.operation.document.operations[link.target]
        if key not in self._followed:
            self._awaited[key].add(_described(values, evaluate(link.body, exchange)))
            self._leading[link.target][key] = link
        return [value for name, value in values.items() if name in target.resources]

    def _arrive(self, exchange: Exchange) -> None:
        for key, link in list(self._leading[exchange.operation.id].items()):
            sent, same_part = _sent(exchange), None
            values = {name: sent[name] for name in bare(link) if name in sent}
            with suppress(ValueError):  # a body that is not what its media type says
                same_part = _same_part(exchange, link)
            if _described(values, same_part) in self._awaited[key]:
                self._followed.add(key)
                self._leading[exchange.operation.id].pop(key, None)  # another thread may have been first


def bare(link: Link) -> dict[str, Any]:
    """A link's parameters by their bare names: `path.id` is `id`."""
    return {
        name.partition(".")[2] if name.startswith(("path.", "query.", "header.")) else name: expression
        for name, expression in link.parameters.items()
    }


def path_values(exchange: Exchange) -> dict[str, str]:
    """What stood in the path for each of its parameters."""
    template = exchange.operation.path.split("/")
    sent = urlsplit(exchange.url).path.split("/")[-len(template) :]
    pairs = zip(template, sent, strict=False)
    return {expected[1:-1]: unquote(value) for expected, value in pairs if expected.startswith("{")}


def _sent(exchange: Exchange) -> dict[str, str]:
    query = dict(parse_qsl(urlsplit(exchange.url).query))
    return {**exchange.request_headers, **query, **path_values(exchange)}


def _same_part(exchange: Exchange, link: Link) -> Any:
    """What was sent where the link says what to send."""
    if not isinstance(link.body, dict):
        return None if link.body is None else exchange.request_body
    body = exchange.request_body
    return {name: body.get(name) for name in link.body} if isinstance(body, dict) else None


def _described(values: dict[str, str], body: Any) -> str:
    return json.dumps([values, body], sort_keys=True)
