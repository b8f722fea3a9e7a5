"""When to ask again, and when not."""

from datetime import UTC, datetime

import pytest

from backend.assistant import AssistantFailed
from backend.assistant.retries import ATTEMPTS, pause, seconds_asked

NOW = datetime(2030, 5, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0),
        ("7", 7),
        ("1.5", 1.5),
        ("9" * 5000, float("inf")),
        ("-1", None),
        ("nan", None),
        ("٣", None),
        ("", None),
        ("soon", None),
        ("Wed, 08 May 2030 12:00:09 GMT", 9),
        ("Wed, 08 May 2030 12:00:09 -0000", 9),
        ("Wed, 08 May 2030 14:00:09 +0200", 9),
        ("Wed, 08 May 2030 11:00:00 GMT", 0),
        ("Wed, 99 May 2030 11:00:00 GMT", None),
        ("Wed, 08 May 99999 11:00:00 GMT", None),
    ],
)
def test_seconds_asked(header: str | None, seconds: float | None) -> None:
    assert seconds_asked(header, NOW) == seconds


def test_pauses_grow_and_differ() -> None:
    assert [pause(1, None, chance, 60) for chance in (0, 0.5, 1)] == [0.25, 0.5, 0.75]
    assert [pause(2, None, chance, 60) for chance in (0, 0.5, 1)] == [0.5, 1.0, 1.5]


def test_the_service_knows_better() -> None:
    assert pause(1, 10, 0.5, 60) == 10
    assert pause(1, 0, 0.5, 60) == 0.5


@pytest.mark.parametrize(("asked", "remaining"), [(10.1, 60), (float("inf"), 60), (5, 5), (None, 0.5), (None, -1)])
def test_no_use_to_wait(asked: float | None, remaining: float) -> None:
    assert pause(1, asked, 0.5, remaining) is None


def test_enough_is_enough() -> None:
    assert pause(ATTEMPTS, None, 0.5, 60) is None
    assert pause(ATTEMPTS, 0, 0.5, 60) is None


@pytest.mark.parametrize(("seconds", "told"), [(-5, 1), (0, 1), (7.1, 8), (86_401, 86_400), (float("inf"), 86_400)])
def test_what_callers_are_told(seconds: float, told: int) -> None:
    assert AssistantFailed("timeout", seconds).retry_after == told
