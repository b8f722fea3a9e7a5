"""Routes of the operations tagged `default`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.default import DefaultApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import empty_response
from ..support.routing import ContractRouter

SID: Parameter[str] = Parameter("path", "Sid", text, Adapter(str), required=True)
BASE: Parameter[str] = Parameter("path", "base", text, Adapter(str), required=True)
HEAD: Parameter[str] = Parameter("path", "head", text, Adapter(str), required=True)
NAME: Parameter[str] = Parameter("path", "name", text, Adapter(str), required=True)
JOB: Parameter[str] = Parameter("path", "job", text, Adapter(str), required=True)
ID: Parameter[str] = Parameter("path", "id", text, Adapter(str), required=True)
ITEM_ID: Parameter[str] = Parameter("path", "item-id", text, Adapter(str), required=True)
N2ND: Parameter[str] = Parameter("path", "2nd", text, Adapter(str), required=True)


def default_router(api: DefaultApi) -> ContractRouter:
    """Default: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["default"])

    @router.operation("GET", "/accounts/{Sid}.json", operation_id="get /accounts/{Sid}.json", problems=())
    async def get_accounts_by_sid_json(request: Request) -> Response:
        with Reading(request) as read:
            sid = read(SID)
        await api.get_accounts_by_sid_json(sid)
        return empty_response(204)

    @router.operation(
        "GET", "/compare/{base}...{head}", operation_id="get /compare/{base}...{head}", problems=()
    )
    async def get_compare_by_base_by_head(request: Request) -> Response:
        with Reading(request) as read:
            base = read(BASE)
            head = read(HEAD)
        await api.get_compare_by_base_by_head(base, head)
        return empty_response(204)

    @router.operation("POST", "/jobs/{name}:cancel", operation_id="cancel", problems=())
    async def cancel(request: Request) -> Response:
        with Reading(request) as read:
            name = read(NAME)
        await api.cancel(name)
        return empty_response(204)

    @router.operation("POST", "/jobs/{job}:cancel", operation_id="cancel_2", problems=())
    async def cancel_2(request: Request) -> Response:
        with Reading(request) as read:
            job = read(JOB)
        await api.cancel_2(job)
        return empty_response(204)

    @router.operation("POST", "/tasks/{name}:cancel", operation_id="cancel_3", problems=())
    async def cancel_3(request: Request) -> Response:
        with Reading(request) as read:
            name = read(NAME)
        await api.cancel_3(name)
        return empty_response(204)

    @router.operation("QUERY", "/items/{id}", operation_id="find", problems=())
    async def find(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        await api.find(id)
        return empty_response(204)

    @router.operation("COPY", "/items/{id}", operation_id="copy", problems=())
    async def copy(request: Request) -> Response:
        with Reading(request) as read:
            id = read(ID)
        await api.copy(id)
        return empty_response(204)

    @router.operation(
        "HEAD", "/items/{item-id}/{2nd}", operation_id="head /items/{item-id}/{2nd}", problems=()
    )
    async def head_items_by_item_id_by_2nd(request: Request) -> Response:
        with Reading(request) as read:
            item_id = read(ITEM_ID)
            n2nd = read(N2ND)
        await api.head_items_by_item_id_by_2nd(item_id, n2nd)
        return empty_response(204)

    @router.operation(
        "OPTIONS", "/items/{item-id}/{2nd}", operation_id="options /items/{item-id}/{2nd}", problems=()
    )
    async def options_items_by_item_id_by_2nd(request: Request) -> Response:
        with Reading(request) as read:
            item_id = read(ITEM_ID)
            n2nd = read(N2ND)
        await api.options_items_by_item_id_by_2nd(item_id, n2nd)
        return empty_response(204)

    @router.operation(
        "TRACE", "/items/{item-id}/{2nd}", operation_id="trace /items/{item-id}/{2nd}", problems=()
    )
    async def trace_items_by_item_id_by_2nd(request: Request) -> Response:
        with Reading(request) as read:
            item_id = read(ITEM_ID)
            n2nd = read(N2ND)
        await api.trace_items_by_item_id_by_2nd(item_id, n2nd)
        return empty_response(204)

    return router
