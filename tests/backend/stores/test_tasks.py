"""Tasks, one at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import combinations
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from backend.cursors import Cursors
from backend.database import Database
from backend.database_errors import BadValue
from backend.stores.outcomes import OwnerMissing, RowMissing, RowStale
from backend.stores.tasks import OwnedTasks, TaskFilters, TaskStore
from backend.stores.users import UserStore
from generated.schemas import Priority, Task, TaskCreate, TaskReplace, TaskUpdate, User

pytestmark = pytest.mark.anyio

DUE = datetime(2030, 5, 6, 7, 8, 9, 123456, UTC)
FULL = TaskCreate(title="t", description="d", completed=True, priority=Priority.high, due_at=DUE)
CHANGED: dict[str, Any] = {
    "title": "other",
    "description": "other too",
    "completed": False,
    "priority": Priority.low,
    "due_at": None,
}


@pytest.fixture
def of_ada(tasks: TaskStore, ada: User) -> OwnedTasks:
    return tasks.owned_by(ada.id)


@pytest.fixture
def of_eve(tasks: TaskStore, eve: User) -> OwnedTasks:
    return tasks.owned_by(eve.id)


def sent_part(task: Task) -> dict[str, Any]:
    return task.model_dump(include=set(CHANGED))


async def test_add_and_get(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(FULL)
    assert sent_part(made.task) == FULL.model_dump()
    assert made.task.created_at == made.task.updated_at
    assert made.etag == '"1"'
    assert await of_ada.get(made.task.id) == made


async def test_add_with_defaults(of_ada: OwnedTasks) -> None:
    made = (await of_ada.add(TaskCreate(title="t"))).task
    assert (made.description, made.completed, made.priority, made.due_at) == ("", False, "medium", None)


async def test_add_for_a_user_deleted_meanwhile(users: UserStore, ada: User, of_ada: OwnedTasks) -> None:
    await users.delete(ada.id)
    with pytest.raises(OwnerMissing):
        await of_ada.add(FULL)


async def test_ids_that_name_nothing(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(FULL)
    same_uuid = [made.task.id.upper(), f"{{{made.task.id}}}", made.task.id.replace("-", ""), f"{made.task.id}\n"]
    for task_id in [str(uuid4()), "", "1", "no uuid", "\x00", "\ud800", "é" * 64, *same_uuid]:
        for verb in VERBS.values():
            with pytest.raises(RowMissing):
                await verb(of_ada, task_id)


async def test_replace_resets_what_is_left_out(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(FULL)
    now = await of_ada.replace(made.task.id, TaskReplace(title="new"))
    assert sent_part(now.task) == TaskCreate(title="new").model_dump()
    assert now.etag == '"2"'
    assert now.task.created_at == made.task.created_at
    assert now.task.updated_at > made.task.updated_at
    assert await of_ada.get(made.task.id) == now


async def test_update_of_each_set_of_properties(of_ada: OwnedTasks) -> None:
    for names in (names for size in range(1, 6) for names in combinations(CHANGED, size)):
        made = await of_ada.add(FULL)
        changed = {name: CHANGED[name] for name in names}
        now = await of_ada.update(made.task.id, TaskUpdate(**changed))
        assert sent_part(now.task) == FULL.model_dump() | changed
        assert now.version == 2
        assert await of_ada.get(made.task.id) == now


async def test_update_sets_a_due_date(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(TaskCreate(title="t"))
    assert (await of_ada.update(made.task.id, TaskUpdate(due_at=DUE))).task.due_at == DUE


async def test_update_of_nothing_changes_nothing(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(FULL)
    assert await of_ada.update(made.task.id, TaskUpdate()) == made
    assert await of_ada.update(made.task.id, TaskUpdate(), '"1"') == made
    assert await of_ada.get(made.task.id) == made
    with pytest.raises(RowStale):
        await of_ada.update(made.task.id, TaskUpdate(), '"2"')


async def test_toggle_turns_over(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(TaskCreate(title="t"))
    assert (await of_ada.toggle(made.task.id)).task.completed
    twice = await of_ada.toggle(made.task.id)
    assert not twice.task.completed
    assert twice.version == 3


async def test_remove(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(FULL)
    kept = await of_ada.add(FULL)
    await of_ada.remove(made.task.id)
    for verb in VERBS.values():
        with pytest.raises(RowMissing):
            await verb(of_ada, made.task.id)
    assert await of_ada.get(kept.task.id) == kept


VERBS: dict[str, Callable[..., Awaitable[Any]]] = {
    "get": lambda tasks, task_id: tasks.get(task_id),
    "replace": lambda tasks, task_id, *match: tasks.replace(task_id, TaskReplace(title="x"), *match),
    "update": lambda tasks, task_id, *match: tasks.update(task_id, TaskUpdate(title="x"), *match),
    "toggle": lambda tasks, task_id, *match: tasks.toggle(task_id, *match),
    "remove": lambda tasks, task_id, *match: tasks.remove(task_id, *match),
}
WRITES = [name for name in VERBS if name != "get"]


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("if_match", ['"1"', "*", '"7", "1"', 'W/"2","1"', None])
async def test_if_match_of_this_version(of_ada: OwnedTasks, name: str, if_match: str | None) -> None:
    made = await of_ada.add(FULL)
    await VERBS[name](of_ada, made.task.id, if_match)


@pytest.mark.parametrize("name", WRITES)
async def test_if_match_of_another_version(of_ada: OwnedTasks, name: str) -> None:
    made = await of_ada.add(FULL)
    for if_match in ['"2"', 'W/"1"', '""', '"x"', '"01"', '"1 "', f'"{2**31}"', f'"{10**30}"', '"1', "1"]:
        with pytest.raises(RowStale):
            await VERBS[name](of_ada, made.task.id, if_match)
        with pytest.raises(RowMissing):
            await VERBS[name](of_ada, str(uuid4()), if_match)
    assert await of_ada.get(made.task.id) == made


@pytest.mark.parametrize("name", WRITES)
async def test_of_writes_at_once_on_one_version_one_wins(of_ada: OwnedTasks, name: str) -> None:
    made = await of_ada.add(FULL)
    writes = (VERBS[name](of_ada, made.task.id, made.etag) for _ in range(10))
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    losses = [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
    assert losses == [RowMissing if name == "remove" else RowStale] * 9


async def test_no_write_is_lost_among_those_at_once(of_ada: OwnedTasks) -> None:
    made = await of_ada.add(FULL)
    await asyncio.gather(*(of_ada.toggle(made.task.id) for _ in range(21)))
    now = await of_ada.get(made.task.id)
    assert (now.version, now.task.completed) == (22, not FULL.completed)


async def test_user_does_not_reach_other(of_ada: OwnedTasks, of_eve: OwnedTasks) -> None:
    made = await of_ada.add(FULL)
    public = {name for name in vars(OwnedTasks) if not name.startswith("_")}
    assert public == {*VERBS, "add", "page"}, "a new verb needs a line in VERBS"
    for name, verb in VERBS.items():
        with pytest.raises(RowMissing):
            await verb(of_eve, made.task.id)
        for if_match in ['"1"', '"2"'] if name in WRITES else []:
            with pytest.raises(RowMissing):
                await verb(of_eve, made.task.id, if_match)
    with pytest.raises(RowMissing):
        await of_eve.update(made.task.id, TaskUpdate(), '"9"')
    assert (await of_eve.page(TaskFilters())).items == []
    assert (await of_eve.page(TaskFilters(q="t"))).items == []
    assert await of_ada.get(made.task.id) == made


def test_no_query_without_an_owner() -> None:
    assert {name for name in vars(TaskStore) if not name.startswith("_")} == {"owned_by"}


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
async def test_text_that_postgresql_cannot_hold(of_ada: OwnedTasks, text: str) -> None:
    body = TaskCreate.model_construct(**{**FULL.model_dump(), "title": text})
    with pytest.raises(BadValue):
        await of_ada.add(body)
    assert (await of_ada.page(TaskFilters())).items == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"),
        ("1970-01-02T00:00:00+23:59", "1970-01-01T00:01:00+00:00"),
        ("2999-12-30T23:59:59.999999-23:59", "2999-12-31T23:58:59.999999+00:00"),
        ("2999-12-31T23:59:59.999999Z", "2999-12-31T23:59:59.999999+00:00"),
    ],
)
async def test_first_and_last_due_date(of_ada: OwnedTasks, written: str, kept: str) -> None:
    body = TaskCreate.model_validate_json(f'{{"title": "t", "due_at": "{written}"}}')
    made = await of_ada.add(body)
    assert made.task.due_at == datetime.fromisoformat(kept)
    for sort in ("due_at", "-due_at"):
        await of_ada.add(FULL)
        first = await of_ada.page(TaskFilters(), sort=sort, limit=1)
        second = await of_ada.page(TaskFilters(), sort=sort, limit=1, cursor=first.next_cursor)
        assert first.items != second.items


async def test_longest_and_strangest_text(of_ada: OwnedTasks) -> None:
    body = TaskCreate(title="\U0010ffff" * 200, description="%s %(title)s \\ ' \" \u2028" + "🦉" * 970)
    made = await of_ada.add(body)
    assert (made.task.title, made.task.description) == (body.title, body.description)


async def test_times_are_in_utc_whatever_the_servers_zone(url: str, of_ada: OwnedTasks, ada: User) -> None:
    made = await of_ada.add(FULL)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone TO ''Asia/Kolkata''', "
            "current_database()); END $$"
        )
    elsewhere = Database(url)
    found = (await TaskStore(elsewhere, Cursors(b"")).owned_by(ada.id).get(made.task.id)).task
    await elsewhere.close()
    assert found == made.task
    for moment in (found.due_at, found.created_at, found.updated_at):
        assert moment is not None
        assert moment.tzinfo is UTC
