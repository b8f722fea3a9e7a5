"""Problems: every error is one, and no handler sends one that the document does not declare."""

import logging
from datetime import date

import pytest
from fastapi import FastAPI, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from handfast.support.adapters import Adapter
from handfast.support.problems import (
    FieldError,
    Problem,
    Refused,
    add_problem_handlers,
    given,
    internal_error,
    problem_document,
    request_id,
)
from tests.handfast.support.asgi import Ask, get, serve


class NoteNotFound(Problem):
    status = 404
    type = "urn:test:note_not_found"
    title = "Note not found"
    error_code = "note_not_found"
    default_detail = "There is no such note."


class Busy(Problem):
    status = 503
    title = "Busy"
    error_code = "busy"
    fixed_headers = {"X-Fixed": "always"}  # noqa: RUF012

    def __init__(self, detail: str | None = None, *, retry_after: int) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Unauthorized(Problem):
    status = 401
    title = "Unauthorized"
    error_code = "unauthorized"
    fixed_headers = {"WWW-Authenticate": "Bearer"}  # noqa: RUF012


class Failed(Problem):
    status = 500
    type = "urn:test:failed"
    title = "Failed"
    error_code = "failed"


def raising(error: Exception, *declared: type[Problem]) -> FastAPI:
    async def fails(_: Request) -> Response:
        raise error

    return serve(fails, problems=declared)


def test_a_declared_problem_is_sent() -> None:
    answer = get(raising(NoteNotFound(), NoteNotFound), "/")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json == {
        "type": "urn:test:note_not_found",
        "title": "Note not found",
        "status": 404,
        "detail": "There is no such note.",
        "error_code": "note_not_found",
        "request_id": answer.json["request_id"],
    }


def test_a_handler_words_the_detail_and_sets_the_headers() -> None:
    answer = get(raising(Busy("Größer als erlaubt.", retry_after=30), Busy), "/")
    assert answer.json["detail"] == "Größer als erlaubt."
    assert (answer.headers["retry-after"], answer.headers["x-fixed"]) == ("30", "always")


def test_a_problem_without_detail_repeats_its_title() -> None:
    assert get(raising(Busy(retry_after=1), Busy), "/").json["detail"] == "Busy"


def test_an_undeclared_problem_is_a_logged_500(caplog: pytest.LogCaptureFixture) -> None:
    answer = get(raising(NoteNotFound("About note 7."), Busy, Failed), "/")
    assert (answer.status, answer.json["type"]) == (500, "urn:test:failed")
    assert "note" not in answer.body.decode().lower()
    [record] = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "test raised NoteNotFound, which it does not declare",
    )
    assert vars(record)["request_id"] == answer.json["request_id"]


def test_a_problem_of_the_same_status_is_undeclared_too() -> None:
    class OtherNotFound(NoteNotFound):
        pass

    assert get(raising(OtherNotFound(), NoteNotFound), "/").status == 500


def test_a_refusal_is_worded_as_the_operation_declares_it() -> None:
    answer = get(raising(Refused(401), NoteNotFound, Unauthorized), "/")
    assert (answer.json["error_code"], answer.headers["www-authenticate"]) == ("unauthorized", "Bearer")


def test_a_refusal_that_is_not_declared_is_a_plain_problem() -> None:
    answer = get(raising(Refused(501)), "/")
    assert answer.json == {
        "type": "about:blank",
        "title": "Not Implemented",
        "status": 501,
        "detail": "Not Implemented",
        "error_code": "not_implemented",
        "request_id": answer.json["request_id"],
    }


def test_errors_are_listed() -> None:
    answer = get(raising(Refused(422, errors=[FieldError("query", "/x", "is odd")])), "/")
    assert answer.json["errors"] == [{"in": "query", "pointer": "/x", "message": "is odd"}]


def test_a_handler_cannot_send_another_status(caplog: pytest.LogCaptureFixture) -> None:
    """A framework's exception is no way around the document."""
    answer = get(raising(HTTPException(418, "short and stout"), NoteNotFound), "/")
    assert answer.status == 500
    assert "stout" not in answer.body.decode()
    assert caplog.records[0].getMessage() == "test raised HTTPException 418, which it does not declare"


def test_a_declared_status_by_a_framework_exception_is_its_problem() -> None:
    answer = get(raising(HTTPException(404, "hidden", {"X-More": "1"}), NoteNotFound), "/")
    assert (answer.json["error_code"], answer.headers["x-more"]) == ("note_not_found", "1")


@pytest.mark.parametrize(
    ("method", "target", "status", "code"),
    [("GET", "/none", 404, "not_found"), ("PUT", "/", 405, "method_not_allowed"), ("GET", "/odd", 499, "status_499")],
)
def test_errors_of_the_framework_are_problems(method: str, target: str, status: int, code: str) -> None:
    app = raising(NoteNotFound(), NoteNotFound)

    @app.get("/odd")
    def odd() -> None:
        raise HTTPException(499)

    answer = Ask(method, target).of(app)
    assert (answer.status, answer.json["status"], answer.json["error_code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_allowed_methods_are_told() -> None:
    assert Ask("PUT", "/").of(raising(NoteNotFound())).headers["allow"] == "GET, HEAD"


def test_the_request_keeps_the_id_that_it_has() -> None:
    app = FastAPI()
    add_problem_handlers(app)
    ask = Ask("GET", "/")
    ask.scope["state"] = {"request_id": "abc"}
    assert ask.of(app).json["request_id"] == "abc"


def test_an_id_is_made_once() -> None:
    scope: dict[str, object] = {}
    assert request_id(scope) == request_id(scope)
    assert request_id({}) != request_id({})


def test_an_internal_error_says_nothing() -> None:
    response = internal_error({})
    assert response.status_code == 500
    assert b'"detail": "Internal Server Error"' in response.body


class Counting(Problem):
    status = 503
    title = "Counting"
    error_code = "counting"
    member_types = {"until": Adapter(date), "note": Adapter(str | None)}  # noqa: RUF012
    fixed_members = {"category": "stock"}  # noqa: RUF012

    def __init__(self, until: date, note: str | None = None) -> None:
        super().__init__(members={"until": until, **given({"note": note})})


def test_members_beyond_the_standard_ones_are_sent_as_json() -> None:
    answer = get(raising(Counting(date(2026, 11, 4)), Counting), "/")
    assert list(answer.json)[-2:] == ["category", "until"]
    assert (answer.json["category"], answer.json["until"]) == ("stock", "2026-11-04")


def test_the_document_of_a_problem_can_be_had_without_sending_it() -> None:
    scope = {"state": {"request_id": "abc"}}
    assert problem_document(scope, Counting(date(2026, 11, 4), note="n")) == {
        "type": "about:blank",
        "title": "Counting",
        "status": 503,
        "detail": "Counting",
        "error_code": "counting",
        "request_id": "abc",
        "category": "stock",
        "until": "2026-11-04",
        "note": "n",
    }


def test_a_refusal_has_the_members_that_never_change() -> None:
    assert get(raising(Refused(503), Counting), "/").json["category"] == "stock"


def test_a_header_without_a_value_is_left_out() -> None:
    class Odd(NoteNotFound):
        fixed_headers = {"X-Fixed": "always"}  # noqa: RUF012

        def __init__(self) -> None:
            super().__init__(headers={"Retry-After": 30, "X-Left": None})

    assert Odd().headers == {"X-Fixed": "always", "Retry-After": "30"}
