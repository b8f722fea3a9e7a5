"""Texts that fit a schema: by its format, its pattern, its lengths."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from handfast.examples import patterns

_BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)
_FILLING = "lorem ipsum dolor sit amet "
_MANY = 300


def candidates(schema: dict[str, Any], word: str, nth: int) -> Iterator[str]:
    """Texts to try for a schema, the likeliest first; `word` is what it is called where it stands."""
    known, pattern = str(schema.get("format", "")), schema.get("pattern")
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    if known:
        yield from _lengthened(known, _formatted(known, nth), least)
    if isinstance(pattern, str):
        found = (text for text in patterns.texts(pattern) if len(text) >= least and (most is None or len(text) <= most))
        yield from islice(found, nth, nth + _MANY)
    yield _plain(word or "text", nth, least, most)
    yield _plain("", nth, least, most)


def _plain(word: str, nth: int, least: int, most: int | None) -> str:
    text = f"{word} {nth + 1}".strip() if nth or not word else word
    while len(text) < least:
        text = f"{text} {_FILLING}"[: max(least, 1)]
    if most is not None and len(text) > most:
        text = str(nth + 1)[-most:] if most and nth else text[:most]
    return text.ljust(int(least), "x")


def _formatted(known: str, nth: int) -> list[str]:
    day = _BEGIN + timedelta(days=nth)
    number = nth + 1
    moment = day.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "date-time": [moment, moment.removesuffix("Z") + ".000Z", moment.replace("Z", "+00:00")],
        "datetime": [moment],
        "date": [f"{day:%Y-%m-%d}"],
        "time": [f"12:{nth % 60:02}:00Z", f"12:{nth % 60:02}:00"],
        "duration": [f"P{number}D", f"PT{number}H"],
        "email": [f"ada{number}@example.com"],
        "idn-email": [f"ada{number}@example.com"],
        "hostname": [f"www{number}.example.com"],
        "idn-hostname": [f"www{number}.example.com"],
        "ipv4": [f"192.0.2.{number % 256}"],
        "ipv6": [f"2001:db8::{number:x}"],
        "uri": [f"https://example.com/{number}"],
        "url": [f"https://example.com/{number}"],
        "uri-reference": [f"/{number}"],
        "iri": [f"https://example.com/{number}"],
        "iri-reference": [f"/{number}"],
        "uri-template": [f"https://example.com/{number}/{{id}}"],
        "uuid": [f"00000000-0000-4000-8000-{number:012x}"],
        "json-pointer": [f"/{number}"],
        "relative-json-pointer": [str(number)],
        "regex": [f"a{{{number}}}"],
        "byte": [b64encode(f"bytes {number}".encode()).decode()],
        "int32": [str(number)],
        "int64": [str(number)],
        "decimal": [str(number)],
    }.get(known, [])


def _lengthened(known: str, found: list[str], least: int) -> Iterator[str]:
    """The texts of a format, and where they are too short what is longer."""
    for text in found:
        missing = int(least) - len(text)
        yield text
        if missing > 0 and known in ("uri", "url", "iri", "uri-reference", "iri-reference", "json-pointer"):
            yield text + "x" * missing
        elif missing > 0 and known in ("email", "idn-email", "hostname", "idn-hostname"):
            yield "x" * missing + text
        elif missing > 0 and known == "byte":
            yield b64encode(b"x" * least).decode()
