"""Answers as they are written: what the reader gets, and what is saved when there is none any more."""

import asyncio

import pytest
from structlog.testing import capture_logs

from backend.assistant import MAX_CHARACTERS, AnswerCutOff, AssistantFailed
from backend.current import current_scope
from backend.database_errors import DatabaseUnavailable
from backend.handlers.answers import Answering, Answers
from backend.handlers.chat import AnswerEvents
from backend.stores.outcomes import RowMissing
from generated.apis.chat import ChatDeltaEvent, ChatErrorEvent
from tests.backend.answering import Saved, Script, read_all

pytestmark = pytest.mark.anyio

LONG_SECONDS = 60
EMOJI = "\U0001f989"


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}  # the loop that serves


@pytest.mark.parametrize(
    ("steps", "news", "saved"),
    [
        (["Hel", "lo"], ["Hel", "lo", False], ("Hello", False)),
        (["", "Hel", "", "lo", ""], ["Hel", "lo", False], ("Hello", False)),
        (["Hel", AnswerCutOff()], ["Hel", True], ("Hel", True)),
        (["Hel", AssistantFailed("cut")], ["Hel", AssistantFailed], ("Hel", True)),
        (["Hel", ZeroDivisionError()], ["Hel", ZeroDivisionError], ("Hel", True)),
        ([AssistantFailed("timeout")], [AssistantFailed], None),
        ([AnswerCutOff()], [AssistantFailed], None),
        (["", ""], [AssistantFailed], None),
        ([], [AssistantFailed], None),
        ([EMOJI * MAX_CHARACTERS], [EMOJI * MAX_CHARACTERS, False], (EMOJI * MAX_CHARACTERS, False)),
        ([EMOJI * (MAX_CHARACTERS + 1)], [EMOJI * MAX_CHARACTERS, True], (EMOJI * MAX_CHARACTERS, True)),
        (["a" * 15_999, "bc", "d"], ["a" * 15_999, "b", True], ("a" * 15_999 + "b", True)),
        (["a" * 16_000, "b"], ["a" * 16_000, True], ("a" * 16_000, True)),
    ],
)
async def test_what_comes_and_what_is_saved(
    steps: list[str | Exception], news: list[object], saved: tuple[str, bool] | None
) -> None:
    script, save = Script(*steps), Saved()
    assert await read_all(Answering(script.pieces(), save)) == news
    assert save.messages == ([saved] if saved else [])
    assert script.closed.is_set()


async def test_begin_raises_what_came_instead_of_a_piece() -> None:
    with pytest.raises(AssistantFailed, match="timeout"):
        await Answering(Script(AssistantFailed("timeout")).pieces(), Saved()).begin(LONG_SECONDS)
    with pytest.raises(AssistantFailed, match="empty"):
        await Answering(Script().pieces(), Saved()).begin(LONG_SECONDS)
    with pytest.raises(ZeroDivisionError):
        await Answering(Script(ZeroDivisionError()).pieces(), Saved()).begin(LONG_SECONDS)


async def test_begin_does_not_raise_what_came_after_a_piece() -> None:
    answering = Answering(Script("Hel", AssistantFailed("cut")).pieces(), Saved())
    await answering.task
    await answering.begin(LONG_SECONDS)
    assert await read_all(answering) == ["Hel", AssistantFailed]


async def test_begin_gives_up_on_silence_without_ending_it() -> None:
    script, save = Script(None), Saved()
    answering = Answering(script.pieces(), save)
    await answering.begin(0.001)
    assert not script.closed.is_set()
    answering.stop()
    await answering.task


async def test_stopped_answer_is_saved_as_far_as_it_came() -> None:
    script, save = Script("Hel", None, "lo"), Saved()
    answering = Answering(script.pieces(), save)
    await script.waits.wait()
    answering.stop()
    answering.stop()
    await answering.task
    assert script.closed.is_set()
    assert save.messages == [("Hel", True)]


@pytest.mark.parametrize("steps", [[None], ["", None]])
async def test_stopped_before_anything_came(steps: list[str | None]) -> None:
    script, save = Script(*steps), Saved()
    answering = Answering(script.pieces(), save)
    await script.waits.wait()
    answering.stop()
    await answering.task
    assert script.closed.is_set()
    assert save.messages == []


async def test_saving_is_not_stopped() -> None:
    save = Saved()
    save.goes_on.clear()
    answering = Answering(Script("Hello").pieces(), save)
    await save.began.wait()
    answering.stop()
    save.goes_on.set()
    assert await read_all(answering) == ["Hello", False]
    assert save.messages == [("Hello", False)]


async def test_saving_the_part_is_not_stopped() -> None:
    script, save = Script("Hel", None), Saved()
    save.goes_on.clear()
    answering = Answering(script.pieces(), save)
    await script.waits.wait()
    answering.stop()
    await save.began.wait()
    answering.stop()
    save.goes_on.set()
    await answering.task
    assert save.messages == [("Hel", True)]


