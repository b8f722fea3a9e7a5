"""The assistant that needs no AI service: it answers by rules, from the user's own tasks."""

import re
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple, assert_never

from backend.assistant.interface import Answer, Prompt
from backend.assistant.wishes import Count, Due, Explain, Find, Kind, Period, understand
from backend.stores.tasks import OwnedTasks, Sort, TaskFilters, TaskStore
from generated.schemas import Task

NOTE = "(Written by rules, not by a model.)"
HELP = """I am a rule-based stand-in for an assistant, not a model: I know a few phrases, and your instructions do not \
change me. Ask me for example:
- How many tasks are open? And how many are done?
- What is due today, tomorrow, this week or next? What is overdue?
- Find milk"""
LISTED = 10
PAGE = 100
MOST_PAGES = 10  # a user with more tasks hears "at least"
DAY = timedelta(days=1)
PIECE = re.compile(r"(?:\S+\s*){1,4}")


def current_time() -> datetime:
    return datetime.now(UTC)


class Found(NamedTuple):
    """The first tasks of some, and how many there are; more than that if not all were counted."""

    tasks: list[Task]
    total: int
    is_all: bool


class OfflineAssistant:
    """Reads nothing but the tasks of the user who asks. Days are days in UTC; `now` is the clock."""

    def __init__(self, tasks: TaskStore, now: Callable[[], datetime] = current_time) -> None:
        self._tasks = tasks
        self._now = now

    async def answer(self, prompt: Prompt) -> Answer:
        return Answer(await self._text(prompt), cut_off=False)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        for piece in PIECE.findall(await self._text(prompt)):
            yield piece

    async def close(self) -> None:
        """Nothing is held open."""

    async def _text(self, prompt: Prompt) -> str:
        tasks = self._tasks.owned_by(prompt.user_id)
        match understand(prompt.turns[-1].content):
            case Find(text):
                said = await find(tasks, text)
            case Due(period):
                said = await due(tasks, period, self._now())
            case Count(kind):
                said = await count(tasks, kind)
            case Explain():
                said = HELP
            case other:
                assert_never(other)
        return f"{said}\n\n{NOTE}"


async def find(tasks: OwnedTasks, text: str) -> str:
    found = await collect(tasks, TaskFilters(q=text))
    if not found.total:
        return f"None of your tasks mentions “{text}”."
    verb = "mentions" if number(found) == "1" else "mention"
    return f"{tasks_in_words(found)} {verb} “{text}”:\n{listed(found)}"


async def count(tasks: OwnedTasks, kind: Kind) -> str:
    if kind != "all":
        found = await collect(tasks, TaskFilters(completed=kind == "done"))
        name = f"{kind} "
        return f"You have {tasks_in_words(found, name)}{':' if found.total else '.'}\n{listed(found)}".rstrip()
    is_open, is_done = [await collect(tasks, TaskFilters(completed=done)) for done in (False, True)]
    everything = Found([], is_open.total + is_done.total, is_open.is_all and is_done.is_all)
    return f"You have {tasks_in_words(everything)}: {number(is_open)} open, {number(is_done)} done."


async def due(tasks: OwnedTasks, period: Period, now: datetime) -> str:
    begin, end, words = span(period, now)
    found = await collect(tasks, TaskFilters(completed=False), sort="due_at", begin=begin, end=end)
    if not found.total:
        nothing = "with a date to come" if period == "next" else words
        return f"You have no open tasks {nothing}{'' if found.is_all else ', among the first that I looked at'}."
    if period == "next":
        return f"What is due next:\n{listed(found)}"
    return f"You have {tasks_in_words(found, 'open ')} {words}:\n{listed(found)}"


def span(period: Period, now: datetime) -> tuple[datetime, datetime, str]:
    """Return when a period begins and ends, and what it is called."""
    today = datetime.combine(now.date(), time(), UTC)
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    match period:
        case "overdue":
            return first, now, "overdue"
        case "today":
            return today, today + DAY, "due today"
        case "tomorrow":
            return today + DAY, today + 2 * DAY, "due tomorrow"
        case "week":
            return today, today + (7 - now.weekday()) * DAY, "due this week, until Sunday"
        case "next":
            return now, last, "due next"


async def collect(
    tasks: OwnedTasks,
    filters: TaskFilters,
    *,
    sort: Sort = "-created_at",
    begin: datetime | None = None,
    end: datetime | None = None,
) -> Found:
    """Count tasks and keep the first; with `end` only those that are due from `begin` until it, in that order."""
    first: list[Task] = []
    total, cursor = 0, None
    for _ in range(MOST_PAGES):
        page = await tasks.page(filters, sort=sort, limit=PAGE, cursor=cursor)
        wanted = [task for task in page.items if end is None or is_within(task.due_at, begin, end)]
        total += len(wanted)
        first += wanted[: LISTED - len(first)]
        cursor = page.next_cursor
        is_past = end is not None and not is_within(page.items[-1].due_at if page.items else None, None, end)
        if cursor is None or is_past:
            return Found(first, total, is_all=True)
    return Found(first, total, is_all=False)


def is_within(due_at: datetime | None, begin: datetime | None, end: datetime) -> bool:
    return due_at is not None and (begin is None or begin <= due_at) and due_at < end


def number(found: Found) -> str:
    return f"{'' if found.is_all else 'at least '}{found.total or 'no'}"


def tasks_in_words(found: Found, kind: str = "") -> str:
    return f"{number(found)} {kind}{'task' if number(found) == '1' else 'tasks'}"


def listed(found: Found) -> str:
    """Return a line for each of the first tasks, and one for the others."""
    lines = [f"- {described(task)}" for task in found.tasks]
    if found.total > len(found.tasks):
        lines.append(f"- and {'' if found.is_all else 'at least '}{found.total - len(found.tasks)} more")
    return "\n".join(lines)


def described(task: Task) -> str:
    title = " ".join(task.title.split())
    date = task.due_at.strftime(", due %Y-%m-%d %H:%M UTC") if task.due_at else ""
    return f"{title}{' (done)' if task.completed else ''}{date}"
