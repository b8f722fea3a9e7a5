"""Phrases, and what they stand for."""

import pytest

from backend.assistant.wishes import LONGEST_TEXT, Count, Due, Explain, Find, Wish, understand


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("find milk", Find("milk")),
        ("Please FIND my tasks about milk!", Find("milk")),
        ("search for all tasks with oat milk.", Find("oat milk")),
        ("Which task is about the milk?", Find("milk")),
        ('Where is "due today"?', Find("due today")),
        ("Where is “due today”?", Find("due today")),
        ("is there anything like 'oat milk'?", Find("oat milk")),
        ("I can't say what's open", Count("open")),
        ("find", Explain()),
        ("find my tasks", Count("all")),
        ("What is due today?", Due("today")),
        ("anything TODAY?", Due("today")),
        ("what about tomorrow", Due("tomorrow")),
        ("what is due this week", Due("week")),
        ("Am I late with anything?", Due("overdue")),
        ("how many tasks are overdue", Due("overdue")),
        ("What is due?", Due("next")),
        ("What should I do next?", Due("next")),
        ("How many tasks are open?", Count("open")),
        ("what's left", Count("open")),
        ("what isn't done yet?", Count("open")),
        ("which are not yet done", Count("open")),
        ("How many are done?", Count("done")),
        ("what have I completed", Count("done")),
        ("how many open and done tasks are there", Count("all")),
        ("How many tasks do I have?", Count("all")),
        ("my todos", Count("all")),
        ("What about my open tasks?", Count("open")),
        ("hello", Explain()),
        ("", Explain()),
        ("\ud800 \x00", Explain()),
        ("find " + "x" * 4000, Find("x" * LONGEST_TEXT)),
        ("„" * 4000, Explain()),
    ],
)
def test_understand(said: str, wish: Wish) -> None:
    assert understand(said) == wish
