"""Routes of the operations tagged `talk`: parse, guard, call, respond."""

from __future__ import annotations

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.talk import EndEvent, FailureEvent, Last, PieceEvent, TalkApi
from ..problems import Silent
from ..support import streams
from ..support.bodies import json_body
from ..support.responses import event_response
from ..support.routing import ContractRouter

QUESTION_JSON: TypeAdapter[schemas.Question] = TypeAdapter(schemas.Question)
PIECE_JSON: TypeAdapter[schemas.Piece] = TypeAdapter(schemas.Piece)
END_JSON: TypeAdapter[schemas.End] = TypeAdapter(schemas.End)
SILENT_PROBLEM_JSON: TypeAdapter[schemas.SilentProblem] = TypeAdapter(schemas.SilentProblem)
TALK_EVENTS = streams.Events(
    {
        PieceEvent: streams.EventForm("piece", PIECE_JSON),
        EndEvent: streams.EventForm("end", END_JSON),
        FailureEvent: streams.EventForm("failure", SILENT_PROBLEM_JSON),
        Last: streams.EventForm(None, None),
    }
)


def talk_router(api: TalkApi) -> ContractRouter:
    """Talk: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["talk"])

    @router.operation("POST", "/talk", operation_id="talk", problems=(Silent,))
    async def talk(request: Request) -> Response:
        body = await json_body(request, QUESTION_JSON, "application/json")
        result = await api.talk(body)
        return event_response(200, TALK_EVENTS, result.content, {"X-Model": result.x_model})

    @router.operation("GET", "/talk/again", operation_id="talkAgain", problems=())
    async def talk_again(request: Request) -> Response:
        result = await api.talk_again()
        return event_response(200, TALK_EVENTS, result)

    return router
