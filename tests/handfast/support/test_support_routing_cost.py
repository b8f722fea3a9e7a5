"""What it costs to find an operation does not grow with their number."""

import pytest
from fastapi import FastAPI

from handfast.support import routing
from tests.handfast.support.asgi import get
from tests.handfast.support.routes import found, routes


class _Visits:
    """Counts the nodes that a look-up visits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        node = routing._Node  # noqa: SLF001 - visits cannot be counted from outside
        find = node.find

        def counted(*arguments: object) -> object:
            self.number += 1
            return find(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(node, "find", counted)

    def of(self, app: FastAPI, target: str) -> int:
        self.number = 0
        found(get(app, target))
        return self.number


def test_a_look_up_visits_as_many_nodes_among_ten_thousand_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of routes changes nothing: one node for each segment and one for the end."""

    def many(number: int) -> FastAPI:
        return routes(*(f"GET /r{index}/{{id}}/items/{{item}}" for index in range(number)), "GET /{any}/x")

    few, ten_thousand = many(10), many(10_000)
    visits = _Visits(monkeypatch)
    for target in ("/r0/7/items/8", "/r9/7/items/8"):
        assert visits.of(few, target) == visits.of(ten_thousand, target) == 5
    assert visits.of(ten_thousand, "/r9999/7/items/8") == 5


@pytest.mark.parametrize("count", [10, 1_000, 11_000])
def test_a_route_is_found_in_as_many_steps_as_its_path_has_segments(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are, beside it and below."""
    templates = [f"/tenants/{{tenant}}/r{number}/{{id}}" for number in range(count)]
    app = routes(*(f"{method} {template}" for template in templates for method in ("GET", "DELETE")))
    steps, find = list[int](), routing._Node.find  # noqa: SLF001 - what is counted is the inside

    def counted(
        node: routing._Node, segments: list[bytes], depth: int, values: list[bytes], method: str
    ) -> routing._Node | None:
        steps.append(depth)
        return find(node, segments, depth, values, method)

    monkeypatch.setattr(routing._Node, "find", counted)  # noqa: SLF001 - as above
    assert found(get(app, f"/tenants/t/r{count - 1}/7"))[0] == f"GET {templates[-1]}"
    assert steps == [0, 1, 2, 3, 4]
