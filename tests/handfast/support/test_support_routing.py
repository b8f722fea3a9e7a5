"""Finding the operation of a request."""

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from tests.handfast.support.asgi import Ask, get, serve
from tests.handfast.support.routes import found, routes


@pytest.mark.parametrize(
    ("target", "operation", "values"),
    [
        ("/notes", "GET /notes", {}),
        ("/notes/latest", "GET /notes/latest", {}),
        ("/notes/7", "GET /notes/{id}", {"id": "7"}),
        ("/notes/7/lines/3", "GET /notes/{id}/lines/{line}", {"id": "7", "line": "3"}),
        ("/notes/latest/lines", "GET /notes/latest/lines", {}),
        ("/notes/latest/lines/3", "GET /notes/{id}/lines/{line}", {"id": "latest", "line": "3"}),
        ("/notes/7.json", "GET /notes/{id}.json", {"id": "7"}),
        ("/notes/.json", "GET /notes/{id}", {"id": ".json"}),
        ("/notes/a...b", "GET /notes/{base}...{head}", {"base": "a", "head": "b"}),
        ("/notes/a...b...c", "GET /notes/{base}...{head}", {"base": "a", "head": "b...c"}),
        ("/notes/...b", "GET /notes/{id}", {"id": "...b"}),
        ("/maps/1.5/a.b.png", "GET /maps/{zoom}/{name}.{format}", {"zoom": "1.5", "name": "a.b", "format": "png"}),
        ("/maps/1.5/a.b.pbf", "GET /maps/{zoom}/{name}.pbf", {"zoom": "1.5", "name": "a.b"}),
        ("/maps/1.5/a-b.pbf", "GET /maps/{zoom}/{name}-{style}.pbf", {"zoom": "1.5", "name": "a", "style": "b"}),
        ("/notes:search", "GET /notes:search", {}),
        ("/notes%3Asearch", "GET /notes:search", {}),
        ("/%6eotes", "GET /notes", {}),
        ("/odd/7", "GET /odd/{note-id}", {"note-id": "7"}),
        ("/odd/7/class", "GET /odd/{note-id}/{class}", {"note-id": "7", "class": "class"}),
        ("/caf%C3%A9/x", "GET /café/{1st name}", {"1st name": "x"}),
        ("/", "GET /", {}),
        ("/trailing/", "GET /trailing/", {}),
    ],
)
def test_a_path_finds_its_operation(target: str, operation: str, values: dict[str, str]) -> None:
    app = routes(
        "GET /notes/{id}",
        "GET /notes",
        "GET /notes/{id}/lines/{line}",
        "GET /notes/{id}.json",
        "GET /notes/{base}...{head}",
        "GET /maps/{zoom}/{name}.{format}",
        "GET /maps/{zoom}/{name}.pbf",
        "GET /maps/{zoom}/{name}-{style}.pbf",
        "GET /notes/latest/lines",
        "GET /notes/latest",
        "GET /notes:search",
        "GET /odd/{note-id}",
        "GET /odd/{note-id}/{class}",
        "GET /café/{1st name}",
        "GET /trailing/",
        "GET /",
    )
    assert found(get(app, target)) == (operation, values)


@pytest.mark.parametrize(
    ("target", "operation"),
    [
        ("/tiles/7.png", "GET /tiles/{id}.{kind}"),
        ("/tiles/7.pbf", "GET /tiles/{id}.pbf"),
        ("/tiles/7.min.pbf", "GET /tiles/{id}.min.pbf"),
    ],
)
def test_of_two_patterns_the_one_with_more_text_counts(target: str, operation: str) -> None:
    app = routes("GET /tiles/{id}.{kind}", "GET /tiles/{id}.pbf", "GET /tiles/{id}.min.pbf")
    assert found(get(app, target))[0] == operation


@pytest.mark.parametrize(
    "target",
    [
        "/notes/",
        "/notes/7/",
        "/notes//lines",
        "//notes",
        "/Notes",
        "/notes/7/lines",
        "/none",
        "/trailing",
        "/notes/7/x/8",
    ],
)
def test_another_path_finds_none(target: str) -> None:
    app = routes("GET /notes", "GET /notes/{id}", "GET /notes/{id}/lines/{line}", "GET /trailing/")
    answer = get(app, target)
    assert answer.status == 404
    assert answer.json["error_code"] == "not_found"


@pytest.mark.parametrize(
    ("escaped", "value"),
    [
        ("a%2Fb", "a/b"),
        ("%2F", "/"),
        ("..%2f..", "../.."),
        ("%00", "\x00"),
        ("%FF", "\xff"),
        ("a%252Fb", "a%2Fb"),
        ("a+b", "a+b"),
    ],
)
def test_an_escape_stays_within_its_segment(escaped: str, value: str) -> None:
    app = routes("GET /notes/{id}/lines", "GET /notes/{id}/{line}/lines")
    assert found(get(app, f"/notes/{escaped}/lines")) == ("GET /notes/{id}/lines", {"id": value})


