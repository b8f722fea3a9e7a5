"""Routes of the operations tagged `events`: parse, guard, call, respond."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .. import schemas
from ..apis.events import AddMover201, AddMover202, EventsApi
from ..support.adapters import Adapter
from ..support.bodies import json_body
from ..support.responses import empty_response, json_response
from ..support.routing import ContractRouter

LIST_ANY_EVENT_JSON: Adapter[list[schemas.AnyEvent]] = Adapter(list[schemas.AnyEvent])
EXCHANGE_JSON: Adapter[schemas.Exchange] = Adapter(schemas.Exchange)
PLACE_JSON: Adapter[schemas.Place] = Adapter(schemas.Place)
MOVER_JSON: Adapter[schemas.Mover] = Adapter(schemas.Mover)
DUCK_JSON: Adapter[schemas.Duck] = Adapter(schemas.Duck)
RUNNER_JSON: Adapter[schemas.Runner] = Adapter(schemas.Runner)
DIARY_JSON: Adapter[schemas.Diary] = Adapter(schemas.Diary)
ANY_VEHICLE_JSON: Adapter[schemas.AnyVehicle] = Adapter(schemas.AnyVehicle)
TAXI_JSON: Adapter[schemas.Taxi] = Adapter(schemas.Taxi)
TOWN_JSON: Adapter[schemas.Town] = Adapter(schemas.Town)


def events_router(api: EventsApi) -> ContractRouter:
    """Events: the handlers of `api` behind their parsing and guards."""
    router = ContractRouter(tags=["events"])

    @router.operation("GET", "/events", operation_id="listEvents", problems=())
    async def list_events(request: Request) -> Response:
        result = await api.list_events()
        return json_response(200, LIST_ANY_EVENT_JSON, result)

    @router.operation("POST", "/events", operation_id="addExchange", problems=())
    async def add_exchange(request: Request) -> Response:
        body = await json_body(request, EXCHANGE_JSON, "application/json")
        await api.add_exchange(body)
        return empty_response(204)

    @router.operation("POST", "/places", operation_id="addPlace", problems=())
    async def add_place(request: Request) -> Response:
        body = await json_body(request, PLACE_JSON, "application/json")
        await api.add_place(body)
        return empty_response(204)

    @router.operation("POST", "/movers", operation_id="addMover", problems=())
    async def add_mover(request: Request) -> Response:
        body = await json_body(request, MOVER_JSON, "application/json")
        result = await api.add_mover(body)
        match result:
            case AddMover201():
                return json_response(201, DUCK_JSON, result.content)
            case AddMover202():
                return json_response(202, RUNNER_JSON, result.content)

    @router.operation("POST", "/diaries", operation_id="addDiary", problems=())
    async def add_diary(request: Request) -> Response:
        body = await json_body(request, DIARY_JSON, "application/json")
        await api.add_diary(body)
        return empty_response(204)

    @router.operation("POST", "/vehicles", operation_id="addVehicle", problems=())
    async def add_vehicle(request: Request) -> Response:
        body = await json_body(request, ANY_VEHICLE_JSON, "application/json")
        result = await api.add_vehicle(body)
        return json_response(201, ANY_VEHICLE_JSON, result)

    @router.operation("POST", "/taxis", operation_id="addTaxi", problems=())
    async def add_taxi(request: Request) -> Response:
        body = await json_body(request, TAXI_JSON, "application/json")
        await api.add_taxi(body)
        return empty_response(204)

    @router.operation("POST", "/towns", operation_id="addTown", problems=())
    async def add_town(request: Request) -> Response:
        body = await json_body(request, TOWN_JSON, "application/json")
        await api.add_town(body)
        return empty_response(204)

    return router
