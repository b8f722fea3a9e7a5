"""Another team's server: ships are everybody's, keys are given out beforehand, in whatever form an operation wants."""

import os
import sys
from base64 import b64decode
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[4]))  # it is started in a folder of its own

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from tests.contract.foreign.served import DEFECTS, Call, Caller, Refused, Served

KEYS = {os.environ["ADA_KEY"], os.environ["BOB_KEY"]}
ships: dict[int, dict[str, Any]] = {}
numbers = count(1)


def login(request: Request) -> str | None:
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    try:
        return b64decode(told, validate=True).decode() if scheme.lower() == "basic" else None
    except ValueError:
        return None


def credentials(request: Request) -> dict[str, str | None]:
    one = {
        name: values[0] if len(values) == 1 else None
        for name, values in {
            "pin": request.query_params.getlist("pin"),
            "ticket": request.query_params.getlist("ticket"),
            "key": request.headers.getlist("x-harbour-key"),
        }.items()
    }
    return {**one, "session": request.cookies.get("harbour"), "login": login(request)}


def authenticate(request: Request, security: list[dict[str, list[str]]]) -> Caller:
    given = credentials(request)
    if "key in the query" in DEFECTS:
        given["key"] = given["key"] or request.query_params.get("key")
    if "any key" in DEFECTS and given["key"]:
        given["key"] = next(iter(KEYS))
    if "any case" in DEFECTS and given["key"]:
        given["key"] = next((each for each in KEYS if each.lower() == str(given["key"]).lower()), None)
    if "part of a login" in DEFECTS and given["login"]:
        given["login"] = next((each for each in KEYS if each.startswith(str(given["login"]))), None)
    for alternative in security:
        held = [given[name] for name in alternative]
        if held and all(each in KEYS for each in held) and len(set(held)) == 1:
            return held[0]
        if "one of two" in DEFECTS and any(each in KEYS for each in held):
            return next(each for each in held if each in KEYS)
    if security:
        status = 403 if "403 for nobody" in DEFECTS else 401
        raise Refused(status, "who are you?", {} if "no header" in DEFECTS else {"WWW-Authenticate": "Key"})
    return None


def tide(_call: Call) -> Response:
    return JSONResponse({"metres": "3" if "metres as text" in DEFECTS else 3, "warning": None})


def list_ships(call: Call) -> Response:
    low, high = (call.query.get("length", {}).get(name) for name in ("from", "to"))
    found = [
        each
        for each in ships.values()
        if (low is None or each["length"] >= low)
        and (high is None or each["length"] <= high)
        and call.query.get("flag") in (None, each["flag"])
    ]
    return JSONResponse(found)


def add_ship(call: Call) -> Response:
    number = next(numbers)
    ships[number] = {"flag": None, **call.body, "id": number}
    return JSONResponse(ships[number], 200 if "200 for 201" in DEFECTS else 201)


def found(call: Call) -> dict[str, Any]:
    if call.path["shipId"] not in ships:
        raise Refused(410 if "410 for 404" in DEFECTS else 404, "no such ship")
    return ships[call.path["shipId"]]


def read_ship(call: Call) -> Response:
    ship = found(call)
    return JSONResponse({**ship, "owner": call.caller} if "key shows" in DEFECTS else ship)


def sink_ship(call: Call) -> Response:
    found(call)
    del ships[call.path["shipId"]]
    return Response(b"{}" if "body with 204" in DEFECTS else None, 200 if "body with 204" in DEFECTS else 204)


def put_manifest(call: Call) -> Response:
    found(call)
    return Response(status_code=204)


def berth(_call: Call) -> Response:
    return HTMLResponse("<!doctype html><p>At the second pier.")


def refuse(refused: Refused) -> Response:
    return JSONResponse({"message": refused.code}, refused.status, refused.headers)


Served(
    Path(__file__).with_name("openapi.json"),
    {
        "tide": tide,
        "listShips": list_ships,
        "addShip": add_ship,
        "readShip": read_ship,
        "sinkShip": sink_ship,
        "putManifest": put_manifest,
        "berth": berth,
    },
    authenticate,
    refuse,
).run()