async def test_reader_that_is_cancelled_takes_nothing_along() -> None:
    script, save = Script("Hel", None), Saved()
    answering = Answering(script.pieces(), save)
    reading = asyncio.create_task(read_all(answering))
    await script.waits.wait()
    reading.cancel()
    await asyncio.wait([reading])
    assert not answering.task.done()
    answering.stop()
    await answering.task
    assert save.messages == [("Hel", True)]


@pytest.mark.parametrize(
    ("fault", "reason", "levels"),
    [
        (DatabaseUnavailable("gone"), "unsaved", ["warning"]),
        (RowMissing(), "deleted", []),
        (ZeroDivisionError("sentinel"), "unsaved", ["error"]),
    ],
)
async def test_fault_of_saving(fault: Exception, reason: str, levels: list[str]) -> None:
    with capture_logs() as lines:
        answering = Answering(Script("sentinel").pieces(), Saved(fault))
        assert await answering.read() == "sentinel"
        with pytest.raises(AssistantFailed, match=reason):
            await answering.read()
    assert [line["log_level"] for line in lines] == levels


@pytest.mark.parametrize("saved", [Saved(), Saved(DatabaseUnavailable("gone")), Saved(RowMissing())])
async def test_stream_that_breaks_ends_with_an_error(saved: Saved) -> None:
    current_scope.set({"type": "http", "state": {"request_id": "id"}})
    with capture_logs() as lines:
        coming = AnswerEvents("one", Answering(Script("Hel", ZeroDivisionError("sentinel")).pieces(), saved))
        delta, error = [event async for event in coming]
    assert isinstance(delta, ChatDeltaEvent)
    assert isinstance(error, ChatErrorEvent)
    assert error.data.conversation_id == "one"
    assert "sentinel" not in error.data.model_dump_json()
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["an answer broke off"]


async def test_stream_whose_conversation_is_deleted_says_so() -> None:
    current_scope.set({"type": "http", "state": {"request_id": "id"}})
    coming = AnswerEvents("one", Answering(Script("Hel").pieces(), Saved(RowMissing())))
    _, error = [event async for event in coming]
    assert isinstance(error, ChatErrorEvent)
    assert error.data.detail == "The conversation was deleted."


async def begun(answers: Answers, save: Saved, *steps: str | None) -> Script:
    script = Script(*steps)
    answers.begin(script.pieces(), save)
    await (script.waits if None in steps else script.closed).wait()
    return script


async def test_close_waits_for_what_is_saved() -> None:
    answers, save = Answers(), Saved()
    save.goes_on.clear()
    scripts = [await begun(answers, save, str(number), None) for number in range(3)]
    closing = asyncio.create_task(answers.close())
    await save.began.wait()
    assert not closing.done()
    save.goes_on.set()
    await closing
    assert sorted(save.messages) == [("0", True), ("1", True), ("2", True)]
    assert all(script.closed.is_set() for script in scripts)


async def test_stopped_before_its_first_turn() -> None:
    answering = Answering(Script("Hel").pieces(), Saved())
    answering.stop()
    with pytest.raises(AssistantFailed, match="stopped"):
        await answering.begin(LONG_SECONDS)
    with pytest.raises(AssistantFailed, match="stopped"):
        await answering.read()


async def test_nothing_begins_after_the_stop() -> None:
    answers, save = Answers(), Saved()
    answers.stop()
    answers.stop()
    with pytest.raises(AssistantFailed, match="stopped"):
        await answers.begin(Script("Hel").pieces(), save).begin(LONG_SECONDS)
    with pytest.raises(AssistantFailed, match="stopped"):
        async with answers.waiting():
            raise AssertionError
    await answers.close()
    assert save.messages == []


async def test_waiting_is_stopped_and_nothing_else() -> None:
    answers = Answers()
    began, over = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        async with answers.waiting():
            began.set()
            await asyncio.Event().wait()

    async def outlast() -> None:
        with pytest.raises(AssistantFailed, match="stopped"):
            await wait()
        await asyncio.sleep(0)  # is not cancelled any more
        over.set()

    waiting = asyncio.create_task(outlast())
    await began.wait()
    answers.stop()
    answers.stop()
    await waiting
    assert over.is_set()


async def test_waiting_that_is_cancelled_or_fails_by_itself() -> None:
    answers = Answers()
    with pytest.raises(TimeoutError):
        async with answers.waiting():
            raise TimeoutError
    began = asyncio.Event()

    async def wait() -> None:
        async with answers.waiting():
            began.set()
            await asyncio.Event().wait()

    waiting = asyncio.create_task(wait())
    await began.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    answers.stop()


async def test_close_with_nothing_left() -> None:
    await Answers().close()
    answers, save = Answers(), Saved()
    script = await begun(answers, save, "Hello")
    await script.closed.wait()
    await answers.close()
    assert save.messages == [("Hello", False)]
