"""Cursors are taken back only as they were given, and only where."""

from uuid import UUID

import pytest

from backend.cursors import BadCursor, Cursors, Position

CURSORS = Cursors(b"a secret")
POSITION = Position("Ünïcode \U0001f989", UUID("01a1fc4f-d8a8-7665-819b-0a784258bd2d"))
SCOPE = ("tasks", "ada", "title", {"completed": True})
WRITTEN = CURSORS.write(POSITION, *SCOPE)


@pytest.mark.parametrize("key", ["", "a", "ab", "abc", POSITION.key, "\U0010ffff" * 200])
def test_read_what_was_written(key: str) -> None:
    position = Position(key, POSITION.id)
    assert CURSORS.read(CURSORS.write(position, *SCOPE), *SCOPE) == position


def test_any_edit_is_refused() -> None:
    edits = {
        WRITTEN[:place] + new + WRITTEN[place + 1 :] for place in range(len(WRITTEN)) for new in ("A", "b", "_", "")
    }
    edits |= {WRITTEN + "A", WRITTEN + "=", WRITTEN + "==", WRITTEN + "\n", " " + WRITTEN, "." + WRITTEN}
    edits |= {"", "A", "AAAA", "é", "\x00", "=" * 4, "A" * 512, WRITTEN.replace("_", "/"), WRITTEN.swapcase()}
    # The last character has bits that no byte needs: whatever they are, only one spelling is right.
    edits |= {WRITTEN[:-1] + last for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"}
    for edit in edits - {WRITTEN}:
        with pytest.raises(BadCursor):
            CURSORS.read(edit, *SCOPE)


@pytest.mark.parametrize(
    "scope",
    [
        (),
        ("sessions", "ada", "title", {"completed": True}),
        ("tasks", "eve", "title", {"completed": True}),
        ("tasks", "ada", "-title", {"completed": True}),
        ("tasks", "ada", "title", {"completed": False}),
        ("tasks", "ada", "title", {"completed": "true"}),
        ("tasks", "ada", "title", {}),
        ("tasks", "adatitle", "", {"completed": True}),
    ],
)
def test_another_scope_is_refused(scope: tuple[object, ...]) -> None:
    with pytest.raises(BadCursor):
        CURSORS.read(WRITTEN, *scope)


def test_another_secret_is_refused() -> None:
    with pytest.raises(BadCursor):
        Cursors(b"another secret").read(WRITTEN, *SCOPE)


def test_characters_that_need_no_escape_in_a_query() -> None:
    assert set(WRITTEN) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
