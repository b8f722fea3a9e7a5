"""What a document's streams are made of, and what the parts without a name are called."""

from typing import Any

import pytest

from handfast.spec.document import Document
from handfast.spec.streams import Streams, framing_of, json_of

PART = {"properties": {"part": {"type": "integer"}}}
SSE = "text/event-stream"


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def event(name: str, held: Any = None) -> dict[str, Any]:
    held = {"contentMediaType": "application/json", "contentSchema": held} if held else {}
    return {"properties": {"event": {"const": name}, "data": {"type": "string", **held}}}


def streams(**schemas: Any) -> Streams:
    return Streams(Document({"components": {"schemas": schemas}}, [], {}))


def names(found: Streams, schema: Any, owner: str = "watchPets") -> list[str]:
    stream = found.of(SSE, {"x-item-schema": schema}, owner)
    assert stream is not None
    return [item.name for item in stream.events]


def test_an_event_is_called_as_its_schema() -> None:
    assert names(streams(Born=event("born")), {"oneOf": [ref("Born")]}) == ["Born"]


def test_one_without_a_name_is_called_after_where_it_stands_and_its_event() -> None:
    schema = {"oneOf": [event("born"), event("died"), {"properties": {"data": {"type": "string"}}}]}
    assert names(streams(), schema) == ["WatchPetsBornEvent", "WatchPetsDiedEvent", "WatchPetsEvent"]
    assert names(streams(PetEvent=schema), ref("PetEvent")) == ["PetBornEvent", "PetDiedEvent", "PetEvent"]


def test_a_title_is_a_name() -> None:
    assert names(streams(), {"title": "Pet is born", **event("born")}) == ["PetIsBorn"]


def test_two_of_one_name_are_numbered() -> None:
    found = streams()
    assert names(found, {"oneOf": [event("a-b"), event("a_b")]}) == ["WatchPetsABEvent", "WatchPetsABEvent_2"]


def test_what_an_event_carries_is_called_after_the_event_and_only_once() -> None:
    found = streams(BornEvent=event("born", PART), Died=event("died", PART))
    for owner in ("watchPets", "watchAll"):
        names(found, {"oneOf": [ref("BornEvent"), ref("Died")]}, owner)
    assert list(found.inline) == ["Born", "DiedData"]


def test_a_name_that_is_taken_is_left_to_its_owner() -> None:
    found = streams(BornEvent=event("born", PART), Born={"type": "string"})
    names(found, ref("BornEvent"))
    assert list(found.inline) == ["Born_2"]


def test_items_that_are_no_events_are_json() -> None:
    found = streams()
    data = {"properties": {"data": {"type": "string"}, "more": {"type": "string"}}}
    stream = found.of(SSE, {"itemSchema": data}, "watchPets")
    assert stream is not None
    assert (stream.framing, stream.item, stream.events) == ("data", ref("WatchPetsItem"), ())
    assert found.of(SSE, {"itemSchema": data}, "watchPets") is stream


@pytest.mark.parametrize("media", [{}, {"schema": {"type": "string"}}, {"x-item-schema": True}])
def test_a_media_type_without_the_schema_of_an_item_is_no_stream(media: dict[str, Any]) -> None:
    assert streams().of(SSE, media, "watchPets") is None


@pytest.mark.parametrize(
    ("media_type", "framing"),
    [
        ("text/event-stream; charset=utf-8", "data"),
        ("application/JSONL", "lines"),
        ("application/geo+json-seq", "records"),
        ("application/json", None),
        ("multipart/mixed", None),
    ],
)
def test_framings(media_type: str, framing: str | None) -> None:
    assert framing_of(media_type) == framing


@pytest.mark.parametrize(
    ("data", "json"),
    [
        ({"type": "string", "contentMediaType": "application/json", "contentSchema": PART}, PART),
        ({"type": "string", "contentMediaType": "application/hal+json"}, {}),
        ({"type": "string", "contentSchema": PART}, PART),
        ({"type": "string", "contentMediaType": "text/html"}, None),
        ({"type": "string"}, None),
        ({"type": ["string", "null"]}, None),
        ({"const": "[DONE]"}, None),
        ({"enum": ["a", "b"]}, None),
        ({}, None),
        (True, None),
        (None, None),
        (PART, PART),
        ({"type": "object"}, {"type": "object"}),
        ({"const": 7}, {"const": 7}),
    ],
)
def test_data_is_text_unless_it_is_said_to_be_more(data: Any, json: Any) -> None:
    assert json_of(streams().document, data) == json
