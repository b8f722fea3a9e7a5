"""The rule-based assistant, on a real database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from backend.assistant import Answer, OfflineAssistant, Prompt, Turn
from backend.assistant import offline as module
from backend.cursors import Cursors
from backend.database import Database
from backend.stores.tasks import TaskStore
from backend.stores.users import UserStore
from generated.schemas import TaskCreate, UserRegister
from tests.backend.databases import Databases, open_server

pytestmark = pytest.mark.anyio

NOW = datetime(2030, 5, 8, 12, tzinfo=UTC)  # a Wednesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Ask = Callable[[str], Awaitable[str]]
Add = Callable[..., Awaitable[None]]


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with open_server() as server:
        yield Databases(server)


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    with databases.fresh() as url:
        database = Database(url)
        await database.open()
        yield database
        await database.close()


@pytest.fixture
def tasks(database: Database) -> TaskStore:
    return TaskStore(database, Cursors(b"a secret of the tests, 32 bytes!"))


@pytest.fixture
def assistant(tasks: TaskStore) -> OfflineAssistant:
    return OfflineAssistant(tasks, now=lambda: NOW)


@pytest.fixture
async def users(database: Database) -> list[str]:
    store = UserStore(database, "handfast")
    bodies = [
        UserRegister(email=f"{name}@example.com", password=SecretStr("correct horse"), name=name)
        for name in ("ada", "eve")
    ]
    return [(await store.register(body, "a hash")).id for body in bodies]


@pytest.fixture
def add(tasks: TaskStore, users: list[str]) -> Add:
    """Add a task of Ada's, or of Eve's."""

    async def add_one(title: str, user: int = 0, **others: Any) -> None:
        await tasks.owned_by(users[user]).add(TaskCreate(title=title, **others))

    return add_one


@pytest.fixture
def ask(assistant: OfflineAssistant, users: list[str]) -> Ask:
    """Ask as Ada; return what is said before the note at the end, which is always there."""

    async def ask_one(said: str) -> str:
        prompt = Prompt(
            users[0], "Answer in Latin.", (Turn("user", "overdue?"), Turn("assistant", "x"), Turn("user", said))
        )
        answer = await assistant.answer(prompt)
        assert not answer.cut_off
        text, _, note = answer.text.rpartition("\n\n")
        assert note == "(Written by rules, not by a model.)"
        pieces = [piece async for piece in assistant.stream(prompt)]
        assert len(pieces) > 1
        assert all(pieces)
        assert Answer("".join(pieces), cut_off=False) == answer
        return text

    return ask_one


async def test_no_tasks(ask: Ask) -> None:
    assert await ask("how many tasks are there?") == "You have no tasks: no open, no done."
    assert await ask("what is open?") == "You have no open tasks."
    assert await ask("what is done?") == "You have no done tasks."
    assert await ask("find milk") == "None of your tasks mentions “milk”."
    assert await ask("what is overdue?") == "You have no open tasks overdue."
    assert await ask("what is due today?") == "You have no open tasks due today."
    assert await ask("what is due?") == "You have no open tasks with a date to come."


async def test_counts(ask: Ask, add: Add) -> None:
    await add("one")
    await add("two\nlines", due_at=NOW)
    await add("three", completed=True)
    await add("Eve's", user=1)
    assert await ask("how many tasks are there?") == "You have 3 tasks: 2 open, 1 done."
    assert await ask("what is open?") == "You have 2 open tasks:\n- two lines, due 2030-05-08 12:00 UTC\n- one"
    assert await ask("what is done?") == "You have 1 done task:\n- three (done)"


async def test_periods(ask: Ask, add: Add) -> None:
    midnight = NOW - 12 * HOUR
    await add("long ago", due_at=NOW - 9 * DAY)
    await add("in the morning", due_at=midnight)
    await add("at once", due_at=NOW)
    await add("in the evening", due_at=midnight + DAY - timedelta(microseconds=1))
    await add("tomorrow", due_at=midnight + DAY)
    await add("on Sunday", due_at=midnight + 5 * DAY - HOUR)
    await add("on Monday", due_at=midnight + 5 * DAY)
    await add("never")
    await add("done", due_at=NOW, completed=True)
    await add("Eve's", user=1, due_at=NOW)

    async def titles(said: str) -> tuple[str, list[str]]:
        first, *lines = (await ask(said)).split("\n")
        return first, [line.removeprefix("- ").partition(",")[0] for line in lines]

    assert await titles("what is overdue?") == ("You have 2 open tasks overdue:", ["long ago", "in the morning"])
    today = ["in the morning", "at once", "in the evening"]
    assert await titles("what is due today?") == ("You have 3 open tasks due today:", today)
    assert await titles("and tomorrow?") == ("You have 1 open task due tomorrow:", ["tomorrow"])
    week = [*today, "tomorrow", "on Sunday"]
    assert await titles("and this week?") == ("You have 5 open tasks due this week, until Sunday:", week)
    following = ["at once", "in the evening", "tomorrow", "on Sunday", "on Monday"]
    assert await titles("what is next?") == ("What is due next:", following)


async def test_find(ask: Ask, add: Add) -> None:
    await add("Buy MILK")
    await add("Shopping", description="oat milk", completed=True)
    await add("Eve's milk", user=1)
    await add("100% of it")
    assert await ask("find milk") == "2 tasks mention “milk”:\n- Shopping (done)\n- Buy MILK"
    assert await ask("is there something about 100%?") == "1 task mentions “100%”:\n- 100% of it"
    assert await ask("find %") == "1 task mentions “%”:\n- 100% of it"
    assert await ask("find eve") == "None of your tasks mentions “eve”."


async def test_long_lists_are_cut_short(ask: Ask, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    for index in range(23):
        await add(f"task {index}", due_at=NOW + index * HOUR)
    lines = (await ask("what is open?")).split("\n")
    assert (lines[0], len(lines), lines[-1]) == ("You have 23 open tasks:", 12, "- and 13 more")
    monkeypatch.setattr(module, "PAGE", 5)
    assert (await ask("what is open?")).split("\n") == lines
    monkeypatch.setattr(module, "MOST_PAGES", 3)
    lines = (await ask("what is open?")).split("\n")
    assert (lines[0], lines[-1]) == ("You have at least 15 open tasks:", "- and at least 5 more")
    assert await ask("how many tasks are there?") == "You have at least 15 tasks: at least 15 open, no done."
    assert (await ask("what is due today?")).startswith("You have 12 open tasks due today:")
    assert await ask("what is due tomorrow?") == "You have at least 3 open tasks due tomorrow:" + "".join(
        f"\n- task {index}, due 2030-05-09 {index - 12:02}:00 UTC" for index in (12, 13, 14)
    )
    monkeypatch.setattr(module, "MOST_PAGES", 1)
    none = "You have no open tasks due tomorrow, among the first that I looked at."
    assert await ask("what is due tomorrow?") == none


async def test_anything_else(ask: Ask) -> None:
    text = await ask("hello")
    assert text.startswith("I am a rule-based stand-in for an assistant, not a model")
    assert "your instructions do not change me" in text


async def test_closes(assistant: OfflineAssistant) -> None:
    await assistant.close()