def test_parameters_are_named_as_each_template_names_them() -> None:
    app = routes("GET /a/{x}", "DELETE /a/{y}", "GET /a/{z}/b")
    assert found(get(app, "/a/1")) == ("GET /a/{x}", {"x": "1"})
    assert found(Ask("DELETE", "/a/1").of(app)) == ("DELETE /a/{y}", {"y": "1"})
    assert found(get(app, "/a/1/b")) == ("GET /a/{z}/b", {"z": "1"})


def test_a_way_that_ends_leaves_no_value_behind() -> None:
    app = routes("GET /notes/{id}.json/a", "GET /notes/{name}/b")
    assert found(get(app, "/notes/7.json/b")) == ("GET /notes/{name}/b", {"name": "7.json"})


def test_the_template_that_fits_best_decides_which_methods_there_are() -> None:
    """OpenAPI: a concrete path comes before its templated counterparts, whatever the method."""
    app = routes("GET /notes/latest", "DELETE /notes/{id}", "GET /notes/latest/a", "GET /notes/{id}/b")
    assert Ask("DELETE", "/notes/latest").of(app).status == 405
    assert found(get(app, "/notes/latest/b")) == ("GET /notes/{id}/b", {"id": "latest"})


def test_of_patterns_and_plain_names_the_one_with_the_method_is_found() -> None:
    app = routes("GET /notes/{id}.{format}", "PUT /notes/{id}", "GET /notes/{id}/a.{b}", "PUT /notes/{id}/{c}")
    assert found(get(app, "/notes/7.txt")) == ("GET /notes/{id}.{format}", {"id": "7", "format": "txt"})
    assert found(Ask("PUT", "/notes/7.txt").of(app)) == ("PUT /notes/{id}", {"id": "7.txt"})
    assert found(Ask("PUT", "/notes/7/a.b").of(app)) == ("PUT /notes/{id}/{c}", {"id": "7", "c": "a.b"})
    refused = Ask("PATCH", "/notes/7.txt").of(app)
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_get_unless_it_is_declared() -> None:
    app = routes("GET /a", "GET /b", "HEAD /b", "HEAD /c", "POST /d")
    assert found(Ask("HEAD", "/a").of(app))[0] == "GET /a"
    assert found(Ask("HEAD", "/b").of(app))[0] == "HEAD /b"
    assert found(Ask("HEAD", "/c").of(app))[0] == "HEAD /c"
    assert Ask("HEAD", "/d").of(app).status == 405


@pytest.mark.parametrize("order", [("GET /b", "HEAD /b"), ("HEAD /b", "GET /b")])
def test_head_does_not_depend_on_the_order(order: tuple[str, str]) -> None:
    assert found(Ask("HEAD", "/b").of(routes(*order)))[0] == "HEAD /b"


def test_allow_names_the_methods_of_the_template_that_fits_best() -> None:
    app = routes("GET /notes/latest", "PUT /notes/{id}", "DELETE /notes/{id}", "POST /notes/{id}.json", "PATCH /notes")
    answer = Ask("PATCH", "/notes/latest").of(app)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert Ask("PATCH", "/notes/1").of(app).headers["allow"] == "DELETE, PUT"
    assert answer.json["error_code"] == "method_not_allowed"


@pytest.mark.parametrize(
    ("root", "target", "status"),
    [("/api", "/api/notes", 200), ("/api", "/notes", 200), ("/api", "/apinotes", 404), ("/a b", "/a%20b/notes", 200)],
)
def test_a_root_path_is_taken_off(root: str, target: str, status: int) -> None:
    answer = Ask("GET", target, root_path=root).of(routes("GET /notes", "GET /{id}/x"))
    assert answer.status == status


def test_a_mounted_application_sees_its_own_paths() -> None:
    outer = FastAPI()
    outer.mount("/v1", routes("GET /notes/{id}"))
    assert found(get(outer, "/v1/notes/a%2Fb")) == ("GET /notes/{id}", {"id": "a/b"})


def test_without_a_raw_path_the_path_will_do() -> None:
    app = routes("GET /café/{id}")

    async def older_server(scope: dict[str, object], receive: object, send: object) -> None:
        del scope["raw_path"]
        await app(scope, receive, send)  # type: ignore[arg-type]

    assert found(get(older_server, "/caf%C3%A9/7"))[1] == {"id": "7"}


def test_other_routes_of_the_application_work_beside() -> None:
    app = routes("GET /notes")

    @app.get("/plain/{number}")
    async def plain(number: int) -> int:
        return number

    assert get(app, "/plain/7").json == 7
    assert found(get(app, "/notes"))[0] == "GET /notes"


def test_a_websocket_finds_no_operation() -> None:
    matched, _ = routes("GET /notes").router.routes[-1].matches({"type": "websocket", "path": "/notes"})
    assert matched.name == "NONE"


def test_an_operation_stands_in_the_scope() -> None:
    ask = Ask("GET", "/notes/7")
    ask.of(routes("GET /notes/{id}"))
    operation = ask.scope["handfast.operation"]
    assert (operation.operation_id, operation.method, operation.path) == ("GET /notes/{id}", "GET", "/notes/{id}")


def test_a_client_that_went_away_gets_no_answer() -> None:
    async def read(request: Request) -> Response:
        return Response(await request.body())

    answer = Ask("POST", "/", parts=(b"half", None)).of(serve(read, "POST"))
    assert answer.status == 0
