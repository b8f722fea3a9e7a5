"""Routes of the operations tagged `pets`: parse, guard, call, respond."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.pets import PetsApi
from ..support.adapters import Adapter
from ..support.binding import Parameter, Reading
from ..support.bodies import json_body
from ..support.decoders import integer, nullable, number, text, texts
from ..support.responses import json_response
from ..support.routing import ContractRouter
from ..support.rules import Rules

KIND: Parameter[Literal["cat", "dog"]] = Parameter(
    "path", "kind", text, Adapter(Literal["cat", "dog"]), required=True
)
AGE: Parameter[int | None] = Parameter("query", "age", integer, Adapter(Annotated[int, Field(ge=0, lt=50)]))
WEIGHT: Parameter[float | None] = Parameter(
    "query",
    "weight",
    number,
    Adapter(Annotated[Annotated[float, Field(allow_inf_nan=False)], Rules({"multipleOf": 0.5})]),
)
EITHER: Parameter[int | None] = Parameter("query", "either", nullable(integer), Adapter(int | None))
ANYTHING: Parameter[Any] = Parameter("query", "anything", texts, Adapter(Any))
WORD: Parameter[str | None] = Parameter(
    "query", "word", text, Adapter(Annotated[str, Field(pattern="^[a-z'\"\\\\]+$")])
)
ADD_PET_BODY_JSON: Adapter[schemas.AddPetBody] = Adapter(schemas.AddPetBody)
ADD_PET_RESPONSE_JSON: Adapter[schemas.AddPetResponse] = Adapter(schemas.AddPetResponse)
LIST_FLOAT_JSON: Adapter[list[float]] = Adapter(
    Annotated[list[Annotated[float, Field(allow_inf_nan=False)]], Field(min_length=1)]
)
INT_JSON: Adapter[int] = Adapter(Annotated[int, Field(ge=0)])
LIST_STR_NONE_JSON: Adapter[list[str] | None] = Adapter(list[str] | None)
ANY_JSON: Adapter[Any] = Adapter(Any)
NONE_JSON: Adapter[None] = Adapter(None)


def pets_router(api: PetsApi) -> ContractRouter:
    """Pets: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["pets"])

    @router.operation("POST", "/pets/{kind}", operation_id="addPet", problems=())
    async def add_pet(request: Request) -> Response:
        with Reading(request) as read:
            kind = read(KIND)
            age = read(AGE)
            weight = read(WEIGHT)
            either = read(EITHER)
            anything = read(ANYTHING)
            word = read(WORD)
        body = await json_body(request, ADD_PET_BODY_JSON, "application/json")
        result = await api.add_pet(
            kind, body, age=age, weight=weight, either=either, anything=anything, word=word
        )
        return json_response(201, ADD_PET_RESPONSE_JSON, result)

    @router.operation("PUT", "/pets/{kind}", operation_id="setNumbers", problems=())
    async def set_numbers(request: Request) -> Response:
        with Reading(request) as read:
            kind = read(KIND)
        body = await json_body(request, LIST_FLOAT_JSON, "application/json")
        result = await api.set_numbers(kind, body)
        return json_response(200, INT_JSON, result)

    @router.operation("GET", "/pets/{kind}", operation_id="getNames", problems=())
    async def get_names(request: Request) -> Response:
        with Reading(request) as read:
            kind = read(KIND)
        result = await api.get_names(kind)
        return json_response(200, LIST_STR_NONE_JSON, result)

    @router.operation("DELETE", "/pets/{kind}", operation_id="whatever", problems=())
    async def whatever(request: Request) -> Response:
        with Reading(request) as read:
            kind = read(KIND)
        body = await json_body(request, ANY_JSON, "application/json")
        result = await api.whatever(kind, body)
        return json_response(200, ANY_JSON, result)

    @router.operation("HEAD", "/pets/{kind}", operation_id="nothing", problems=())
    async def nothing(request: Request) -> Response:
        with Reading(request) as read:
            kind = read(KIND)
        await api.nothing(kind)
        return json_response(200, NONE_JSON, None)

    return router
