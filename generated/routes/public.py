"""Routes of the operations tagged `public`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.public import (
    GetOpenapiJson200,
    GetOpenapiJson304,
    GetOpenapiYaml200,
    GetOpenapiYaml304,
    PublicApi,
)
from ..problems import EditionNotFound, InternalError, ServiceUnavailable, ValidationFailed
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.decoders import text
from ..support.responses import empty_response, json_response, raw_response
from ..support.routing import ContractRouter

IF_NONE_MATCH: Parameter[str | None] = Parameter("header", "If-None-Match", text, Adapter(str))
EDITION: Parameter[str] = Parameter(
    "path",
    "edition",
    text,
    Adapter(Annotated[str, Field(min_length=16, max_length=16, pattern="^[0-9a-f]{16}$")]),
    required=True,
)
LIVENESS_JSON: Adapter[schemas.Liveness] = Adapter(schemas.Liveness)
READINESS_JSON: Adapter[schemas.Readiness] = Adapter(schemas.Readiness)


def public_router(api: PublicApi) -> ContractRouter:
    """Public: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["public"])

    @router.operation("GET", "/health/live", operation_id="getLiveness", problems=(InternalError,))
    async def get_liveness(request: Request) -> Response:
        result = await api.get_liveness()
        return json_response(200, LIVENESS_JSON, result)

    @router.operation(
        "GET",
        "/health/ready",
        operation_id="getReadiness",
        problems=(
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def get_readiness(request: Request) -> Response:
        result = await api.get_readiness()
        return json_response(200, READINESS_JSON, result)

    @router.operation("GET", "/openapi.json", operation_id="getOpenapiJson", problems=(InternalError,))
    async def get_openapi_json(request: Request) -> Response:
        with Reading(request) as read:
            if_none_match = read(IF_NONE_MATCH)
        result = await api.get_openapi_json(if_none_match=if_none_match)
        match result:
            case GetOpenapiJson200():
                return raw_response(200, result.content, "application/json", {"ETag": result.etag})
            case GetOpenapiJson304():
                return empty_response(304, {"ETag": result.etag})

    @router.operation("GET", "/openapi.yaml", operation_id="getOpenapiYaml", problems=(InternalError,))
    async def get_openapi_yaml(request: Request) -> Response:
        with Reading(request) as read:
            if_none_match = read(IF_NONE_MATCH)
        result = await api.get_openapi_yaml(if_none_match=if_none_match)
        match result:
            case GetOpenapiYaml200():
                return raw_response(200, result.content, "application/yaml", {"ETag": result.etag})
            case GetOpenapiYaml304():
                return empty_response(304, {"ETag": result.etag})

    @router.operation(
        "GET",
        "/openapi/{edition}",
        operation_id="getEdition",
        problems=(
            EditionNotFound,
            ValidationFailed,
            InternalError,
        ),
    )
    async def get_edition(request: Request) -> Response:
        with Reading(request) as read:
            edition = read(EDITION)
        result = await api.get_edition(edition)
        return raw_response(
            200, result, "application/json", {"Cache-Control": "public, max-age=31536000, immutable"}
        )

    @router.operation("GET", "/docs", operation_id="getDocs", problems=(InternalError,))
    async def get_docs(request: Request) -> Response:
        result = await api.get_docs()
        return raw_response(200, result, "text/html")

    return router
