"""Another team's server: orders belong to members, who show a token or log in with it as name and password."""

import os
import sys
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[4]))  # it is started in a folder of its own

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.contract.foreign.served import DEFECTS, Call, Caller, Refused, Served

members: dict[str, str] = {}
"""Member ids by secret; some may be there from the beginning."""
members.update(
    {os.environ[f"{name.upper()}_KEY"]: name for name in ("ada", "bob") if f"{name.upper()}_KEY" in os.environ}
)
orders: dict[tuple[str, int], dict[str, Any]] = {}
"""By their members and ids, which are counted."""
ids: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
numbers = count(1)
kept: dict[tuple[str, str], tuple[Any, Response]] = {}
"""What was ordered with each member's keys, and how it was answered."""


def shown(request: Request) -> tuple[str, str]:
    fields = request.headers.getlist("authorization")
    scheme, _, secret = fields[0].partition(" ") if len(fields) == 1 else ("", "", "")
    if scheme.lower() == "basic":
        try:
            return "login", b64decode(secret, validate=True).decode()
        except ValueError:
            return "login", ""
    return {"bearer": "sso"}.get(scheme.lower(), ""), secret


def authenticate(request: Request, security: list[dict[str, list[str]]]) -> Caller:
    scheme, secret = shown(request)
    if "keys open doors" in DEFECTS and request.headers.get("idempotency-key") in {key for _, key in kept}:
        return str(request.path_params.get("memberId"))
    if "basic is not looked at" in DEFECTS and scheme == "login":
        return next(iter(members.values()), None)
    if any(scheme in each for each in security) and secret in members:
        caller = members[secret]
        if "any member" not in DEFECTS and request.path_params.get("memberId", caller) != caller:
            raise Refused(403, "not yours")
        return caller
    if {} in security and ("authorization" not in request.headers or "garbage is nobody" in DEFECTS):
        return None
    if security:
        raise Refused(401, "who are you?", {"WWW-Authenticate": 'Bearer, Basic realm="kiosk"'})
    return None


def is_open(_call: Call) -> Response:
    return Response(status_code=204)


def sign_up(_call: Call) -> Response:
    secret, member = f"{uuid4().hex}:{uuid4().hex}", uuid4().hex
    members[secret] = member
    return JSONResponse({"id": member, "secret": secret}, 201)


def read_news(_call: Call) -> Response:
    return JSONResponse({"text": f"{len(orders)} orders" if "orders are counted" in DEFECTS else "Nothing is new."})


def leave(call: Call) -> Response:
    for secret in [secret for secret, member in members.items() if member == call.caller]:
        if "leaving is forgotten" not in DEFECTS:
            del members[secret]
    return Response(status_code=204)


def list_orders(call: Call) -> Response:
    return JSONResponse(
        [order for (member, _), order in orders.items() if member == call.caller or "all orders" in DEFECTS]
    )


def order(call: Call) -> Response:
    key = str(call.caller), call.header["Idempotency-Key"]
    if key not in kept:
        kept[key] = call.body, made_of(call)
    if kept[key][0] != call.body:
        raise Refused(422, "another order had this key")
    return kept[key][1]


def made_of(call: Call) -> Response:
    member = str(call.caller)
    number = next(ids[member if "each member counts" in DEFECTS else ""])
    orders[member, number] = {"pieces": 2 if "another default" in DEFECTS else 1, **call.body, "id": number}
    place = "/orders" if "location elsewhere" in DEFECTS else f"/api/members/{member}/orders/{number}"
    return JSONResponse(orders[member, number], 201, {"Location": place})


def found(call: Call) -> tuple[str, int]:
    number = call.path["orderId"]
    known = [key for key in orders if key[1] == number and ("any order" in DEFECTS or key[0] == call.caller)]
    if not known:
        raise Refused(404, "no such order")
    return known[0]


def show_order(call: Call) -> Response:
    return JSONResponse(orders[found(call)])


def cancel_order(call: Call) -> Response:
    if "cancelled first" in DEFECTS:
        for key in [key for key in orders if key[1] == call.path["orderId"]]:
            del orders[key]
    else:
        del orders[found(call)]
    return Response(status_code=204)


def refuse(refused: Refused) -> Response:
    return JSONResponse({"error": f"{refused.code} ({next(numbers)})"}, refused.status, refused.headers)


Served(
    Path(__file__).with_name("openapi.yaml"),
    {
        "isOpen": is_open,
        "signUp": sign_up,
        "readNews": read_news,
        "leave": leave,
        "listOrders": list_orders,
        "order": order,
        "showOrder": show_order,
        "cancelOrder": cancel_order,
    },
    authenticate,
    refuse,
    wrong=422,
).run()
