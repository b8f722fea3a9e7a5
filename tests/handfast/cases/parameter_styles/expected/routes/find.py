"""Routes of the operations tagged `find`: parse, guard, call, respond."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.find import FindApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import array, boolean, fields, first_of, integer, json_text, text, texts
from ..support.formats import DateTimeText
from ..support.responses import empty_response
from ..support.routing import ContractRouter

IDS: Parameter[list[int]] = Parameter("path", "ids", array(integer), Adapter(list[int]), required=True)
X_IDS: Parameter[list[int] | None] = Parameter("header", "X-Ids", array(integer), Adapter(list[int]))
X_POINT: Parameter[schemas.Point | None] = Parameter(
    "header", "X-Point", fields({"x": integer, "y": integer}), Adapter(schemas.Point), explode=True
)
LABEL_IDS: Parameter[list[int]] = Parameter(
    "path", "ids", array(integer), Adapter(list[int]), required=True, style="label"
)
POINT: Parameter[schemas.Point] = Parameter(
    "path",
    "point",
    fields({"x": integer, "y": integer}),
    Adapter(schemas.Point),
    required=True,
    style="label",
    explode=True,
)
ID: Parameter[int] = Parameter("path", "id", integer, Adapter(int), required=True, style="matrix")
MATRIX_IDS: Parameter[list[int]] = Parameter(
    "path", "ids", array(integer), Adapter(list[int]), required=True, style="matrix", explode=True
)
MATRIX_POINT: Parameter[schemas.Point] = Parameter(
    "path",
    "point",
    fields({"x": integer, "y": integer}),
    Adapter(schemas.Point),
    required=True,
    style="matrix",
)
FORM: Parameter[list[int] | None] = Parameter(
    "query", "form", array(integer), Adapter(list[int]), explode=False
)
SPACE: Parameter[list[int] | None] = Parameter(
    "query", "space", array(integer), Adapter(list[int]), style="spaceDelimited"
)
PIPE: Parameter[list[str] | None] = Parameter(
    "query", "pipe", array(text), Adapter(list[str]), style="pipeDelimited"
)
QUERY_POINT: Parameter[schemas.Point | None] = Parameter(
    "query", "point", fields({"x": integer, "y": integer}), Adapter(schemas.Point)
)
FLAT: Parameter[schemas.Point | None] = Parameter(
    "query", "flat", fields({"x": integer, "y": integer}), Adapter(schemas.Point), explode=False
)
FILTER: Parameter[schemas.Filter | None] = Parameter(
    "query",
    "filter",
    fields({"name": text, "ages": array(integer), "at": fields({"x": integer, "y": integer})}, text),
    Adapter(schemas.Filter),
    style="deepObject",
)
JSON: Parameter[schemas.Filter | None] = Parameter("query", "json", json_text, Adapter(schemas.Filter))
EITHER: Parameter[int | bool | str | None] = Parameter(
    "query", "either", first_of(integer, boolean, text), Adapter(int | bool | str)
)
WHATEVER: Parameter[Any] = Parameter("query", "whatever", texts, Adapter(Any))
PICKED: Parameter[list[int] | Literal[""] | None] = Parameter(
    "query", "picked", first_of(text, array(integer)), Adapter(list[int] | Literal[""]), explode=False
)
FLAG: Parameter[bool | None] = Parameter("query", "flag", boolean, Adapter(bool), empty=True)
SINCE: Parameter[datetime] = Parameter(
    "query",
    "since",
    text,
    Adapter(DateTimeText),
    default=TypeAdapter(DateTimeText).validate_json('"2026-01-01T00:00:00Z"'),
)
SORT: Parameter[list[schemas.Sort]] = Parameter(
    "query", "sort", array(text), Adapter(list[schemas.Sort]), default=[schemas.Sort("name")]
)
INLINE: Parameter[schemas.QueryInline | None] = Parameter(
    "query", "inline", fields({"a": integer}, text), Adapter(schemas.QueryInline), style="deepObject"
)
CRUMB: Parameter[schemas.QueryCrumb | None] = Parameter(
    "cookie", "crumb", fields({"left": text, "eaten": integer}, text), Adapter(schemas.QueryCrumb)
)
SEEN: Parameter[list[int] | None] = Parameter(
    "cookie", "seen", array(integer), Adapter(list[int]), explode=False
)
LIMIT: Parameter[int | None] = Parameter("query", "limit", integer, Adapter(int))
PAGE: Parameter[int | schemas.Page | None] = Parameter(
    "query",
    "page",
    fields({"number": integer, "size": integer}, text, value=integer),
    Adapter(int | schemas.Page),
    style="deepObject",
)
AT: Parameter[schemas.Point | bool | None] = Parameter(
    "query",
    "at",
    fields({"x": integer, "y": integer}, value=boolean),
    Adapter(schemas.Point | bool),
    explode=False,
)
LABELS: Parameter[dict[str, str] | None] = Parameter(
    "query", "labels", fields({}, text, besides=frozenset({"at", "limit", "page"})), Adapter(dict[str, str])
)


def find_router(api: FindApi) -> ContractRouter:
    """Find: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["find"])

    @router.operation("GET", "/simple/{ids}", operation_id="simple", problems=())
    async def simple(request: Request) -> Response:
        with Reading(request) as read:
            ids = read(IDS)
            x_ids = read(X_IDS)
            x_point = read(X_POINT)
        await api.simple(ids, x_ids=x_ids, x_point=x_point)
        return empty_response(204)

    @router.operation("GET", "/label/{ids}/{point}", operation_id="label", problems=())
    async def label(request: Request) -> Response:
        with Reading(request) as read:
            ids = read(LABEL_IDS)
            point = read(POINT)
        await api.label(ids, point)
        return empty_response(204)

    @router.operation("GET", "/matrix/{id}/{ids}/{point}", operation_id="matrix", problems=())
    async def matrix(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
            ids = read(MATRIX_IDS)
            point = read(MATRIX_POINT)
        await api.matrix(id, ids, point)
        return empty_response(204)

    @router.operation("GET", "/query", operation_id="query", problems=())
    async def query(request: Request) -> Response:
        with Reading(request) as read:
            form = read(FORM)
            space = read(SPACE)
            pipe = read(PIPE)
            point = read(QUERY_POINT)
            flat = read(FLAT)
            filter = read(FILTER)
            json = read(JSON)
            either = read(EITHER)
            whatever = read(WHATEVER)
            picked = read(PICKED)
            flag = read(FLAG)
            since = read(SINCE)
            sort = read(SORT)
            inline = read(INLINE)
            crumb = read(CRUMB)
            seen = read(SEEN)
        await api.query(
            form=form,
            space=space,
            pipe=pipe,
            point=point,
            flat=flat,
            filter=filter,
            json=json,
            either=either,
            whatever=whatever,
            picked=picked,
            flag=flag,
            since=since,
            sort=sort,
            inline=inline,
            crumb=crumb,
            seen=seen,
        )
        return empty_response(204)

    @router.operation("GET", "/either", operation_id="either", problems=())
    async def either(request: Request) -> Response:
        with Reading(request) as read:
            limit = read(LIMIT)
            page = read(PAGE)
            at = read(AT)
            labels = read(LABELS)
        await api.either(limit=limit, page=page, at=at, labels=labels)
        return empty_response(204)

    return router
