"""A mock beside handlers: answers for those operations of a server that nobody has written yet."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from handfast.findings import Finding
from handfast.mock.application import Mock
from handfast.mock.asking import Asking, asked
from handfast.spec.document import load_as_is

_LOG = logging.getLogger(__name__)


def stand_in(app: FastAPI, package: str, spec: Path) -> Callable[[Request], Awaitable[Response]]:
    """What answers a request in place of a handler of `package`, which is generated of `spec` and mounted on `app`.

    The request was judged by the generated routes and its caller found already; what is made up is the answer alone.
    """
    mock = Mock(package, load_as_is(spec, lenient=True), _warn)
    app.add_middleware(Asking)

    async def answer(_: Request) -> Response:
        response = mock.answer(asked())
        response.headers["X-Mocked"] = "true"
        return response

    return answer


def _warn(finding: Finding) -> None:
    _LOG.warning("%s", finding)
