"""Routes of the operations tagged `files`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..apis.files import FilesApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import has_body, raw_body, text_body
from ..support.decoders import text
from ..support.responses import empty_response, raw_response
from ..support.routing import ContractRouter

NAME: Parameter[str] = Parameter("path", "name", text, Adapter(str), required=True)


def files_router(api: FilesApi) -> ContractRouter:
    """Files: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["files"])

    @router.operation("GET", "/files/{name}", operation_id="getFile", problems=())
    async def get_file(request: Request) -> Response:
        with Reading(request) as read:
            name = read(NAME)
        result = await api.get_file(name)
        return raw_response(200, result, "application/octet-stream")

    @router.operation("PUT", "/files/{name}", operation_id="putFile", problems=())
    async def put_file(request: Request) -> Response:
        with Reading(request) as read:
            name = read(NAME)
        body = await raw_body(request, "image/png", "image/jpeg")
        await api.put_file(name, body)
        return empty_response(204)

    @router.operation("GET", "/page", operation_id="getPage", problems=())
    async def get_page(request: Request) -> Response:
        result = await api.get_page()
        return raw_response(200, result, "text/html")

    @router.operation("POST", "/page", operation_id="postText", problems=())
    async def post_text(request: Request) -> Response:
        body = await text_body(request, "text/plain")
        await api.post_text(body)
        return empty_response(204)

    @router.operation("PATCH", "/page", operation_id="patchText", problems=())
    async def patch_text(request: Request) -> Response:
        body = await text_body(request, "text/plain") if await has_body(request) else None
        await api.patch_text(body)
        return empty_response(204)

    @router.operation("GET", "/document.yaml", operation_id="getYaml", problems=())
    async def get_yaml(request: Request) -> Response:
        result = await api.get_yaml()
        return raw_response(200, result, "application/yaml")

    @router.operation("GET", "/document.json", operation_id="getEncoded", problems=())
    async def get_encoded(request: Request) -> Response:
        result = await api.get_encoded()
        return raw_response(200, result.content, "application/json", {"ETag": result.etag})

    return router
