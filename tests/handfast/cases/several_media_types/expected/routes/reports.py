"""Routes of the operations tagged `reports`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.reports import (
    Answer200EventStream,
    Answer200Json,
    AnswerLineEvent,
    GetReport200Csv,
    GetReport200Json,
    GetReport200MsExcel,
    GetReport200Xml,
    GetReport202,
    ReportsApi,
)
from ..support import streams
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import chosen, empty_response, event_response, json_response, raw_response
from ..support.routing import ContractRouter

ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
REPORT_JSON: Adapter[schemas.Report] = Adapter(schemas.Report)
ANSWER_EVENTS = streams.Events(
    {
        AnswerLineEvent: streams.EventForm("line", None),
    }
)


def reports_router(api: ReportsApi) -> ContractRouter:
    """Reports: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["reports"])

    @router.operation("GET", "/reports/{id}", operation_id="getReport", problems=())
    async def get_report(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        result = await api.get_report(id)
        match result:
            case GetReport200Json():
                return json_response(
                    200, REPORT_JSON, result.content, {"ETag": result.etag, "X-Rows": result.x_rows}
                )
            case GetReport200Xml():
                return raw_response(
                    200, result.content, "application/xml", {"ETag": result.etag, "X-Rows": result.x_rows}
                )
            case GetReport200Csv():
                return raw_response(
                    200,
                    result.content,
                    chosen(result.media_type, "text/csv", "text/tab-separated-values"),
                    {"ETag": result.etag, "X-Rows": result.x_rows},
                )
            case GetReport200MsExcel():
                return raw_response(
                    200,
                    result.content,
                    "application/vnd.ms-excel",
                    {"ETag": result.etag, "X-Rows": result.x_rows},
                )
            case GetReport202():
                return empty_response(202)

    @router.operation("GET", "/pictures/{id}", operation_id="getPicture", problems=())
    async def get_picture(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        result = await api.get_picture(id)
        return raw_response(200, result.content, chosen(result.media_type, "image/*"), {"ETag": result.etag})

    @router.operation("GET", "/thumbnails/{id}", operation_id="getThumbnail", problems=())
    async def get_thumbnail(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        result = await api.get_thumbnail(id)
        return raw_response(200, result.content, chosen(result.media_type, "image/png", "image/webp"))

    @router.operation("POST", "/answers", operation_id="answer", problems=())
    async def answer(request: Request) -> Response:
        result = await api.answer()
        match result:
            case Answer200Json():
                return json_response(200, REPORT_JSON, result.content)
            case Answer200EventStream():
                return event_response(200, ANSWER_EVENTS, result.content)

    return router
