"""Another team's server, of some thirty operations: things in things, things that name others, versions, slugs."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[4]))  # it is started in a folder of its own

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.contract.foreign.depot.rows import (
    KINDS,
    Row,
    add,
    change,
    find,
    has,
    listed,
    own,
    page,
    remove,
    save,
    shown,
    state,
)
from tests.contract.foreign.depot.slugs import (
    change_jar,
    list_jars,
    list_notes,
    list_shelves,
    put_jar,
    put_up_shelf,
    remove_jar,
    remove_note,
    show_jar,
    show_note,
    show_shelf,
    take_down_shelf,
    write_note,
)
from tests.contract.foreign.served import Call, Caller, Refused, Served

TIPS = [f"Tip {number}" for number in range(9)]


def authenticate(request: Request, security: list[dict[str, list[str]]]) -> Caller:
    if not security:
        return None
    scheme, _, secret = ", ".join(request.headers.getlist("authorization")).partition(" ")
    caller: str | None = state["members"].get(secret) if scheme.lower() == "bearer" else None
    if caller is None:
        raise Refused(401, "who are you?", {"WWW-Authenticate": "Bearer"})
    if request.path_params["userId"] != caller:
        raise Refused(403, "not yours")
    return caller


# --- Users.


def is_open(_call: Call) -> Response:
    return Response(status_code=204)


def list_tips(call: Call) -> Response:
    return page(call, list(enumerate(TIPS)), "tips")


def sign_up(call: Call) -> Response:
    secret, user = uuid4().hex, uuid4().hex
    state["members"][secret] = user
    state["profiles"][user] = {"nick": call.body["nick"], "motto": ""}
    save()
    return JSONResponse({"id": user, "secret": secret}, 201)


def leave(call: Call) -> Response:
    state["members"] = {secret: user for secret, user in state["members"].items() if user != call.caller}
    for kind in KINDS:
        state[kind] = {key: row for key, row in state[kind].items() if row["owner"] != call.caller}
    save()
    return Response(status_code=204)


def show_profile(call: Call) -> Response:
    return JSONResponse(state["profiles"][call.caller])


def change_profile(call: Call) -> Response:
    state["profiles"][call.caller] |= call.body
    save()
    return show_profile(call)


# --- Boxes: each may be in another one, of the same user.


def list_boxes(call: Call) -> Response:
    parent = call.query.get("parent_id")
    rows = own(call, "boxes")
    if has("anybody's boxes by parent") and parent:
        rows = list(state["boxes"].values())
    return listed(call, "boxes", [row for row in rows if parent in (None, row["shown"]["parent_id"])])


def check_parent(call: Call) -> None:
    parent = call.body.get("parent_id")
    if parent is not None:
        try:
            find(call, "boxes", parent, anybodys=has("any parent"))
        except Refused:
            raise Refused(409, "no such parent") from None


def make_box(call: Call) -> Response:
    check_parent(call)
    key = uuid4().hex
    made = {"id": key, "parent_id": None, **call.body, "made_at": datetime.now(UTC).isoformat()}
    return shown(add(call, "boxes", key, made), 201, f"/users/{call.caller}/boxes/{key}")


def show_box(call: Call) -> Response:
    return shown(find(call, "boxes", call.path["boxId"]))


def change_box(call: Call) -> Response:
    row = find(call, "boxes", call.path["boxId"])
    check_parent(call)
    return change(row, call.body)


def remove_box(call: Call) -> Response:
    return remove("boxes", find(call, "boxes", call.path["boxId"]))


# --- Items: each in a box, changed by version only.


def list_items(call: Call) -> Response:
    rows = own(call, "items")
    if has("anybody's items by box") and "box_id" in call.query:
        rows = list(state["items"].values())
    return listed(call, "items", [row for row in rows if is_asked(call, row["shown"])])


def is_asked(call: Call, item: Row) -> bool:
    box, start, end = (call.query.get(name) for name in ("box_id", "due_from", "due_before"))
    due = moment(item.get("due_at"))
    if box not in (None, item["box_id"]):
        return False
    if start and (due is None or due < moment(start) or (has("from is after") and due == moment(start))):
        return False
    return not end or has("no end") or (due is not None and due < moment(end))


def moment(text: Any) -> Any:
    return text and datetime.fromisoformat(text)


def check_box(call: Call) -> None:
    if "box_id" in call.body:
        find(call, "boxes", call.body["box_id"], anybodys=has("any box"))


def add_item(call: Call) -> Response:
    check_box(call)
    key = uuid4().hex
    row = add(call, "items", key, {"id": key, "state": "new", **call.body})
    return shown(row, 201, f"/users/{call.caller}/items/{key}")


def item_at_version(call: Call) -> Row:
    """The item, if what is asked is asked of the version that is there."""
    key, tag = call.path["itemId"], call.header.get("If-Match")
    row = find(call, "items", key, anybodys=has("428 tells") and tag is None)
    if tag is None:
        raise Refused(428, "which version?")
    if tag.strip() != "*" and f'"{row["version"]}"' not in [each.strip() for each in tag.split(",")]:
        raise Refused(412, "another version")
    return row


def item_or_hint(call: Call) -> Row:
    tag = call.header.get("If-Match", "")
    if has("412 tells") and tag.strip() not in ("", "*"):
        found = find(call, "items", call.path["itemId"], anybodys=True)
        if found["owner"] != call.caller:
            raise Refused(412, "another version")
    return item_at_version(call)


def show_item(call: Call) -> Response:
    return shown(find(call, "items", call.path["itemId"]))


def replace_item(call: Call) -> Response:
    row = item_or_hint(call)
    check_box(call)
    row["shown"] = {"id": row["shown"]["id"], "state": "new"}
    return change(row, call.body)


def change_item(call: Call) -> Response:
    row = item_or_hint(call)
    check_box(call)
    return change(row, call.body)


def remove_item(call: Call) -> Response:
    return remove("items", item_or_hint(call))


def remove_items(call: Call) -> Response:
    """All of them, or none."""
    keys = call.body["item_ids"]
    rows = [find(call, "items", key, anybodys=has("any but the first") and key != keys[0]) for key in keys]
    return remove("items", *rows)


def refuse(refused: Refused) -> Response:
    return JSONResponse({"error": refused.code, "ref": uuid4().hex[: refused.length]}, refused.status, refused.headers)


HANDLERS = {
    "isOpen": is_open,
    "listTips": list_tips,
    "signUp": sign_up,
    "leave": leave,
    "showProfile": show_profile,
    "changeProfile": change_profile,
    "listBoxes": list_boxes,
    "makeBox": make_box,
    "showBox": show_box,
    "changeBox": change_box,
    "removeBox": remove_box,
    "listItems": list_items,
    "addItem": add_item,
    "showItem": show_item,
    "replaceItem": replace_item,
    "changeItem": change_item,
    "removeItem": remove_item,
    "removeItems": remove_items,
    "listNotes": list_notes,
    "showNote": show_note,
    "writeNote": write_note,
    "removeNote": remove_note,
    "listShelves": list_shelves,
    "putUpShelf": put_up_shelf,
    "showShelf": show_shelf,
    "takeDownShelf": take_down_shelf,
    "listJars": list_jars,
    "putJar": put_jar,
    "showJar": show_jar,
    "changeJar": change_jar,
    "removeJar": remove_jar,
}
Served(Path(__file__).with_name("openapi.yaml"), HANDLERS, authenticate, refuse, wrong=422).run()
