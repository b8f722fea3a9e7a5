"""A generated package on an application: the order on the wire, and what may not be mounted."""

import asyncio
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message

from tests.handfast.mounted import believer, unimplemented
from tests.handfast.support.asgi import Answer, Ask

JSON = ("Content-Type", "application/json")
WHO = ("Authorization", "Bearer u1")
OTHER = ("Authorization", "Bearer u2")
LARGE = ("Content-Length", "99999999")
TEXT = ("Content-Type", "text/plain")
LONG = "x" * 65
SCHEMES = ("token", "api_key", "session")


@pytest.fixture(scope="session")
def notes(packages: Path) -> FastAPI:
    return unimplemented(packages, "notes")


@pytest.mark.parametrize(
    ("target", "headers", "content", "expected"),
    [
        (f"/users/u1/notes/{LONG}/x", (TEXT, LARGE), b"{", (404, "not_found")),
        (f"/users/u1/notes/{LONG}", (TEXT, LARGE), b"{", (401, "unauthorized")),
        (f"/users/u1/notes/{LONG}", (OTHER, TEXT, LARGE), b"{", (403, "forbidden")),
        (f"/users/%FF/notes/{LONG}", (WHO, TEXT, LARGE), b"{", (403, "forbidden")),
        (f"/users/u1/notes/{LONG}", (WHO, TEXT, LARGE), b"{", (422, "invalid")),
        ("/users/u1/notes/7", (WHO, TEXT, LARGE), b"{", (415, "wrong_type")),
        ("/users/u1/notes/7", (WHO, JSON, LARGE), b"{", (413, "too_large")),
        ("/users/u1/notes/7", (WHO, JSON), b"{", (400, "no_json")),
        ("/users/u1/notes/7", (WHO, JSON), b"{}", (422, "invalid")),
        ("/users/u1/notes/7", (WHO, JSON), b'{"title": "x"}', (501, "not_implemented")),
    ],
)
def test_of_several_faults_the_first_in_order_is_the_answer(
    notes: FastAPI, target: str, headers: tuple[tuple[str, str], ...], content: bytes, expected: tuple[int, str]
) -> None:
    """404 of the router, 401, 403, 422 of parameters, 415, 413, 400, 422 of the body, then the handler."""
    answer = Ask("PUT", target, headers, (content,)).of(notes)
    assert (answer.status, answer.json["error_code"]) == expected
    assert (answer.asked == 0) == (answer.status in {401, 403, 404, 413, 415} or target.endswith(LONG))


def test_the_method_is_looked_at_before_the_caller(notes: FastAPI) -> None:
    answer = Ask("PATCH", "/users/u1/notes/7").of(notes)
    assert (answer.status, answer.headers["allow"]) == (405, "DELETE, GET, HEAD, PUT")


@pytest.mark.parametrize(("headers", "status"), [((), 401), ((OTHER,), 403)])
def test_no_body_is_read_for_those_who_may_not_send_one(
    notes: FastAPI, headers: tuple[tuple[str, str], ...], status: int
) -> None:
    """A receive that fails the test if it is called at all."""
    ask = Ask("POST", "/users/u1/notes", (*headers, JSON))
    ask.fill_scope()
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body was asked for")

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(notes(ask.scope, receive, send))
    assert sent[0]["status"] == status


def test_the_401_says_how_and_not_why(notes: FastAPI) -> None:
    answer = Ask("GET", "/users/u1/notes").of(notes)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json["detail"] == "A token is needed."


def test_errors_of_parameters_come_at_once(notes: FastAPI) -> None:
    answer = Ask("GET", "/users/u1/notes?done=yes&limit=0&limit=1&sort=none&q=", (WHO,)).of(notes)
    assert [pointer for _, pointer, _ in answer.errors] == ["/done", "/q", "/sort", "/limit"]


