"""Drafts: mocked by the package, for whoever mounts them; no client's document has a trace of them."""

import importlib
import json
from pathlib import Path

import pytest
from fastapi import FastAPI

from handfast.cli import main
from handfast.features.lint import lint_features
from handfast.mock.application import Mock
from handfast.rendering.package import generate
from handfast.spec.document import load
from handfast.spec.drafts import promised
from handfast.spec.publication import for_clients
from tests.handfast import golden
from tests.handfast.documents import Write
from tests.handfast.lint.breaches import Contract
from tests.handfast.mounted import believer
from tests.handfast.support.asgi import Ask

WHO, JSON = ("Authorization", "Bearer u1"), ("Content-Type", "application/json")
CANDLE = "/users/u1/candles/7"


@pytest.fixture(scope="module")
def app(packages: Path) -> FastAPI:  # noqa: ARG001 - which the package is imported from
    return application(drafts=True)


def application(*, drafts: bool) -> FastAPI:
    app = FastAPI(openapi_url=None)
    who = importlib.import_module("case_drafts.security").Authenticate(token=believer("case_drafts"))
    lamps = importlib.import_module("case_drafts.apis.lamps").UnimplementedLamps()
    routers = [importlib.import_module("case_drafts.routes").lamps_router(lamps, who)]
    routers += [importlib.import_module("case_drafts.drafts").drafts_router(who)] if drafts else []
    importlib.import_module("case_drafts.routes").mount(app, *routers)
    return app


@pytest.mark.parametrize(
    ("request_", "headers", "content", "status"),
    [
        (f"GET {CANDLE}", (), b"", 401),
        ("GET /users/u2/candles/7", (WHO,), b"", 403),
        (f"GET {CANDLE}?lit=maybe", (WHO,), b"", 422),
        (f"GET {CANDLE}1234", (WHO,), b"", 422),
        (f"PUT {CANDLE}", (WHO, JSON), b"{}", 422),
        (f"PUT {CANDLE}", (WHO, JSON), b'{"wax": "soy"}', 204),
        (f"PATCH {CANDLE}", (WHO,), b"", 405),
        ("GET /users/u1/beams", (), b"", 200),
        ("GET /users/u1/lamps", (WHO,), b"", 501),
    ],
)
def test_requests_are_judged_as_ever(
    app: FastAPI, request_: str, headers: tuple[tuple[str, str], ...], content: bytes, status: int
) -> None:
    method, target = request_.split()
    assert Ask(method, target, headers, (content,)).of(app).status == status


def test_an_example_is_the_answer(app: FastAPI) -> None:
    answer = Ask("GET", CANDLE, (WHO,)).of(app)
    assert (answer.status, answer.json) == (200, {"wax": "bee", "in": {"name": "a"}})
    assert (answer.headers["content-type"], answer.headers["etag"]) == ("application/json", '"wax"')
    assert Ask("GET", "/users/u1/beams").of(app).body == b"data: on\n\ndata: on\n\n"


@pytest.mark.parametrize(
    ("prefer", "status", "applied"),
    [("code=404", 404, "code=404"), ('return=minimal, Code="404"', 404, "code=404"), ("code=418", 200, None)],
)
def test_another_one_is_to_be_had(app: FastAPI, prefer: str, status: int, applied: str | None) -> None:
    answer = Ask("GET", CANDLE, (WHO, ("Prefer", prefer))).of(app)
    assert (answer.status, answer.headers.get("preference-applied")) == (status, applied)
    assert status == 200 or answer.json == {"why": "dark"}


@pytest.mark.usefixtures("packages")
def test_whoever_leaves_them_out_knows_nothing_of_them() -> None:
    assert Ask("GET", CANDLE, (WHO,)).of(application(drafts=False)).status == 404


def test_clients_get_to_see_nothing_of_them() -> None:
    served = json.loads(golden.made("drafts").package.files["openapi.json"])
    text = json.dumps(served)
    for trace in ("Candle", "candles", "Wax", "beams", "Dark", "Candle"):
        assert trace not in text.replace("sketches of candles", "")
    assert list(served["components"]["schemas"]) == ["Lamps", "Lamp", "Unused"]
    assert list(served["paths"]["/users/{user}/lamps"]["get"]["responses"]["200"]["links"]) == ["lit"]
    assert "links" not in served["paths"]["/users/{user}/lamps"]["put"]["responses"]["204"]


