"""Golden cases that stream, run: what a handler gives, on the wire."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.handfast.mounted import handled
from tests.handfast.support.streaming import Client, serve

AT = datetime(2026, 11, 4, 9, 15, tzinfo=UTC)


async def each(*items: Any) -> AsyncIterator[Any]:
    for item in items:
        yield item


@dataclass(frozen=True)
class Package:
    """The modules of a case, with the interface of one tag."""

    api: ModuleType
    schemas: ModuleType
    problems: ModuleType


@pytest.fixture
def case(packages: Path) -> Callable[[str, str], Package]:
    def modules(name: str, tag: str) -> Package:
        assert (packages / f"case_{name}").is_dir()
        return Package(
            *(importlib.import_module(f"case_{name}.{part}") for part in (f"apis.{tag}", "schemas", "problems"))
        )

    return modules


def client(packages: Path, name: str, **handlers: Any) -> TestClient:
    return TestClient(handled(packages, name, handlers), raise_server_exceptions=False)


def returning(result: Any) -> Any:
    async def handler(*_: Any, **__: Any) -> Any:
        return result

    return handler


class TestEventsByExtension:
    @pytest.fixture
    def talk(self, case: Callable[[str, str], Package]) -> Package:
        return case("event_stream", "talk")

    def test_are_written_as_declared(self, packages: Path, talk: Package) -> None:
        api, schemas = talk.api, talk.schemas
        events = each(
            api.PieceEvent(schemas.Piece(text="Ä\n", at=AT), id="1", retry=500),
            api.EndEvent(schemas.End(pieces=1)),
            api.FailureEvent(schemas.SilentProblem(title="Silent", status=503)),
            api.Last(),
        )
        app = client(packages, "event_stream", talk=returning(api.Talk200(events, x_model="m1")))
        answer = app.post("/talk", json={"text": "Hello"})
        assert answer.text == (
            'event: piece\nid: 1\nretry: 500\ndata: {"text":"Ä\\n","at":"2026-11-04T09:15:00Z"}\n\n'
            'event: end\ndata: {"pieces":1}\n\n'
            'event: failure\ndata: {"title":"Silent","status":503}\n\n'
            "data: [DONE]\n\n"
        )
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert (answer.headers["x-model"], answer.headers["x-accel-buffering"]) == ("m1", "no")
        assert "content-length" not in answer.headers

    def test_are_not_sent_where_a_problem_comes_first(self, packages: Path, talk: Package) -> None:
        async def fails(*_: Any) -> Any:
            raise talk.problems.Silent("Nobody is here.")

        answer = client(packages, "event_stream", talk=fails).post("/talk", json={"text": "Hello"})
        assert (answer.status_code, answer.json()["detail"]) == (503, "Nobody is here.")

    def test_are_text_where_nothing_else_is_said(self, packages: Path, case: Callable[[str, str], Package]) -> None:
        line = case("event_stream", "feed").api.Line
        app = client(packages, "event_stream", read_feed=returning(each(line("news", "a\nb"), line(id="7"))))
        assert app.get("/feed").text == "event: news\ndata: a\ndata: b\n\nid: 7\n\n"
        assert app.head("/feed").headers["content-type"] == "text/event-stream; charset=utf-8"

    def test_that_are_not_declared_cut_the_stream(self, packages: Path, talk: Package) -> None:
        line = importlib.import_module("case_event_stream.apis.feed").Line

        async def test() -> Client:
            app = handled(packages, "event_stream", {"read_feed": returning(each(line(data="a"), talk.api.Last()))})
            reader = Client()
            with pytest.raises(TypeError, match="Last is no event of this stream"):
                await serve(app, reader, path="/feed")
            return reader

        reader = asyncio.run(test())
        assert (reader.body, reader.ended) == (b"data: a\n\n", False)

    def test_leave_comments_in_silence_as_long_as_mount_says(self, packages: Path, talk: Package) -> None:
        async def test() -> None:
            going_on = asyncio.Event()

            async def slow() -> AsyncIterator[Any]:
                await going_on.wait()
                yield talk.api.Last()

            app = handled(packages, "event_stream", {"talk_again": returning(slow())}, keep_alive_seconds=0.001)
            reader = Client()
            reading = asyncio.create_task(serve(app, reader, path="/talk/again"))
            await reader.until(lambda reader: len(reader.messages) > 2)
            going_on.set()
            await reading
            assert reader.body.replace(b": keep-alive\n\n", b"") == b"data: [DONE]\n\n"
            assert reader.ended

        asyncio.run(test())


def test_events_by_item_schema(packages: Path, case: Callable[[str, str], Package]) -> None:
    """Inline events have classes of their own; what carries nothing but JSON needs none."""
    prices = case("event_stream_3_2", "prices")
    api, schemas = prices.api, prices.schemas
    notice = api.WatchNoticesEvent
    app = client(
        packages,
        "event_stream_3_2",
        watch_prices=returning(
            each(
                api.WatchPricesTickEvent(schemas.WatchPricesTick(symbol="X", price=1.5), id="1"),
                api.WatchPricesClosedEvent("until tomorrow"),
                api.WatchPricesPricesEvent([1.5, 2.0]),
            )
        ),
        watch_values=returning(each(schemas.Value(value=1), schemas.Value(value=2))),
        watch_notices=returning(each(notice("seen"), notice(data=schemas.Value(value=1)))),
    )
    assert app.get("/prices").text == (
        'event: tick\nid: 1\ndata: {"symbol":"X","price":1.5}\n\n'
        "event: closed\ndata: until tomorrow\n\n"
        "event: prices\ndata: [1.5,2.0]\n\n"
    )
    assert app.get("/values").text == 'data: {"value":1}\n\ndata: {"value":2}\n\n'
    assert app.get("/notices").text == 'event: seen\n\ndata: {"value":1}\n\n'


def test_json_line_by_line(packages: Path, case: Callable[[str, str], Package]) -> None:
    export = case("json_lines", "export")
    api, schemas = export.api, export.schemas
    notes = [schemas.Note(id=1, text="a\nb"), schemas.Note(id=2)]
    changes = [schemas.ExportChangesItem1(added=notes[1]), schemas.ExportChangesItem2(removed=1)]
    app = client(
        packages,
        "json_lines",
        export_notes=returning(api.ExportNotes200(each(*notes), x_count=2)),
        export_changes=returning(each(*changes)),
        export_records=returning(each(*notes)),
        export_plain=returning(each(b"1\n", b"2\n")),
    )
    lines = app.get("/notes")
    assert lines.content == b'{"id":1,"text":"a\\nb"}\n{"id":2}\n'
    assert (lines.headers["content-type"], lines.headers["x-count"]) == ("application/jsonl", "2")
    assert app.get("/changes").text == '{"added":{"id":2}}\n{"removed":1}\n'
    assert app.get("/records").content == b'\x1e{"id":1,"text":"a\\nb"}\n\x1e{"id":2}\n'
    assert app.get("/plain").content == b"1\n2\n"


class TestSeveralMediaTypes:
    @pytest.fixture
    def reports(self, case: Callable[[str, str], Package]) -> Package:
        return case("several_media_types", "reports")

    @pytest.mark.parametrize(
        ("kind", "given", "media_type", "body"),
        [
            ("Csv", ("a;b", "e"), "text/csv; charset=utf-8", b"a;b"),
            ("Csv", ("a", "e", "text/tab-separated-values"), "text/tab-separated-values; charset=utf-8", b"a"),
            ("MsExcel", (b"\xd0\xcf", "e"), "application/vnd.ms-excel", b"\xd0\xcf"),
        ],
    )
    def test_are_chosen_by_what_is_returned(  # noqa: PLR0913, PLR0917 - what is given, and what comes
        self, packages: Path, reports: Package, kind: str, given: tuple[Any, ...], media_type: str, body: bytes
    ) -> None:
        result = getattr(reports.api, f"GetReport200{kind}")(*given)
        answer = client(packages, "several_media_types", get_report=returning(result)).get("/reports/7")
        assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, media_type, body)
        assert answer.headers["etag"] == "e"

    def test_json_among_them_is_a_model(self, packages: Path, reports: Package) -> None:
        result = reports.api.GetReport200Json(reports.schemas.Report(lines=1), "e", x_rows=7)
        answer = client(packages, "several_media_types", get_report=returning(result)).get("/reports/7")
        assert (answer.headers["content-type"], answer.json()) == ("application/json", {"lines": 1})
        assert answer.headers["x-rows"] == "7"

    def test_bytes_may_come_piece_by_piece(self, packages: Path, reports: Package) -> None:
        result = reports.api.GetReport200MsExcel(each(b"\xd0", b"\xcf"), "e")
        answer = client(packages, "several_media_types", get_report=returning(result)).get("/reports/7")
        assert (answer.content, answer.headers["etag"]) == (b"\xd0\xcf", "e")
        assert "x-accel-buffering" not in answer.headers

    @pytest.mark.parametrize(
        ("media_type", "status"), [("image/svg+xml", 200), ("image/*", 500), ("text/plain", 500), ("image", 500)]
    )
    def test_of_a_range_are_given_by_the_handler(
        self, packages: Path, reports: Package, media_type: str, status: int
    ) -> None:
        picture = reports.api.GetPicture200(b"<svg/>", media_type, etag="e")
        answer = client(packages, "several_media_types", get_picture=returning(picture)).get("/pictures/7")
        assert (answer.status_code, answer.headers["content-type"] == media_type) == (status, status == 200)

    def test_that_are_not_declared_are_an_error(self, packages: Path, reports: Package) -> None:
        small = reports.api.GetThumbnail200(b"", media_type="image/gif")
        answer = client(packages, "several_media_types", get_thumbnail=returning(small)).get("/thumbnails/7")
        assert answer.status_code == 500

    def test_may_be_a_stream_or_not(self, packages: Path, reports: Package) -> None:
        api, results = reports.api, [reports.api.Answer200Json(reports.schemas.Report(lines=1))]
        results.append(api.Answer200EventStream(each(api.AnswerLineEvent("one"))))

        async def answer() -> Any:
            return results.pop(0)

        app = client(packages, "several_media_types", answer=answer)
        assert app.post("/answers").json() == {"lines": 1}
        assert app.post("/answers").text == "event: line\ndata: one\n\n"
