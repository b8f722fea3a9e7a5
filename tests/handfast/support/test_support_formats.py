"""Formats: text of the document as values of Python, and back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import SecretStr, TypeAdapter, ValidationError

from handfast.support.formats import (
    DateText,
    DateTimeText,
    EmailAddressText,
    SecretText,
    Text,
    UuidText,
    base64_text,
    date_time,
    email_address,
    full_date,
    hostname,
    ipv4,
    ipv6,
    uri,
    uuid,
)
from handfast.support.models import Model


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-04T09:15:00Z", datetime(2026, 11, 4, 9, 15, tzinfo=UTC)),
        ("2026-11-04t09:15:00z", datetime(2026, 11, 4, 9, 15, tzinfo=UTC)),
        ("2026-11-04T09:15:00+01:30", datetime(2026, 11, 4, 7, 45, tzinfo=UTC)),
        ("2026-11-04T09:15:00-00:00", datetime(2026, 11, 4, 9, 15, tzinfo=UTC)),
        ("2026-11-04T09:15:00.1Z", datetime(2026, 11, 4, 9, 15, 0, 100_000, tzinfo=UTC)),
        ("2026-11-04T09:15:00.123456789Z", datetime(2026, 11, 4, 9, 15, 0, 123_456, tzinfo=UTC)),
        ("2024-02-29T23:59:59+23:59", datetime(2024, 2, 29, 0, 0, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59.999999Z", datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_a_date_time_is_a_moment_in_utc(text: str, moment: datetime) -> None:
    read = date_time(text)
    assert (read, read.tzinfo) == (moment, UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-04",
        "2026-11-04T09:15:00",
        "2026-11-04 09:15:00Z",
        "2026-11-04T09:15Z",
        "2026-11-04T09:15:00+0100",
        "2026-11-04T09:15:00+01",
        "2026-11-04T09:15:00,5Z",
        "2026-11-04T09:15:00.Z",
        "20261104T091500Z",
        "2026-W45-3T09:15:00Z",
        "26-11-04T09:15:00Z",
        "+2026-11-04T09:15:00Z",
        "2026-11-04T09:15:00Z ",
        "2026-11-04T09:15:00Z\n",
        "٢٠٢٦-11-04T09:15:00Z",
        "2026-11-04T09:15:00+00:60",
        "1762247700",
    ],
)
def test_what_is_written_otherwise_is_no_date_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is no RFC 3339 date-time$"):
        date_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-11-04T24:00:00Z",
        "2026-11-04T09:60:00Z",
        "2026-06-30T23:59:60Z",
        "2026-11-04T09:15:00+24:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-00:01",
    ],
)
def test_a_moment_that_does_not_exist_is_refused(text: str) -> None:
    """Leap seconds cannot be kept, and a date may fall out of the calendar in UTC."""
    with pytest.raises(ValueError, match=r"^is no date-time that exists in UTC$"):
        date_time(text)


def test_a_date_is_a_full_date() -> None:
    assert full_date("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["", "2026-2-1", "20260201", "2026-W05", "2026-02-01T00:00:00Z", "2026-02-01\n"])
def test_what_is_written_otherwise_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is no RFC 3339 full-date$"):
        full_date(text)


@pytest.mark.parametrize("text", ["2026-02-29", "0000-01-01", "2026-00-10"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is no date that exists$"):
        full_date(text)


def test_a_uuid_is_read_in_either_case() -> None:
    text = "01A1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3"
    assert uuid(text) == UUID(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01a1a5c03f6e7c419a527d1f0b8e64c3",
        "{01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3}",
        "urn:uuid:01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3",
        "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c",
        "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64cg",
    ],
)
def test_what_is_written_otherwise_is_no_uuid(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is no UUID$"):
        uuid(text)


@pytest.mark.parametrize("text", ["a@b", "ada@example.com", '"a@b"@example.com', "a" * 64 + "@b"])
def test_an_address_has_a_local_part_and_a_domain(text: str) -> None:
    assert email_address(text) == text


@pytest.mark.parametrize("text", ["", "a", "@", "a@", "@b", "a" * 65 + "@b"])
def test_what_lacks_one_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is no e-mail address$"):
        email_address(text)


@pytest.mark.parametrize(
    ("annotation", "json", "value"),
    [
        (DateTimeText, '"2026-11-04T09:15:00+01:00"', datetime(2026, 11, 4, 8, 15, tzinfo=UTC)),
        (DateTimeText | None, "null", None),
        (DateText, '"2026-11-04"', date(2026, 11, 4)),
        (UuidText, '"01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3"', UUID("01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3")),
        (EmailAddressText, '"ada@example.com"', "ada@example.com"),
        (SecretText, '"hunter2"', SecretStr("hunter2")),
    ],
)
def test_json_is_read_strictly_as_its_value(annotation: Any, json: str, value: Any) -> None:
    assert TypeAdapter[Any](annotation).validate_json(json, strict=True) == value


@pytest.mark.parametrize("annotation", [DateTimeText, DateText, UuidText, EmailAddressText, SecretText])
@pytest.mark.parametrize("json", ["1762247700", "null", "[]", "{}", "true"])
def test_only_text_is_read(annotation: Any, json: str) -> None:
    with pytest.raises(ValidationError, match="string_type"):
        TypeAdapter[Any](annotation).validate_json(json, strict=True)


@pytest.mark.parametrize(
    ("annotation", "json", "error"),
    [
        (Annotated[datetime, Text(date_time, pattern="^19")], '"2026-11-04T09:15:00Z"', "string_pattern_mismatch"),
        (Annotated[datetime, Text(date_time, max_length=20)], '"2026-11-04T09:15:00.0Z"', "string_too_long"),
        (Annotated[SecretStr, Text(SecretStr, min_length=8)], '"short"', "string_too_short"),
        (Annotated[str, Text(email_address, max_length=3)], '"a@bc"', "string_too_long"),
    ],
)
def test_the_bounds_are_those_of_the_text(annotation: Any, json: str, error: str) -> None:
    with pytest.raises(ValidationError, match=error):
        TypeAdapter[Any](annotation).validate_json(json, strict=True)


class Moments(Model):
    at: DateTimeText
    day: DateText
    key: UuidText
    secret: SecretText


MOMENTS = Moments(
    at=datetime(2026, 11, 4, 9, 15, 0, 5, tzinfo=UTC),
    day=date(2026, 11, 4),
    key=UUID("01A1A5C0-3F6E-7C41-9A52-7D1F0B8E64C3"),
    secret=SecretStr("hunter2"),
)


def test_a_handler_gives_values_and_they_are_written_as_text() -> None:
    assert MOMENTS.model_dump(mode="json") == {
        "at": "2026-11-04T09:15:00.000005Z",
        "day": "2026-11-04",
        "key": "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3",
        "secret": "**********",
    }


def test_another_offset_is_written_as_utc() -> None:
    at = datetime(2026, 11, 4, 9, 15, tzinfo=timezone(timedelta(hours=2)))
    assert Moments(**{**dict(MOMENTS), "at": at}).model_dump(mode="json")["at"] == "2026-11-04T07:15:00Z"


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Moments(**{**dict(MOMENTS), "at": datetime(2026, 11, 4)})  # noqa: DTZ001


def test_a_secret_shows_nowhere() -> None:
    assert "hunter2" not in f"{MOMENTS!r} {MOMENTS} {MOMENTS.model_dump_json()}"
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Annotated[SecretStr, Text(SecretStr, min_length=8)]).validate_json('"hunter2"')
    assert "hunter2" not in str(caught.value.errors(include_input=False))


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (ipv4, "127.0.0.1", "127.0.0.256"),
        (ipv6, "::1", "127.0.0.1"),
        (hostname, "a_b.example-1.com.", "-a.com"),
        (hostname, "localhost", f"{'a' * 64}.com"),
        (base64_text, "", "a"),
        (base64_text, "aGk=", "aGk=="),
        (base64_text, "aGk", "a$b="),
    ],
)
def test_other_texts_stay_texts(read: Callable[[str], str], good: str, bad: str) -> None:
    assert read(good) == good
    with pytest.raises(ValueError, match="is no"):
        read(bad)


def test_a_pattern_may_look_around() -> None:
    adapter = TypeAdapter(Annotated[str, Text(uri, pattern="^(?!http:)")])
    assert adapter.validate_json('"https://a"') == "https://a"
    with pytest.raises(ValidationError):
        adapter.validate_json('"http://a"')


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com", "https://a:b@c:80/d/../e;f?g=/?#h", "urn:x:y", "mailto:a@b", "a:", "foo:/a", "http://[::1]:80/",
        "http://%7Eada", "http://x//y",
    ],
)  # fmt: skip
def test_a_uri_stays_as_it_is(text: str) -> None:
    assert uri(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/x",
        "//x/y",
        "example.com",
        "https://a b",
        "http://%zz",
        "h_t:x",
        "http://é",
        "http://[::1",
        "http://a#b#c",
        "a:[b]",
    ],
)
def test_what_is_no_uri(text: str) -> None:
    with pytest.raises(ValueError, match="is no URI"):
        uri(text)
