"""What may differ between two answers that have to be the same: words that are new each time, and nothing else."""

import pytest

from contract_tests.traffic.twins import but_for_new_words

NEW = [
    ("ref 1f2e, at 12:00:01.5", "ref 9c0d, at 12:00:02.5", "ref 77aa, at 12:00:03.5", "ref 0b1c, at 12:00:04.5"),
    ("no. 8", "no. 9", "no. 10", "no. 11"),
    ("took 0.12 s", "took 0.1 s", "took 0.3 s", "took 0.25 s"),
]
TELLING = [
    ("ref 1f2e", "ref 9c0d1", "ref 77aa", "ref 0b1ce"),  # always longer
    ("ref 1f2e", "ref none", "ref 77aa", "ref none"),  # always the same
    ("ref 1f2e", "ref 9c0d of bob", "ref 77aa", "ref 0b1c of bob"),
    ("1 there, ref 1f2e", "2 there, ref 9c0d", "1 there, ref 77aa", "2 there, ref 0b1c"),
]


@pytest.mark.parametrize("texts", NEW)
def test_what_is_new_each_time_tells_nothing(texts: tuple[str, str, str, str]) -> None:
    one, other = but_for_new_words(texts[::2], texts[1::2])
    assert one == other
    assert "<new>" in one


@pytest.mark.parametrize("texts", TELLING)
def test_what_is_of_one_kind_tells_the_kinds_apart(texts: tuple[str, str, str, str]) -> None:
    one, other = but_for_new_words(texts[::2], texts[1::2])
    assert one != other
