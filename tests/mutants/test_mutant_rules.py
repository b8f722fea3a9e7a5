"""Each rule finds what it should in a small module, and changes exactly that."""

from collections.abc import Callable, Iterator
from difflib import ndiff

import pytest

from mutants.modules import Module, edited
from mutants.mutant import Defect
from mutants.rules.answers import changed_statuses, dropped_headers, early_bodies, ignored_parameters, open_paths
from mutants.rules.calls import lost_calls
from mutants.rules.conditions import dropped_conditions, dropped_owners, moved_edges
from mutants.rules.guards import dropped_guards, weakened_guards
from mutants.rules.pages import miscounted_pages, unbounded_lists
from mutants.rules.writes import lost_columns, lost_values

OWNED = "OWNED = col(Row.user_id) == given(col(Row.user_id))\nTHIS = (col(Row.id) == given(col(Row.id)), OWNED)\n"


def made(find: Callable[[Module], Iterator[Defect]], text: str) -> list[str]:
    """Return what is new in the text of each defect, line by line."""
    changed = []
    for defect in find(Module("backend/stores/rows.py", text)):
        after = edited(text, defect.edits)
        compile(after, "rows.py", "exec")
        lines = ndiff(text.splitlines(), after.splitlines())
        changed.append("\n".join(line[2:] for line in lines if line.startswith("+ ")))
    return changed


@pytest.mark.parametrize(
    ("statement", "without_owner", "without_others"),
    [
        ("A = select(Row).where(OWNED)", ["A = select(Row).where()"], []),
        ("A = select(Row).where(OWNED, ALIVE)", ["A = select(Row).where(ALIVE)"], ["A = select(Row).where(OWNED)"]),
        (
            "A = select(Row).where(*THIS)",
            ["A = select(Row).where(*THIS[:1], *THIS[2:])"],
            ["A = select(Row).where(*THIS[:0], *THIS[1:])"],
        ),
        (
            "A = select(Row).where(1 == given(Row.user_id), x)",
            ["A = select(Row).where(x)"],
            ["A = select(Row).where(1 == given(Row.user_id))"],
        ),
        ("A = delete(Row)", [], []),
    ],
)
def test_conditions_are_dropped(statement: str, without_owner: list[str], without_others: list[str]) -> None:
    assert made(dropped_owners, f"{OWNED}{statement}\n") == without_owner
    assert made(dropped_conditions, f"{OWNED}{statement}\n") == without_others


def test_conditions_of_a_list_in_a_function_are_dropped() -> None:
    text = OWNED + "def page():\n    conditions = [OWNED, *others]\n    return select(Row).where(*conditions)\n"
    assert made(dropped_owners, text) == ["    conditions = [*others]"]
    assert made(dropped_conditions, text) == ["    conditions = [OWNED]"]


@pytest.mark.parametrize(
    ("find", "before", "after"),
    [
        (
            moved_edges,
            "A = q.where(tuple_(*PLACE) < tuple_(*AFTER))",
            ["A = q.where(tuple_(*PLACE) <= tuple_(*AFTER))"],
        ),
        (moved_edges, "A = q.where(col(Row.end) >= func.now())", ["A = q.where(col(Row.end) > func.now())"]),
        (moved_edges, "if len(found) > limit: pass", []),
        (miscounted_pages, "values = {'limit': limit + 1}", ["values = {'limit': limit}"]),
        (miscounted_pages, "last = found[limit - 1]", ["last = found[limit]"]),
        (miscounted_pages, "items = found[:limit]", ["items = found[: limit + 1]"]),
        (miscounted_pages, "more = len(found) > limit", ["more = len(found) >= limit"]),
        (
            unbounded_lists,
            "A = select(Row).order_by(a.desc()).limit(n)",
            [
                "A = select(Row).order_by(a.desc())",
                "A = select(Row).limit(n)",
                "A = select(Row).order_by(a.asc()).limit(n)",
            ],
        ),
        (
            lost_columns,
            "A = update(Row).where(x).values(a=1, b=2)",
            ["A = update(Row).where(x).values(b=2)", "A = update(Row).where(x).values(a=1)"],
        ),
        (lost_columns, "A = insert(Row).values(a=1)", []),
        (lost_values, "A = func.coalesce(given(column), column)", ["A = column"]),
        (lost_values, "A = func.coalesce(column, never)", []),
    ],
)
def test_a_line_is_changed(find: Callable[[Module], Iterator[Defect]], before: str, after: list[str]) -> None:
    assert made(find, f"{before}\n") == after


CHECKS = """
def check(a, b):
    if a or b and 1:
        raise Refused
    if b:
        return False
    if b:
        use(b)
"""


def test_refusals_are_dropped_and_weakened() -> None:
    assert made(dropped_guards, CHECKS) == ["    if False:", "    if False:"]
    assert made(weakened_guards, CHECKS) == ["    if (b and 1):", "    if a:"]


def test_awaited_calls_are_left_out() -> None:
    text = "async def act():\n    await self.store.add(1)\n    found = await self.store.get(2)\n    plain()\n"
    assert made(lost_calls, text) == ["    pass"]


ROUTE = """
LIMIT = Parameter("query", "limit", integer, default=20)
ID = Parameter("path", "id", text)

def router(api):
    async def get_row(request):
        caller = await authenticate.bearer(request)
        user_id = require_owner(request, "user_id", caller.id)
        with Reading(request) as read:
            limit = read(LIMIT)
            row_id = read(ID)
        body = await json_body(request, ROW)
        result = await api.get_row(caller, user_id)
        return json_response(201, ROW_JSON, result, {"Location": at, "ETag": tag})
"""


@pytest.mark.parametrize(
    ("find", "after"),
    [
        (open_paths, ['        user_id = request.path_params["user_id"]']),
        (ignored_parameters, ["            limit = LIMIT.default"]),
        (early_bodies, ["        body = await json_body(request, ROW)\n        pass"]),
        (changed_statuses, ['        return json_response(200, ROW_JSON, result, {"Location": at, "ETag": tag})']),
        (
            dropped_headers,
            [
                '        return json_response(201, ROW_JSON, result, {"ETag": tag})',
                '        return json_response(201, ROW_JSON, result, {"Location": at})',
            ],
        ),
    ],
)
def test_a_route_is_changed(find: Callable[[Module], Iterator[Defect]], after: list[str]) -> None:
    assert made(find, ROUTE) == after
