"""Routes of the operations tagged `feed`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.feed import FeedApi, Line
from ..support import streams
from ..support.responses import event_response
from ..support.routing import ContractRouter

READ_FEED_EVENTS = streams.Events(
    {
        Line: streams.EventForm(None, None),
    }
)


def feed_router(api: FeedApi) -> ContractRouter:
    """Feed: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["feed"])

    @router.operation("GET", "/feed", operation_id="readFeed", problems=())
    async def read_feed(request: Request) -> Response:
        result = await api.read_feed()
        return event_response(200, READ_FEED_EVENTS, result)

    return router
