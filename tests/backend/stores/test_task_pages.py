"""Lists of tasks: orders, filters, and pages that do not slip while others write."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, get_args
from uuid import uuid4

import psycopg
import pytest

from backend.cursors import BadCursor
from backend.stores.task_orders import ORDERS
from backend.stores.task_statements import page
from backend.stores.tasks import OwnedTasks, Sort, TaskFilters, TaskStore
from generated.schemas import Priority, Task, TaskCreate, TaskReplace, User

pytestmark = pytest.mark.anyio

SORTS: tuple[Sort, ...] = get_args(Sort)
EVERYTHING = TaskFilters()
RANKS = {"low": 0, "medium": 1, "high": 2}
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
TITLES = ["a", "B", "b", "Z", "z", "É", "é", "ß", "_", "-", " ", "~", "\ue000", "\U0001f989", "aa", "a b", "2", "10"]

KEYS: dict[str, Callable[[Task], Any]] = {
    "created_at": lambda task: task.created_at,
    "due_at": lambda task: task.due_at or LATEST,
    "-due_at": lambda task: task.due_at or EARLIEST,
    "title": lambda task: [ord(character) for character in task.title],
    "priority": lambda task: RANKS[task.priority],
}


@pytest.fixture
def of_ada(tasks: TaskStore, ada: User) -> OwnedTasks:
    return tasks.owned_by(ada.id)


def seeded(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 - the same tasks in each run


def in_order(tasks: list[Task], sort: Sort) -> list[Task]:
    key = KEYS.get(sort) or KEYS[sort.removeprefix("-")]
    return sorted(tasks, key=lambda task: (key(task), task.id), reverse=sort.startswith("-"))


def random_task(random: Random) -> TaskCreate:
    due_at = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(3))
    return TaskCreate(
        title=random.choice(TITLES),
        completed=random.random() < 0.5,
        priority=random.choice(list(Priority)),
        due_at=random.choice([due_at, None]),
    )


async def walk(tasks: OwnedTasks, filters: TaskFilters, sort: Sort, limit: int) -> list[Task]:
    found: list[Task] = []
    cursor = None
    while True:
        page = await tasks.page(filters, sort=sort, limit=limit, cursor=cursor)
        found += page.items
        if page.next_cursor is None:
            return found
        assert len(page.items) == limit
        assert len(found) < 1000, "the pages go round in a circle"
        cursor = page.next_cursor


def test_every_order_is_tried() -> None:
    assert set(SORTS) == set(ORDERS)


async def test_orders_with_ties_nulls_and_any_script(of_ada: OwnedTasks) -> None:
    random = seeded(1)
    made = [(await of_ada.add(random_task(random))).task for _ in range(60)]
    for sort in SORTS:
        expected = in_order(made, sort)
        for limit in (1, 7, 30, 59, 60, 100):
            assert await walk(of_ada, EVERYTHING, sort, limit) == expected, (sort, limit)


@pytest.mark.parametrize("begins_after", [False, True])
@pytest.mark.parametrize("sort", [sort for sort in SORTS if "due_at" not in sort])
def test_an_index_has_the_order(url: str, sort: Sort, begins_after: bool) -> None:  # noqa: FBT001
    statement = page(sort, frozenset(), begins_after=begins_after)
    key = {"created_at": "2030-01-01", "title": "t", "priority": "low"}[sort.removeprefix("-")]
    values = {"user_id": "u", "limit": 21, "after_key": key, "after_id": str(uuid4())}
    with psycopg.connect(url) as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        connection.execute("SET LOCAL enable_bitmapscan = off")
        plan = connection.execute(b"EXPLAIN " + statement.text, statement.values(values)).fetchall()
    text = "\n".join(str(line) for (line,) in plan)
    assert f"tasks_{sort.removeprefix('-')}_index" in text
    assert "Sort" not in text


async def test_newest_first_unless_told(of_ada: OwnedTasks) -> None:
    made = [(await of_ada.add(TaskCreate(title=str(n)))).task for n in range(3)]
    assert (await of_ada.page(EVERYTHING)).items == made[::-1]


async def test_no_page_after_the_last(of_ada: OwnedTasks) -> None:
    assert (await of_ada.page(EVERYTHING)).next_cursor is None
    for _ in range(4):
        await of_ada.add(TaskCreate(title="t"))
    first = await of_ada.page(EVERYTHING, limit=2)
    second = await of_ada.page(EVERYTHING, limit=2, cursor=first.next_cursor)
    assert first.next_cursor is not None
    assert second.next_cursor is None


async def test_filters_add_up(of_ada: OwnedTasks) -> None:
    random = seeded(2)
    made = [(await of_ada.add(random_task(random))).task for _ in range(60)]
    for completed in (True, False, None):
        for priority in (*Priority, None):
            for q in ("a", None):
                expected = [
                    task
                    for task in in_order(made, "title")
                    if completed in (task.completed, None)
                    and priority in (task.priority, None)
                    and (q is None or q in task.title.lower())
                ]
                filters = TaskFilters(completed, priority, q)
                assert await walk(of_ada, filters, "title", 3) == expected, filters


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("milk", {"Buy MILK", "soya"}),
        ("MiLk", {"Buy MILK", "soya"}),
        ("%", {"100%"}),
        ("_", {"snake_case"}),
        ("\\", {"back\\slash"}),
        ("0%", {"100%"}),
        ("école", {"ÉCOLE"}),
        ("ÉCOLE", {"ÉCOLE"}),
        ("ΔΈΛΤΑ", {"δέλτα"}),
        ("жук", {"ЖУК"}),
        ("🦉", {"owl 🦉"}),
        ("%(q)s", set()),
        (".*", set()),
        ("milk ", {"soya"}),
        ("buy milksoya", set()),
    ],
)
async def test_search(of_ada: OwnedTasks, q: str, found: set[str]) -> None:
    for title in ["Buy MILK", "100%", "snake_case", "back\\slash", "ÉCOLE", "δέλτα", "ЖУК", "owl 🦉"]:
        await of_ada.add(TaskCreate(title=title))
    await of_ada.add(TaskCreate(title="soya", description="Milk too"))
    assert {task.title for task in (await of_ada.page(TaskFilters(q=q))).items} == found


@pytest.mark.parametrize("sort", SORTS)
async def test_what_does_not_change_is_seen_once_while_others_come_and_go(of_ada: OwnedTasks, sort: Sort) -> None:
    random = seeded(sort)
    stays = {(await of_ada.add(random_task(random))).task.id for _ in range(25)}
    others = [(await of_ada.add(random_task(random))).task.id for _ in range(25)]
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        page = await of_ada.page(EVERYTHING, sort=sort, limit=3, cursor=cursor)
        cursor = page.next_cursor
        seen += [task.id for task in page.items]
        # The row that the cursor stands on goes, too, when it is one of the others.
        for gone in {*random.sample(others, min(2, len(others))), seen[-1]} & set(others):
            others.remove(gone)
            await of_ada.remove(gone)
        others += [(await of_ada.add(random_task(random))).task.id for _ in range(2)]
        await of_ada.replace(random.choice(others), TaskReplace(**random_task(random).model_dump()))
        if len(seen) > 200:
            break  # ascending by creation, new rows would go on for ever
    assert sorted(task_id for task_id in seen if task_id in stays) == sorted(stays)


async def test_cursor_of_another_list(of_ada: OwnedTasks, tasks: TaskStore, eve: User) -> None:
    for _ in range(3):
        await of_ada.add(TaskCreate(title="t"))
        await tasks.owned_by(eve.id).add(TaskCreate(title="t"))
    filters = TaskFilters(completed=False, q="t")
    cursor = (await of_ada.page(filters, sort="title", limit=1)).next_cursor
    assert (await of_ada.page(filters, sort="title", limit=2, cursor=cursor)).next_cursor is None
    for other in (EVERYTHING, TaskFilters(completed=False), TaskFilters(completed=False, q="T"), TaskFilters(q="t")):
        with pytest.raises(BadCursor):
            await of_ada.page(other, sort="title", limit=1, cursor=cursor)
    for sort in set(SORTS) - {"title"}:
        with pytest.raises(BadCursor):
            await of_ada.page(filters, sort=sort, limit=1, cursor=cursor)
    with pytest.raises(BadCursor):
        await tasks.owned_by(eve.id).page(filters, sort="title", limit=1, cursor=cursor)


async def test_cursor_after_the_longest_title(of_ada: OwnedTasks) -> None:
    made = [(await of_ada.add(TaskCreate(title="\U0010ffff" * 200))).task for _ in range(3)]
    assert await walk(of_ada, EVERYTHING, "title", 1) == made
