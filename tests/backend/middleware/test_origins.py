from tests.backend.middleware.small_app import call, small_app

APP = "https://app.example"
PREFLIGHT = {"Origin": APP, "Access-Control-Request-Method": "PATCH"}


def test_listed_origin() -> None:
    response = call(small_app(cors_origins=APP), "GET", "/things/1", headers={"Origin": APP})
    assert response.headers["access-control-allow-origin"] == APP
    assert response.headers["vary"] == "Origin"
    exposed = response.headers["access-control-expose-headers"].split(", ")
    assert {"Location", "ETag", "Retry-After", "X-Request-ID"} <= set(exposed)
    assert "access-control-allow-credentials" not in response.headers


def test_errors_too() -> None:
    response = call(small_app(cors_origins=APP), "GET", "/nowhere", headers={"Origin": APP})
    assert response.status_code == 404
    assert response.headers["access-control-allow-origin"] == APP


def test_other_origin() -> None:
    response = call(small_app(cors_origins=APP), "GET", "/things/1", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in response.headers


def test_no_origins() -> None:
    response = call(small_app(), "GET", "/things/1", headers={"Origin": APP})
    assert "access-control-allow-origin" not in response.headers
    assert call(small_app(), "OPTIONS", "/things/1", headers=PREFLIGHT).status_code == 405


def test_preflight() -> None:
    headers = {**PREFLIGHT, "Access-Control-Request-Headers": "authorization, content-type, if-match"}
    response = call(small_app(cors_origins=APP), "OPTIONS", "/things/1", headers=headers)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == APP
    assert "PATCH" in response.headers["access-control-allow-methods"]
    assert "x-request-id" in response.headers


def test_refused_preflight_is_a_problem() -> None:
    app = small_app(cors_origins=APP)
    for changed in ({"Origin": "https://evil.example"}, {"Access-Control-Request-Method": "TRACE"}):
        response = call(app, "OPTIONS", "/things/1", headers={**PREFLIGHT, **changed})
        assert response.status_code == 400
        assert response.headers["content-type"] == "application/problem+json"
        assert "Origin" in response.headers["vary"]
        assert response.json()["request_id"] == response.headers["x-request-id"]
        assert "access-control-allow-origin" not in response.headers
