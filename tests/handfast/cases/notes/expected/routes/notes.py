"""Routes of the operations tagged `notes`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.notes import GetNote200, GetNote304, NotesApi
from ..problems import (
    Failed,
    Forbidden,
    Invalid,
    NoJson,
    NoteNotFound,
    TooLarge,
    Unauthorized,
    Unavailable,
    WrongType,
)
from ..security import Authenticate
from ..support.access import require_owner
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import boolean, integer, text
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

DONE: Parameter[bool | None] = Parameter("query", "done", boolean, Adapter(bool))
Q: Parameter[str | None] = Parameter(
    "query", "q", text, Adapter(Annotated[str, Field(min_length=1, max_length=50)])
)
SORT: Parameter[Literal["title", "-title"]] = Parameter(
    "query", "sort", text, Adapter(Literal["title", "-title"]), default="title"
)
LIMIT: Parameter[int] = Parameter(
    "query", "limit", integer, Adapter(Annotated[int, Field(ge=1, le=100)]), default=20
)
CURSOR: Parameter[str | None] = Parameter(
    "query", "cursor", text, Adapter(Annotated[str, Field(max_length=100)])
)
NOTE_ID: Parameter[str] = Parameter(
    "path",
    "note_id",
    text,
    Adapter(Annotated[str, Field(min_length=1, max_length=64, pattern="^[^\\x00]*$")]),
    required=True,
)
IF_NONE_MATCH: Parameter[str | None] = Parameter("header", "If-None-Match", text, Adapter(str))
NOTE_PAGE_JSON: Adapter[schemas.NotePage] = Adapter(schemas.NotePage)
NOTE_CREATE_JSON: Adapter[schemas.NoteCreate] = Adapter(schemas.NoteCreate)
NOTE_JSON: Adapter[schemas.Note] = Adapter(schemas.Note)


def notes_router(api: NotesApi, authenticate: Authenticate) -> ContractRouter:
    """Notes: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["notes"])

    @router.operation(
        "GET",
        "/users/{user_id}/notes",
        operation_id="listNotes",
        problems=(
            Unauthorized,
            Forbidden,
            Invalid,
            Failed,
            Unavailable,
        ),
    )
    async def list_notes(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            done = read(DONE)
            q = read(Q)
            sort = read(SORT)
            limit = read(LIMIT)
            cursor = read(CURSOR)
        result = await api.list_notes(caller, user_id, done=done, q=q, sort=sort, limit=limit, cursor=cursor)
        return json_response(200, NOTE_PAGE_JSON, result)

    @router.operation(
        "POST",
        "/users/{user_id}/notes",
        operation_id="createNote",
        problems=(
            NoJson,
            Unauthorized,
            Forbidden,
            TooLarge,
            WrongType,
            Invalid,
            Failed,
            Unavailable,
        ),
    )
    async def create_note(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        body = await json_body(request, NOTE_CREATE_JSON, "application/json")
        result = await api.create_note(caller, user_id, body)
        return json_response(
            201, NOTE_JSON, result.content, {"Location": result.location, "ETag": result.etag}
        )

    @router.operation(
        "GET",
        "/users/{user_id}/notes/{note_id}",
        operation_id="getNote",
        problems=(
            Unauthorized,
            Forbidden,
            NoteNotFound,
            Invalid,
            Failed,
            Unavailable,
        ),
    )
    async def get_note(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            note_id = read(NOTE_ID)
            if_none_match = read(IF_NONE_MATCH)
        result = await api.get_note(caller, user_id, note_id, if_none_match=if_none_match)
        match result:
            case GetNote200():
                return json_response(200, NOTE_JSON, result.content, {"ETag": result.etag})
            case GetNote304():
                return empty_response(304, {"ETag": result.etag})

    @router.operation(
        "PUT",
        "/users/{user_id}/notes/{note_id}",
        operation_id="replaceNote",
        problems=(
            NoJson,
            Unauthorized,
            Forbidden,
            NoteNotFound,
            TooLarge,
            WrongType,
            Invalid,
            Failed,
            Unavailable,
        ),
    )
    async def replace_note(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            note_id = read(NOTE_ID)
        body = await json_body(request, NOTE_CREATE_JSON, "application/json")
        result = await api.replace_note(caller, user_id, note_id, body)
        return json_response(200, NOTE_JSON, result)

    @router.operation(
        "DELETE",
        "/users/{user_id}/notes/{note_id}",
        operation_id="deleteNote",
        problems=(
            Unauthorized,
            Forbidden,
            NoteNotFound,
            Invalid,
            Failed,
            Unavailable,
        ),
    )
    async def delete_note(request: Request) -> Response:
        caller = await authenticate.bearer_auth(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            note_id = read(NOTE_ID)
        await api.delete_note(caller, user_id, note_id)
        return empty_response(204)

    return router
