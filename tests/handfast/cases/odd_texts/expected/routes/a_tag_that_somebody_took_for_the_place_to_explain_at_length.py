"""Routes of the operations tagged `A tag that somebody took for the place to explain at length what all of its operations are for`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.a_tag_that_somebody_took_for_the_place_to_explain_at_length import (
    ATagThatSomebodyTookForThePlaceToExplainAtLengthApi,
)
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import number, text
from ..support.formats import UuidText
from ..support.responses import json_response
from ..support.routing import ContractRouter

LIST_THINGS_UUID: Parameter[UUID | None] = Parameter("query", "uuid", text, Adapter(UuidText))
LIMIT: Parameter[float | None] = Parameter(
    "query", "limit", number, Adapter(Annotated[float, Field(allow_inf_nan=False)])
)
THING_JSON: Adapter[schemas.Thing] = Adapter(schemas.Thing)


def a_tag_that_somebody_took_for_the_place_to_explain_at_length_router(
    api: ATagThatSomebodyTookForThePlaceToExplainAtLengthApi,
) -> ContractRouter:
    """ATagThatSomebodyTookForThePlaceToExplainAtLength: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(
        tags=[
            "A tag that somebody took for the place to explain at length what all of its operations are for"
        ]
    )

    @router.operation("GET", "/things", operation_id="listThings", problems=())
    async def list_things(request: Request) -> Response:
        with Reading(request) as read:
            uuid = read(LIST_THINGS_UUID)
            limit = read(LIMIT)
        result = await api.list_things(uuid=uuid, limit=limit)
        return json_response(200, THING_JSON, result)

    return router
