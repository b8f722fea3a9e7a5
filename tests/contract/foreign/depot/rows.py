"""Whatever the depot keeps, whoever's it is, in a file that a second world can be copied from."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response

from tests.contract.foreign.served import DEFECTS, Call, Refused

Row = dict[str, Any]
STATE = Path(os.environ["STATE"])
KINDS = ("boxes", "items", "notes", "shelves", "jars")
state: dict[str, Any] = (
    json.loads(STATE.read_text())
    if STATE.exists()
    else {"members": {}, "profiles": {}, "keys": {}, "count": 0, **{kind: {} for kind in KINDS}}
)
"""Rows by kind and key; each has its owner, its version, its place in the order, and what is shown of it."""


def has(defect: str) -> bool:
    return defect in DEFECTS


def save() -> None:
    STATE.write_text(json.dumps(state))


def add(call: Call, kind: str, key: str, shown: Row) -> Row:
    state["count"] += 1
    row = {"owner": call.caller, "version": 1, "place": state["count"], "shown": shown}
    state[kind][f"{call.caller} {key}" if kind == "notes" else key] = row
    save()
    return row


def find(call: Call, kind: str, key: str, *, anybodys: bool = False) -> Row:
    row: Row | None = state[kind].get(f"{call.caller} {key}" if kind == "notes" else key)
    if row is None or (row["owner"] != call.caller and not anybodys):
        refused = Refused(404, "nothing there")
        refused.length += has("ref tells") and row is not None
        raise refused
    return row


def change(row: Row, sent: Row) -> Response:
    row["shown"] |= sent
    row["version"] += 1
    save()
    return shown(row)


def remove(kind: str, *rows: Row) -> Response:
    state[kind] = {key: row for key, row in state[kind].items() if not any(row is each for each in rows)}
    save()
    return Response(status_code=204)


def shown(row: Row, status: int = 200, location: str | None = None) -> Response:
    headers = {"ETag": f'"{row["version"]}"'} | ({"Location": location} if location else {})
    return JSONResponse(row["shown"], status, headers)


def own(call: Call, kind: str) -> list[Row]:
    rows = [row for row in state[kind].values() if row["owner"] == call.caller]
    return sorted(rows, key=lambda row: row["place"])


def page(call: Call, rows: list[tuple[int, Any]], *scope: Any) -> Response:
    """Rows with their places; a cursor is good with the same scope only."""
    limit, after = call.query.get("limit", 6), -1
    if has("limits are forgotten") and call.caller is None:
        limit = 6
    if "cursor" in call.query:
        try:
            after, *told = json.loads(urlsafe_b64decode(call.query["cursor"]))
        except (ValueError, TypeError):
            raise Refused(422, "cursor") from None
        if told != [str(each) for each in scope] or not isinstance(after, int):
            raise Refused(422, "cursor")
    left = [pair for pair in rows if pair[0] > after]
    following = None
    if len(left) > limit:
        following = urlsafe_b64encode(json.dumps([left[limit - 1][0], *map(str, scope)]).encode()).decode()
    return JSONResponse({"items": [row for _, row in left[:limit]], "next": following})


def listed(call: Call, kind: str, rows: list[Row]) -> Response:
    asked = {name: value for name, value in call.query.items() if name not in ("limit", "cursor")}
    return page(call, [(row["place"], row["shown"]) for row in rows], kind, call.caller, asked, call.path)
