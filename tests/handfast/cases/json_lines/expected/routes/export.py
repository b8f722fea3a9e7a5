"""Routes of the operations tagged `export`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.export import ExportApi
from ..support import streams
from ..support.adapters import Adapter
from ..support.responses import raw_response, stream_response
from ..support.routing import ContractRouter

NOTE_JSON: Adapter[schemas.Note] = Adapter(schemas.Note)
EXPORT_CHANGES_ITEM_JSON: Adapter[schemas.ExportChangesItem] = Adapter(schemas.ExportChangesItem)
EXPORT_NOTES_LINES = streams.JsonLines(NOTE_JSON)
EXPORT_CHANGES_LINES = streams.JsonLines(EXPORT_CHANGES_ITEM_JSON)
EXPORT_RECORDS_RECORDS = streams.JsonRecords(NOTE_JSON)


def export_router(api: ExportApi) -> ContractRouter:
    """Export: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["export"])

    @router.operation("GET", "/notes", operation_id="exportNotes", problems=())
    async def export_notes(request: Request) -> Response:
        result = await api.export_notes()
        return stream_response(
            200, EXPORT_NOTES_LINES, result.content, "application/jsonl", {"X-Count": result.x_count}
        )

    @router.operation("GET", "/changes", operation_id="exportChanges", problems=())
    async def export_changes(request: Request) -> Response:
        result = await api.export_changes()
        return stream_response(200, EXPORT_CHANGES_LINES, result, "application/x-ndjson")

    @router.operation("GET", "/records", operation_id="exportRecords", problems=())
    async def export_records(request: Request) -> Response:
        result = await api.export_records()
        return stream_response(200, EXPORT_RECORDS_RECORDS, result, "application/json-seq")

    @router.operation("GET", "/plain", operation_id="exportPlain", problems=())
    async def export_plain(request: Request) -> Response:
        result = await api.export_plain()
        return raw_response(200, result, "application/jsonl")

    return router
