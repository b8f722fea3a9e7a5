"""What is only read or only written, and whole numbers of a width: what the routes take, and what they refuse."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.handfast.mounted import handled


async def _nothing(*_values: Any, **_named: Any) -> None:
    return None


async def _same(body: Any) -> Any:
    return body


def test_what_is_only_read_is_not_demanded_of_a_request(packages: Path) -> None:
    """Nor is what is only written of an answer."""
    client = TestClient(handled(packages, "read_and_write_only", {"add_user": _same}))
    answer = client.post("/users", json={"name": "Ada", "password": "secret"})
    assert (answer.status_code, answer.json()["name"]) == (201, "Ada")
    assert client.post("/users", json={"password": "secret"}).status_code == 422
    assert client.post("/users", json={"name": "Ada"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/counters/9223372036854775807", {"value": 2147483647, "total": -(2**63)}, 204),
        ("/counters/9223372036854775808", {"value": 1}, 422),
        ("/counters/1", {"value": 2147483648}, 422),
        ("/counters/1", {"value": -2147483649}, 422),
        ("/counters/1", {"value": 1, "total": 2**63}, 422),
        ("/counters/1", {"value": 1, "total": None}, 204),
        ("/counters/1", {"value": 1, "steps": [-2147483649]}, 422),
        ("/counters/1", {"value": 1, "steps": [8]}, 422),
        ("/counters/1?step=2147483648", {"value": 1}, 422),
        ("/counters/1?step=0", {"value": 1}, 422),
        ("/counters/1?step=2147483647&base=10", {"value": 1}, 204),
    ],
)
def test_a_number_is_within_the_width_of_its_format(packages: Path, path: str, body: Any, status: int) -> None:
    client = TestClient(handled(packages, "integer_widths", {"set_counter": _nothing}))
    assert client.put(path, json=body).status_code == status
