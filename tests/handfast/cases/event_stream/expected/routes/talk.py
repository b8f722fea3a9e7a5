"""Routes of the operations tagged `talk`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.talk import EndEvent, FailureEvent, Last, PieceEvent, TalkApi
from ..problems import Silent
from ..support import streams
from ..support.adapters import Adapter
from ..support.bodies import json_body
from ..support.responses import event_response
from ..support.routing import ContractRouter

QUESTION_JSON: Adapter[schemas.Question] = Adapter(schemas.Question)
PIECE_JSON: Adapter[schemas.Piece] = Adapter(schemas.Piece)
END_JSON: Adapter[schemas.End] = Adapter(schemas.End)
SILENT_PROBLEM_JSON: Adapter[schemas.SilentProblem] = Adapter(schemas.SilentProblem)
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