class TestAlternatives:
    """`security` of the document, as written."""

    @pytest.fixture
    def ask(self, packages: Path) -> Callable[..., Answer]:
        def ask_one(path: str, **callers: str) -> Answer:
            """Asks with credentials of the named schemes."""
            app = unimplemented(packages, "security", {name: believer("case_security", name) for name in SCHEMES})
            headers = tuple((f"X-{name}", user) for name, user in callers.items())
            return Ask("GET", path, (*headers, ("Authorization", "something"))).of(app)

        return ask_one

    @pytest.mark.parametrize(
        ("path", "callers", "status"),
        [
            ("/inherited", {}, 401),
            ("/inherited", {"api_key": "u1"}, 401),
            ("/inherited", {"token": "u1"}, 501),
            ("/either", {}, 401),
            ("/either", {"token": "u1"}, 501),
            ("/either", {"api_key": "u1"}, 501),
            ("/both", {"token": "u1"}, 401),
            ("/both", {"api_key": "u1"}, 401),
            ("/both", {"token": "u1", "api_key": "u1"}, 501),
            ("/mixed", {"token": "u1"}, 401),
            ("/mixed", {"session": "u1"}, 501),
            ("/mixed", {"token": "u1", "api_key": "u1"}, 501),
            ("/anonymous", {}, 401),
            ("/anonymous", {"token": "u1"}, 501),
            ("/users/u1", {"session": "u1"}, 501),
            ("/users/u1", {"session": "u2"}, 403),
            ("/users/u1", {"api_key": "u1"}, 401),
            ("/open", {}, 501),
        ],
    )
    def test_hold(self, ask: Callable[..., Answer], path: str, callers: dict[str, str], status: int) -> None:
        assert ask(path, **callers).status == status

    def test_nobody_may_where_the_document_says_so(self, packages: Path) -> None:
        assert Ask("GET", "/anonymous").of(unimplemented(packages, "security")).status == 501


@pytest.mark.usefixtures("packages")
class TestMounting:
    @pytest.fixture
    def routes(self) -> Any:
        return importlib.import_module("case_no_tags.routes")

    @staticmethod
    def router(tag: str) -> Any:
        api = importlib.import_module(f"case_no_tags.apis.{tag}")
        module = importlib.import_module(f"case_no_tags.routes.{tag}")
        handlers = getattr(api, f"Unimplemented{tag.capitalize()}")
        return getattr(module, f"{tag}_router")(handlers())

    def test_an_operation_that_is_missing_stops_the_start(self, routes: Any) -> None:
        with pytest.raises(RuntimeError, match=r"not mounted: \['getC'\]"):
            routes.mount(FastAPI(), self.router("default"))

    def test_one_that_is_there_twice_stops_the_start(self, routes: Any) -> None:
        with pytest.raises(RuntimeError, match=r"mounted twice: \['getC'\]"):
            routes.mount(FastAPI(), self.router("default"), self.router("undeclared"), self.router("undeclared"))

    def test_a_handler_that_lacks_one_cannot_be_made(self) -> None:
        api = importlib.import_module("case_no_tags.apis.default")
        half = type("Half", (api.DefaultApi,), {"get_a": lambda _: None})
        with pytest.raises(TypeError, match="get_b"):
            half()

    def test_a_scheme_without_an_authenticator_cannot_be_left_out(self) -> None:
        security = importlib.import_module("case_security.security")
        with pytest.raises(TypeError, match="session"):
            security.Authenticate(token=None, api_key=None)

    def test_a_handler_answers(self) -> None:
        """The whole way: parameters in, a success of several with its headers out."""
        api = importlib.import_module("case_successes.apis.jobs")
        schemas = importlib.import_module("case_successes.schemas")
        problems = importlib.import_module("case_successes.problems")

        class Jobs(api.UnimplementedJobs):  # type: ignore[misc, name-defined]
            async def put_job(self, id: str) -> Any:  # noqa: A002 - the document calls it so
                if id == "old":
                    return api.PutJob200(schemas.Job(id=id), etag='"1"')
                return api.PutJob201(schemas.Job(id=id), location=f"/jobs/{id}")

            async def get_job(self, id: str) -> Any:  # noqa: A002
                raise problems.Missing410(f"{id} was here.")

        app = FastAPI()
        importlib.import_module("case_successes.routes").mount(app, jobs_router(Jobs()))
        old, new = Ask("PUT", "/jobs/old").of(app), Ask("PUT", "/jobs/a%2Fb").of(app)
        assert (old.status, old.json, old.headers["etag"]) == (200, {"id": "old"}, '"1"')
        assert (new.status, new.json, new.headers["location"]) == (201, {"id": "a/b"}, "/jobs/a/b")
        assert (new.headers["cache-control"], "x-left" in new.headers) == ("no-store", False)
        gone = Ask("GET", "/jobs/7").of(app)
        assert (gone.status, gone.body) == (410, b"")  # it is declared without a body


def jobs_router(handlers: Any) -> Any:
    return importlib.import_module("case_successes.routes.jobs").jobs_router(handlers)
