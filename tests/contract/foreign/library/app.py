"""Another team's server: everybody's books. Nobody is asked who they are."""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[4]))  # it is started in a folder of its own

from starlette.responses import HTMLResponse, JSONResponse, Response

from tests.contract.foreign.served import DEFECTS, Call, Refused, Served

BOOKS: list[dict[str, Any]] = [
    {"isbn": str(101 + number), "title": f"Book {number}", "year": 1990 + number, "lentTo": None}
    for number in range(20)
]


def front_page(_call: Call) -> Response:
    return JSONResponse({}) if "page is JSON" in DEFECTS else HTMLResponse("<!doctype html><title>Library</title>")


def find_books(call: Call) -> Response:
    years, title = call.query.get("years", {}), call.query.get("title", "")
    found = [
        each
        for each in BOOKS
        if title in str(each["title"]) and years.get("from", 0) <= each["year"] <= years.get("to", 3000)
    ]
    if "crash" in DEFECTS and "old" in call.query.get("tag", []):
        raise RuntimeError
    if "isbn is a number" in DEFECTS:
        found = [{**each, "isbn": int(str(each["isbn"]))} for each in found]
    most = call.query.get("most", 10) + (1 if "one too many" in DEFECTS else 0)
    return JSONResponse(found[: 100 if "no limit" in DEFECTS else most])


def show_book(call: Call) -> Response:
    found = next((each for each in BOOKS if each["isbn"] == call.path["isbn"]), None)
    if found is None:
        raise Refused(418 if "teapot" in DEFECTS else 404, "unknown")
    return JSONResponse({**found, "shelf": 3} if "one more property" in DEFECTS else found)


def wish(_call: Call) -> Response:
    return JSONResponse({"ok": True}, 200) if "200 for 204" in DEFECTS else Response(status_code=204)


def send_cover(call: Call) -> Response:
    if not call.body["isbn"].isdecimal():
        raise Refused(400, "isbn")
    return Response(status_code=202)


def refuse(refused: Refused) -> Response:
    if "error is a text" in DEFECTS:
        return Response("wrong", refused.status, refused.headers, "text/plain")
    body = {"error": {"code": 1 if "code is a number" in DEFECTS else refused.code}}
    return JSONResponse(body, refused.status, refused.headers)


Served(
    Path(__file__).with_name("openapi.yaml"),
    {
        "frontPage": front_page,
        "findBooks": find_books,
        "showBook": show_book,
        "wish": wish,
        "sendCover": send_cover,
    },
    lambda _request, _security: None,
    refuse,
).run()
