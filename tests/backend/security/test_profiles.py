from typing import Any

import pytest

from backend.security.profiles import read_email, read_name
from generated.schemas import Preferences, User


@pytest.mark.parametrize(
    ("email", "kept"),
    [
        ("Ada.L@Example.COM", "ada.l@example.com"),
        ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("a" * 64 + "@b.c", "a" * 64 + "@b.c"),
        ("a" * 65 + "@b.c", None),
        ("a@" + "b" * 63 + ".c" * 120, None),
        ("a@bücher.example", None),
        ("\u212a@example.com", None),  # a Kelvin sign, whose lower case is k
        ("a@b\x00.c", None),
        ("a@b.c\n", None),
        ("\ud800@b.c", None),
        ("nobody", None),
        ("", None),
        (None, None),
        (7, None),
        (["a@b.c"], None),
    ],
)
def test_email(email: object, kept: str | None) -> None:
    assert read_email({"email": email}) == kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ada", "Ada"),
        ("  Ada L. \n", "Ada L."),
        ("\x00 Ada \ud800", "Ada"),
        ("\U0001f600" * 101, "\U0001f600" * 100),
        ("\x00", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_name(name: object, kept: str) -> None:
    assert read_name({"name": name}) == kept


def test_without() -> None:
    assert (read_email({}), read_name({})) == (None, "")


def test_what_is_kept_can_be_told() -> None:
    profile: dict[str, Any] = {"email": "A@B.C", "name": "\x00" + "n" * 200}
    told = {"id": "a", "email": read_email(profile), "name": read_name(profile), "created_at": "2026-01-01T00:00:00Z"}
    assert User.model_validate({**told, "preferences": Preferences(assistant_instructions="")}).email == "a@b.c"
