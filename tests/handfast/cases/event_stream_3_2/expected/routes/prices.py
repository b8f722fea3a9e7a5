"""Routes of the operations tagged `prices`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.prices import (
    PricesApi,
    WatchNoticesEvent,
    WatchPricesClosedEvent,
    WatchPricesPricesEvent,
    WatchPricesTickEvent,
)
from ..support import streams
from ..support.adapters import Adapter
from ..support.responses import event_response
from ..support.routing import ContractRouter

WATCH_PRICES_TICK_JSON: Adapter[schemas.WatchPricesTick] = Adapter(schemas.WatchPricesTick)
LIST_FLOAT_JSON: Adapter[list[float]] = Adapter(list[Annotated[float, Field(allow_inf_nan=False)]])
VALUE_JSON: Adapter[schemas.Value] = Adapter(schemas.Value)
WATCH_PRICES_EVENTS = streams.Events(
    {
        WatchPricesTickEvent: streams.EventForm("tick", WATCH_PRICES_TICK_JSON),
        WatchPricesClosedEvent: streams.EventForm("closed", None),
        WatchPricesPricesEvent: streams.EventForm("prices", LIST_FLOAT_JSON),
    }
)
WATCH_VALUES_DATA = streams.JsonData(VALUE_JSON)
WATCH_NOTICES_EVENTS = streams.Events(
    {
        WatchNoticesEvent: streams.EventForm(None, VALUE_JSON, optional=True),
    }
)


def prices_router(api: PricesApi) -> ContractRouter:
    """Prices: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["prices"])

    @router.operation("GET", "/prices", operation_id="watchPrices", problems=())
    async def watch_prices(request: Request) -> Response:
        result = await api.watch_prices()
        return event_response(200, WATCH_PRICES_EVENTS, result)

    @router.operation("GET", "/values", operation_id="watchValues", problems=())
    async def watch_values(request: Request) -> Response:
        result = await api.watch_values()
        return event_response(200, WATCH_VALUES_DATA, result)

    @router.operation("GET", "/notices", operation_id="watchNotices", problems=())
    async def watch_notices(request: Request) -> Response:
        result = await api.watch_notices()
        return event_response(200, WATCH_NOTICES_EVENTS, result)

    return router