def test_nor_of_webhooks_that_are_drafts(write: Write) -> None:
    draft = "{x-stability-level: draft, tags: [sold], responses: {'200': {$ref: '#/components/responses/Sold'}}}"
    webhooks = f"webhooks: {{sold: {{post: {draft}}}, gone: {{post: {{responses: {{}}}}}}}}"
    path = write(
        f"openapi: 3.1.0\ninfo: {{title: Odd, version: '1'}}\ntags: [{{name: sold}}]\n{webhooks}\n"
        "components: {responses: {Sold: {description: Sold.}}}\n"
    )
    served = for_clients(load(path))
    assert (list(served["webhooks"]), served["components"], served["tags"]) == (["gone"], {}, [])
    assert list(for_clients(promised(load(path)))["webhooks"]) == ["sold", "gone"]


def test_promised_they_are_operations_like_the_others() -> None:
    document = promised(golden.made("drafts").document)
    assert "getCandle" in json.dumps(for_clients(document))
    assert b"async def get_candle" in generate(document)[0].files["apis/candles.py"]


def test_a_mock_of_a_package_that_is_there_serves_them(packages: Path) -> None:  # noqa: ARG001
    mock = Mock("case_drafts", golden.made("drafts").document, lambda _: None)
    answer = Ask("GET", CANDLE, (WHO,)).of(mock.application())
    assert (answer.status, answer.json["wax"]) == (200, "bee")


def test_a_draft_that_no_example_fits_is_told(write: Write) -> None:
    impossible = "{type: string, minLength: 2, maxLength: 1}"
    path = write(f"""
        openapi: 3.1.0
        info: {{title: Dreams, version: "1"}}
        paths:
          /dreams:
            get:
              operationId: listDreams
              x-stability-level: draft
              responses:
                "200": {{description: Dreams., content: {{application/json: {{schema: {impossible}}}}}}}
        """)
    package, lost = generate(load(path))
    assert b"LIST_DREAMS_EXAMPLES = ()" in package.files["drafts.py"]
    [finding] = map(str, lost)
    assert finding.startswith("openapi.yaml:6:7: the draft has no example at /paths/~1dreams/get/responses/200/")


@pytest.mark.parametrize(
    "odd",
    [
        "paths: [1]",
        "paths: {/a: {get: {x-stability-level: draft, tags: 7, operationId: [], responses: []}}}",
        "paths: {/a: {get: {x-stability-level: draft, responses: {'200': 7}}}}\ntags: 7\ncomponents: {links: 7}",
        "paths: {/a: {get: {deprecated: true, x-sunset: 2027-01-31, responses: []}}}",
        "paths: {/a: {get: {deprecated: true, x-sunset: 2027-01-31, responses: {'200': {headers: []}, '4XX': 7}}}}",
        "paths: {/a: {get: {x-stability-level: draft}, put: {responses: {'200': {links: {b: {operationId: []}}}}}}}",
    ],
)
def test_documents_of_other_kinds_are_published_all_the_same(write: Write, odd: str) -> None:
    assert generate(load(write(f"openapi: 3.1.0\ninfo: {{title: Odd, version: '1'}}\n{odd}\n")))[0].files


def test_a_stub_is_for_who_has_more_than_a_draft(capsys: pytest.CaptureFixture[str]) -> None:
    spec = golden.FOLDER / "drafts/openapi.yaml"
    assert main(["stub", "getCandle", "--spec", str(spec)]) == 0
    assert "async def get_candle(" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("level", "findings"),
    [
        ("beta", []),
        ("ready", ["openapi.yaml:101:7: getHealth: x-stability-level is one of draft, alpha, beta, stable"]),
        ("1", ["openapi.yaml:101:7: x-stability-level takes a text"]),
    ],
)
def test_levels(folder: Path, level: str, findings: list[str]) -> None:
    contract = Contract(folder)
    contract.replace("operationId: getHealth\n", f"operationId: getHealth\n      x-stability-level: {level}\n")
    assert contract.findings() == findings


def test_no_link_has_to_make_what_a_draft_takes(folder: Path) -> None:
    contract = Contract(folder)
    contract.replace("              operationId: getNote\n", "              operationId: listNotes\n")
    contract.replace("note_id: $response.body#/items/0/id", "limit: $response.body#/items/0/id")
    [finding] = contract.findings()
    assert finding.endswith("getNote: no link makes 'note_id', so its isolation cannot be proved")
    contract.replace("      operationId: getNote\n", "      operationId: getNote\n      x-stability-level: draft\n")
    assert contract.findings() == []


def test_no_feature_has_to_say_what_a_draft_is_for(write: Write) -> None:
    document = """
        openapi: 3.1.0
        info: {title: Notes, version: "1"}
        paths: {/notes: {get: {operationId: listNotes, x-stability-level: draft, responses: {}}}}
        """
    folder = write("# Notes\n\n## keep\n\nOperations: none\n", "features/notes.md").parent
    said = [str(finding) for finding in lint_features(load(write(document)), folder)]
    assert not any("listNotes" in line or "GET /notes" in line for line in said)
