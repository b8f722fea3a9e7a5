"""JSON pointers, as RFC 6901 has them."""

from typing import Any

import pytest

from handfast.spec.pointers import child, find, from_fragment, split

# The examples of RFC 6901, section 5.
RFC_DOCUMENT = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", RFC_DOCUMENT),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/i\\j", 5),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_a_pointer_leads_to_its_node(pointer: str, value: Any) -> None:
    assert find(RFC_DOCUMENT, split(pointer)) == value


@pytest.mark.parametrize("pointer", ["/none", "/foo/2", "/foo/-", "/foo/bar", "/a~1b/x", "/foo/-1"])
def test_a_pointer_that_leads_nowhere_is_a_lookup_error(pointer: str) -> None:
    with pytest.raises(LookupError):
        find(RFC_DOCUMENT, split(pointer))


@pytest.mark.parametrize("token", ["a", "a/b", "a~b", "~1", "~0", "", "/~/", "{id}", "é %2F"])
def test_splitting_undoes_what_child_does(token: str) -> None:
    assert split(child("/x", token, "y")) == ["x", token, "y"]


def test_escapes_are_undone_once() -> None:
    assert split("/~01") == ["~1"]


def test_a_fragment_is_percent_decoded() -> None:
    assert from_fragment("/paths/~1a~1%7Bb%7D/caf%C3%A9") == "/paths/~1a~1{b}/café"
