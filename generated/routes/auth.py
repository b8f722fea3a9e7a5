"""Routes of the operations tagged `auth`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.auth import AuthApi
from ..problems import (
    ContentTooLarge,
    EmailTaken,
    InternalError,
    InvalidCredentials,
    MalformedJson,
    ServiceUnavailable,
    SessionNotFound,
    TooManyRequests,
    Unauthorized,
    UnsupportedMediaType,
    ValidationFailed,
)
from ..security import Authenticate
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer, text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

LIMIT: Parameter[int] = Parameter(
    "query", "limit", integer, Adapter(Annotated[int, Field(ge=1, le=100)]), default=20
)
CURSOR: Parameter[str | None] = Parameter(
    "query",
    "cursor",
    text,
    Adapter(Annotated[str, Field(min_length=1, max_length=1200, pattern="^[A-Za-z0-9._~-]*$")]),
)
SESSION_ID: Parameter[str] = Parameter(
    "path",
    "session_id",
    text,
    Adapter(Annotated[str, Field(min_length=1, max_length=64, pattern="^[^\\x00]*$")]),
    required=True,
)
USER_REGISTER_JSON: Adapter[schemas.UserRegister] = Adapter(schemas.UserRegister)
USER_JSON: Adapter[schemas.User] = Adapter(schemas.User)
LOG_IN_JSON: Adapter[schemas.LogIn] = Adapter(schemas.LogIn)
ACCESS_TOKEN_JSON: Adapter[schemas.AccessToken] = Adapter(schemas.AccessToken)
SESSION_PAGE_JSON: Adapter[schemas.SessionPage] = Adapter(schemas.SessionPage)
USER_UPDATE_JSON: Adapter[schemas.UserUpdate] = Adapter(schemas.UserUpdate)


def auth_router(api: AuthApi, authenticate: Authenticate) -> ContractRouter:
    """Auth: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["auth"])

    @router.operation(
        "POST",
        "/api/auth/register",
        operation_id="registerUser",
        problems=(
            MalformedJson,
            EmailTaken,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            TooManyRequests,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def register_user(request: Request) -> Response:
        body = await json_body(request, USER_REGISTER_JSON, "application/json")
        result = await api.register_user(body)
        return json_response(201, USER_JSON, result.content, {"Location": result.location})

    @router.operation(
        "POST",
        "/api/auth/login",
        operation_id="logIn",
        problems=(
            MalformedJson,
            InvalidCredentials,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            TooManyRequests,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def log_in(request: Request) -> Response:
        body = await json_body(request, LOG_IN_JSON, "application/json")
        result = await api.log_in(body)
        return json_response(200, ACCESS_TOKEN_JSON, result)

    @router.operation(
        "POST",
        "/api/auth/logout",
        operation_id="logOut",
        problems=(
            Unauthorized,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def log_out(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        await api.log_out(caller)
        return empty_response(204)

    @router.operation(
        "GET",
        "/api/auth/sessions",
        operation_id="listSessions",
        problems=(
            Unauthorized,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def list_sessions(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        with Reading(request) as read:
            limit = read(LIMIT)
            cursor = read(CURSOR)
        result = await api.list_sessions(caller, limit=limit, cursor=cursor)
        return json_response(200, SESSION_PAGE_JSON, result)

    @router.operation(
        "DELETE",
        "/api/auth/sessions/{session_id}",
        operation_id="revokeSession",
        problems=(
            Unauthorized,
            SessionNotFound,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def revoke_session(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        with Reading(request) as read:
            session_id = read(SESSION_ID)
        await api.revoke_session(caller, session_id)
        return empty_response(204)

    @router.operation(
        "GET",
        "/api/auth/me",
        operation_id="getCurrentUser",
        problems=(
            Unauthorized,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def get_current_user(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        result = await api.get_current_user(caller)
        return json_response(200, USER_JSON, result)

    @router.operation(
        "PATCH",
        "/api/auth/me",
        operation_id="updateCurrentUser",
        problems=(
            MalformedJson,
            Unauthorized,
            ContentTooLarge,
            UnsupportedMediaType,
            ValidationFailed,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def update_current_user(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        body = await json_body(request, USER_UPDATE_JSON, "application/json", "application/merge-patch+json")
        result = await api.update_current_user(caller, body)
        return json_response(200, USER_JSON, result)

    @router.operation(
        "DELETE",
        "/api/auth/me",
        operation_id="deleteCurrentUser",
        problems=(
            Unauthorized,
            InternalError,
            ServiceUnavailable,
        ),
    )
    async def delete_current_user(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        await api.delete_current_user(caller)
        return empty_response(204)

    return router
