"""Requests to the server. Every exchange is noted in the ledger and judged."""

from collections.abc import Iterable
from itertools import cycle
from typing import NoReturn
from urllib.parse import quote, urljoin

import httpx

from contract_tests.spec.document import Document, Operation
from contract_tests.spec.schemas import properties
from contract_tests.traffic.encoding import content_type, encoded
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.judge import find_faults
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask
from contract_tests.traffic.trust import trust

TIMEOUT_SECONDS = 30
CONNECTIONS = 4
"""What comes over one of them may reach another process of the server than what comes over the next."""

# Shorter than servers wait: one that closes a connection just when a request comes is no finding.
_KEPT_SECONDS = 2


class Wire:
    """Calls operations of one server by what the document says of them."""

    def __init__(self, document: Document, base_url: str, ledger: Ledger, mask: Mask) -> None:
        self.document = document
        self.base_url = base_url.rstrip("/")
        self.ledger = ledger
        self.mask = mask
        context, limits = trust(), httpx.Limits(keepalive_expiry=_KEPT_SECONDS)
        self._clients = [
            httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, verify=context, limits=limits)
            for _ in range(CONNECTIONS)
        ]
        self._turns = cycle(self._clients)

    def close(self) -> None:
        for client in self._clients:
            client.close()

    def call(self, operation: Operation, request: Request) -> Exchange:
        """Send a request. What breaks the declaration in the answer is for the ledger, not an error here."""
        path = filled_path(operation, request.path)
        headers, content = dict(request.headers), b""
        if request.media_type is not None:
            headers["Content-Type"] = content_type(request.media_type)
            content = self.content_of(operation, request)
        told = (path, *headers.values(), *request.query.values(), content.decode(errors="replace"))
        self.ledger.spared.check(operation, told)
        response = next(self._turns).request(
            operation.method,
            self.base_url + path,
            params=request.query or None,
            headers=headers,
            content=iter([content]) if request.is_chunked else content,
        )
        exchange = Exchange(
            operation,
            operation.method,
            str(response.request.url),
            response.status_code,
            {name.lower(): value for name, value in response.headers.items()},
            response.content,
            {name.lower(): value for name, value in response.request.headers.items()},
            content,
            request.path,
        )
        self.ledger.record(exchange)
        for fault in find_faults(exchange):
            self.ledger.complain(exchange, fault)
        return exchange

    def content_of(self, operation: Operation, request: Request) -> bytes:
        """The body as it is sent."""
        if request.media_type is None or request.raw is not None:
            return request.raw or b""
        schema = operation.bodies.get(request.media_type, {}).get("schema", {})
        return encoded(request.body, request.media_type, properties(self.document, schema))

    def send(  # noqa: PLR0913 - what a request is made of
        self,
        operation: Operation,
        path: dict[str, str],
        headers: Iterable[tuple[str, str | bytes]],
        *,
        query: str = "",
        content: bytes = b"",
        method: str | None = None,
    ) -> Exchange:
        """Send just these header fields and bytes. Noted in the ledger, and judged by nobody."""
        fields = [(name.encode(), value if isinstance(value, bytes) else value.encode()) for name, value in headers]
        url = f"{self.base_url}{filled_path(operation, path)}{'?' if query else ''}{query}"
        told = (url, *(value.decode("latin-1") for _, value in fields), content.decode(errors="replace"))
        self.ledger.spared.check(operation, told)
        response = next(self._turns).request(method or operation.method, url, headers=fields, content=content)
        exchange = Exchange(
            operation,
            method or operation.method,
            url,
            response.status_code,
            {name.lower(): value for name, value in response.headers.items()},
            response.content,
            shown_fields(response.request.headers.raw),
            content,
            path,
        )
        self.ledger.record(exchange)
        return exchange

    def follow(self, operation: Operation, address: str, headers: dict[str, str]) -> Exchange:
        """Send what an answer gave as the address of something that an operation shows; it is not judged."""
        response = next(self._turns).request(operation.method, urljoin(f"{self.base_url}/", address), headers=headers)
        return _exchange(operation, response)

    def deliver(
        self, operation: Operation, address: str, fields: Iterable[tuple[str, str | bytes]], content: bytes = b""
    ) -> Exchange:
        """Send just this, at an address that is escaped already. Neither noted nor judged."""
        raw = [(name.encode(), value if isinstance(value, bytes) else value.encode()) for name, value in fields]
        url = f"{self.base_url}{address}"
        self.ledger.spared.check(operation, (address, *(value.decode(errors="replace") for _, value in raw)))
        return _exchange(operation, next(self._turns).request(operation.method, url, headers=raw, content=content))

    def fail(self, exchange: Exchange, fault: str, status: int | str | None = None) -> NoReturn:
        """Fail with a report in which no secret shows."""
        raise AssertionError(self.mask(exchange.told(fault, status)))

    def expect(self, exchange: Exchange, status: int, why: str) -> None:
        if exchange.status != status:
            self.fail(exchange, f"{why}, so {status} was to come", status)


def filled_path(operation: Operation, values: dict[str, str]) -> str:
    path = operation.path
    for name, value in values.items():
        path = path.replace("{" + name + "}", quote(value, safe=""))
    return path


def shown_fields(fields: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header fields by name; one that was sent again is under its name in capitals, which means the same."""
    found: dict[str, str] = {}
    for raw, value in fields:
        name = raw.decode("latin-1").lower()
        found[name.upper() if name in found else name] = value.decode("latin-1")
    return found


def _exchange(operation: Operation, response: httpx.Response) -> Exchange:
    request = response.request
    return Exchange(
        operation,
        request.method,
        str(request.url),
        response.status_code,
        {name.lower(): value for name, value in response.headers.items()},
        response.content,
        shown_fields(request.headers.raw),
        request.content,
    )
