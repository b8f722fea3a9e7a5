"""Media types: how they are written, and what they are called."""

import pytest

from handfast.spec.media_types import is_json, is_range, short_name


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("application/json", "Json"),
        ("application/hal+json; charset=utf-8", "HalJson"),
        ("text/csv", "Csv"),
        ("application/octet-stream", "OctetStream"),
        ("application/vnd.ms-excel", "MsExcel"),
        ("application/x-ndjson", "Ndjson"),
        ("image/*", "Image"),
        ("*/*", "Any"),
        ("text/x", "Text"),
        ("application/3gpp", "N3gpp"),
    ],
)
def test_a_short_name_is_what_people_say(media_type: str, name: str) -> None:
    assert short_name(media_type) == name


@pytest.mark.parametrize(
    ("media_type", "json", "any_of_several"),
    [
        ("application/json", True, False),
        ("Application/Problem+JSON; charset=utf-8", True, False),
        ("text/json-not", False, False),
        ("application/*", False, True),
    ],
)
def test_kinds(media_type: str, json: bool, any_of_several: bool) -> None:  # noqa: FBT001 - a table
    assert (is_json(media_type), is_range(media_type)) == (json, any_of_several)
