"""Requests to the server. Every exchange is noted in the ledger and judged."""

import json
from typing import NoReturn
from urllib.parse import quote

import httpx

from contract_tests.document import Document, Operation
from contract_tests.exchange import Exchange, Request
from contract_tests.judge import find_faults
from contract_tests.ledger import Ledger
from contract_tests.mask import Mask

TIMEOUT_SECONDS = 30


class Wire:
    """Calls operations of one server by what the document says of them."""

    def __init__(self, document: Document, base_url: str, ledger: Ledger, mask: Mask) -> None:
        self.document = document
        self.base_url = base_url.rstrip("/")
        self.ledger = ledger
        self.mask = mask
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False)

    def close(self) -> None:
        self._client.close()

    def call(self, operation: Operation, request: Request) -> Exchange:
        """Send a request. What breaks the declaration in the answer is for the ledger, not an error here."""
        path = operation.path
        for name, value in request.path.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
        headers, content = dict(request.headers), b""
        if request.media_type is not None:
            headers["Content-Type"] = request.media_type
            content = json.dumps(request.body).encode()
        response = self._client.request(
            operation.method, self.base_url + path, params=request.query or None, headers=headers, content=content
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

    def fail(self, exchange: Exchange, fault: str, status: int | str | None = None) -> NoReturn:
        """Fail with a report in which no secret shows."""
        raise AssertionError(self.mask(exchange.told(fault, status)))

    def expect(self, exchange: Exchange, status: int, why: str) -> None:
        if exchange.status != status:
            self.fail(exchange, f"{why}, so {status} was to come", status)
