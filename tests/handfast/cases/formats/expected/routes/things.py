"""Routes of the operations tagged `things`: parse, guard, call, respond."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.things import ThingsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import array, text
from ..support.formats import DateText, DateTimeText, Ipv4Text, Text, UuidText, uri
from ..support.responses import json_response
from ..support.routing import ContractRouter

ID: Parameter[UUID] = Parameter("path", "id", text, Adapter(UuidText), required=True)
SINCE: Parameter[datetime | None] = Parameter("query", "since", text, Adapter(DateTimeText))
DAY: Parameter[date] = Parameter("query", "day", text, Adapter(DateText), required=True)
DAYS: Parameter[list[date] | None] = Parameter("query", "days", array(text), Adapter(list[DateText]))
SECRET: Parameter[SecretStr | None] = Parameter(
    "header", "secret", text, Adapter(Annotated[SecretStr, Text(SecretStr, min_length=8)])
)
CALLBACK: Parameter[str | None] = Parameter(
    "query", "callback", text, Adapter(Annotated[str, Text(uri, pattern="^(?!http:)", max_length=30)])
)
OTHER: Parameter[str | None] = Parameter("query", "other", text, Adapter(Ipv4Text))
THING_JSON: Adapter[schemas.Thing] = Adapter(schemas.Thing)


def things_router(api: ThingsApi) -> ContractRouter:
    """Things: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["things"])

    @router.operation("GET", "/things/{id}", operation_id="getThings", problems=())
    async def get_things(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
            since = read(SINCE)
            day = read(DAY)
            days = read(DAYS)
            secret = read(SECRET)
            callback = read(CALLBACK)
            other = read(OTHER)
        result = await api.get_things(
            id, since=since, day=day, days=days, secret=secret, callback=callback, other=other
        )
        return json_response(200, THING_JSON, result)

    return router
