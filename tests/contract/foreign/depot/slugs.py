"""Things of the depot that their users name: notes, shelves, and jars on them."""

from uuid import uuid4

from starlette.responses import Response

from tests.contract.foreign.depot.rows import Row, add, change, find, has, listed, own, remove, shown, state
from tests.contract.foreign.served import Call, Refused

# --- Notes: their users name them.


def list_notes(call: Call) -> Response:
    return listed(call, "notes", own(call, "notes"))


def show_note(call: Call) -> Response:
    return shown(find(call, "notes", call.path["slug"]))


def write_note(call: Call) -> Response:
    slug = call.path["slug"]
    if has("everybody's note is written"):
        for row in state["notes"].values():
            row["shown"] |= call.body if row["shown"]["slug"] == slug else {}
    try:
        return change(find(call, "notes", slug), call.body)
    except Refused:
        return shown(add(call, "notes", slug, {"slug": slug, **call.body}), 201)


def remove_note(call: Call) -> Response:
    rows = [find(call, "notes", call.path["slug"])]
    if has("everybody's note is removed"):
        rows = [row for row in state["notes"].values() if row["shown"]["slug"] == call.path["slug"]]
    return remove("notes", *rows)


# --- Shelves, and jars on them.


def list_shelves(call: Call) -> Response:
    return listed(call, "shelves", own(call, "shelves"))


def put_up_shelf(call: Call) -> Response:
    """Once for each key; a key with another body is refused."""
    told = call.header.get("Request-Once")
    kept = f"{'' if has('keys are everybodys') else call.caller} {told}"
    if told is not None and kept in state["keys"] and not has("keys are forgotten"):
        row = state["shelves"].get(state["keys"][kept])
        if row is None or ({"id": row["shown"]["id"], **call.body} != row["shown"] and not has("keys are everybodys")):
            raise Refused(422, "another request had this key")
        return put_up(row, str(call.caller))
    key = uuid4().hex
    state["keys"][kept] = key
    return put_up(add(call, "shelves", key, {"id": key, **call.body}), str(call.caller))


def put_up(row: Row, caller: str) -> Response:
    return shown(row, 201, f"/users/{caller}/shelves/{row['shown']['id']}")


def show_shelf(call: Call) -> Response:
    return shown(find(call, "shelves", call.path["shelfId"]))


def take_down_shelf(call: Call) -> Response:
    row = find(call, "shelves", call.path["shelfId"])
    remove("jars", *jars_on(call))
    return remove("shelves", row)


def jars_on(call: Call) -> list[Row]:
    return [row for row in own(call, "jars") if row["shown"]["shelf_id"] == call.path["shelfId"]]


def list_jars(call: Call) -> Response:
    find(call, "shelves", call.path["shelfId"])
    return listed(call, "jars", jars_on(call))


def put_jar(call: Call) -> Response:
    shelf, key = call.path["shelfId"], uuid4().hex
    find(call, "shelves", shelf, anybodys=has("any shelf"))
    row = add(call, "jars", key, {"id": key, "shelf_id": shelf, **call.body})
    return shown(row, 201, f"/users/{call.caller}/shelves/{shelf}/jars/{key}")


def jar(call: Call, *, anywhere: bool = False) -> Row:
    find(call, "shelves", call.path["shelfId"])
    row = find(call, "jars", call.path["jarId"])
    if row["shown"]["shelf_id"] != call.path["shelfId"] and not anywhere:
        raise Refused(404, "nothing there")
    return row


def show_jar(call: Call) -> Response:
    return shown(jar(call))


def change_jar(call: Call) -> Response:
    return change(jar(call, anywhere=has("jars on any shelf")), call.body)


def remove_jar(call: Call) -> Response:
    return remove("jars", jar(call))
