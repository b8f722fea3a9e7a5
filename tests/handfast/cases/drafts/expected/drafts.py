"""Drafts: operations that nobody promises yet, answered with examples. For development, never for production."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from . import schemas
from .problems import DarkResponse, DarkResponse403, DarkResponse422, Nobody
from .security import Authenticate
from .support.access import require_owner
from .support.adapters import Adapter
from .support.binding import Parameter, Reading
from .support.bodies import json_body
from .support.decoders import boolean, text
from .support.drafts import Example, example_response
from .support.routing import ContractRouter

ID: Parameter[str] = Parameter(
    "path", "id", text, Adapter(Annotated[str, Field(max_length=4)]), required=True
)
LIT: Parameter[bool | None] = Parameter("query", "lit", boolean, Adapter(bool))
USER: Parameter[str] = Parameter("path", "user", text, Adapter(str), required=True)
CANDLE_JSON: Adapter[schemas.Candle] = Adapter(schemas.Candle)

GET_CANDLE_EXAMPLES = (
    Example(200, "application/json", '{"wax": "bee", "in": {"name": "a"}}', headers={"ETag": '"wax"'}),
    Example(404, "application/json", '{"why": "dark"}'),
    Example(
        401,
        "application/problem+json",
        '{"type": "urn:lamps:nobody", "title": "Nobody", "status": 401, "error_code": "nobody"}',
    ),
    Example(403, "application/json", '{"why": "dark"}'),
    Example(422, "application/json", '{"why": "dark"}'),
)
REPLACE_CANDLE_EXAMPLES = (
    Example(204),
    Example(
        401,
        "application/problem+json",
        '{"type": "urn:lamps:nobody", "title": "Nobody", "status": 401, "error_code": "nobody"}',
    ),
    Example(422, "application/json", '{"why": "dark"}'),
)
WATCH_BEAMS_EXAMPLES = (Example(200, "text/event-stream", "data: on\n\ndata: on\n\n"),)


def drafts_router(authenticate: Authenticate) -> ContractRouter:
    """The drafts of the document: requests are judged as ever, and nothing is kept of them."""
    router = ContractRouter(tags=["drafts"])

    @router.operation(
        "GET",
        "/users/{user}/candles/{id}",
        operation_id="getCandle",
        problems=(
            DarkResponse,
            Nobody,
            DarkResponse403,
            DarkResponse422,
        ),
    )
    async def get_candle(request: Request) -> Response:
        caller = await authenticate.token(request)
        require_owner(request, "user", caller.id)
        with Reading(request) as read:
            read(ID)
            read(LIT)
        return example_response(request, *GET_CANDLE_EXAMPLES)

    @router.operation(
        "PUT",
        "/users/{user}/candles/{id}",
        operation_id="replaceCandle",
        problems=(
            Nobody,
            DarkResponse422,
        ),
    )
    async def replace_candle(request: Request) -> Response:
        caller = await authenticate.token(request)
        require_owner(request, "user", caller.id)
        with Reading(request) as read:
            read(ID)
        await json_body(request, CANDLE_JSON, "application/json")
        return example_response(request, *REPLACE_CANDLE_EXAMPLES)

    @router.operation("GET", "/users/{user}/beams", operation_id="watchBeams", problems=())
    async def watch_beams(request: Request) -> Response:
        with Reading(request) as read:
            read(USER)
        return example_response(request, *WATCH_BEAMS_EXAMPLES)

    return router
