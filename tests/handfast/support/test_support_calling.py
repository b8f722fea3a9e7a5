"""Operations whose templates differ in what follows `?` or `#` alone."""

import pytest

from tests.handfast.support.asgi import Ask, get
from tests.handfast.support.routes import found, routes


@pytest.mark.parametrize(
    ("target", "operation", "values"),
    [
        ("/", "POST /#Action=Start", {}),
        ("/?Action=Stop", "POST /#Action=Stop", {}),
        ("/?Action=Stop&force=1", "POST /#Action=Stop&force", {}),
        ("/?Action=Start&force=1", "POST /#Action=Start", {}),
        ("/?Action=Other", "POST /#Action=Start", {}),
        ("/%23Action=Stop", "POST /#Action=Stop", {}),
        ("/tags/a", "POST /tags/{id}", {"id": "a"}),
        ("/tags/a?keys=1", "POST /tags/{id}#keys", {"id": "a"}),
        ("/tags/a?v=1&v=2", "POST /tags/{id}?v=2", {"id": "a"}),
        ("/near?lat=1.5&lon=2&x=3", "POST /near?lat={lat}&lon={lon}", {"lat": "1.5", "lon": "2"}),
        ("/near?lat=1.5", "POST /near", {}),
    ],
)
def test_what_is_no_path_in_a_template_is_what_a_request_says(
    target: str, operation: str, values: dict[str, str]
) -> None:
    """The path alone leads to the template that has no more, or to the first."""
    app = routes(
        "POST /#Action=Start",
        "POST /#Action=Stop",
        "POST /#Action=Stop&force",
        "POST /tags/{id}#keys",
        "POST /tags/{id}?v=2",
        "POST /tags/{id}",
        "POST /near?lat={lat}&lon={lon}",
        "POST /near",
    )
    assert found(Ask("POST", target).of(app)) == (operation, values)
    assert Ask("GET", target).of(app).status == 405


def test_what_a_template_captures_after_its_path_has_to_be_there() -> None:
    app = routes("GET /near?lat={lat}")
    assert found(get(app, "/near?lat=")) == ("GET /near?lat={lat}", {"lat": ""})
    assert get(app, "/near").status == 404


def test_a_header_may_say_which_operation_is_meant() -> None:
    app = routes("POST /#X-Target=A", "POST /#X-Target=B")
    assert found(Ask("POST", "/", (("x-target", "B"),)).of(app))[0] == "POST /#X-Target=B"
