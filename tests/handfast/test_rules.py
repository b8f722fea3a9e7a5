"""What no type says is held against requests: unique items, names that ask for others, values that must not be."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from handfast.rewriting.simplifying import has_fine_steps
from tests.handfast.mounted import handled


@pytest.fixture(scope="module")
def orders(packages: Path) -> TestClient:
    async def nothing(*_: Any, **__: Any) -> None:
        """Takes whatever came."""

    names = ("list_orders", "add_order", "replace_tags", "replace_place", "call_place")
    return TestClient(handled(packages, "rules", dict.fromkeys(names, nothing)))


@pytest.mark.parametrize(
    "body",
    [
        {"tags": ["a", "b"]},
        {"lines": [{"sku": "1", "amount": 2}]},
        {"card": {"code": "1"}},
        {"card": {"number": "1", "code": "1"}},
        {"size": [1, 2]},
        {"pair": ["a", 1]},
        {"pair": ["a"]},
        {"texts": {"lasts": "P1DT2H0.5S", "at": "23:59:60Z", "leads": "/a~1b/0"}},
        {"texts": {"lasts": "P3W", "ends": "1.00:00:00", "at": None, "leads": ""}},
        {"truths": {"both": False, "yes": True}, "word": "a"},
        {"call": ["v1"]},
        {"call": ["v1", None, True, False]},
        {"colours": {"a": "red"}},
        {"place": [1, 2.5]},
        {"way": [[1, 2], [3, 4]]},
        {"when": [1, "a"]},
        {"when": "now"},
        {"codes": [7]},
        {"labels": {"x-a": "a", "n-a": 1, "other": [None]}},
        {"closed": {"x-a": "a"}},
        {"kind": "some"},
        {"bounded": 3},
        {"bounded": "a"},
        {"delivery": {"by": "post", "address": "here"}},
        {"delivery": {"shop": "here"}},
        {"node": {}},
        {"price": 19.99, "dozens": 24, "nothing": 0.1},
        {"price": 0.1 + 0.2},
        {"level": 1, "levels": [1, 2], "one": 1},
        {"rating": 1},
        {"rating": "1", "speed": 2},
        {"notes": {"a": "abc"}},
        {"notes": None},
        {"other": {"sku": "1", "amount": 1}, "more": {"sku": "1", "amount": None}},
    ],
)
def test_what_fits_is_taken(orders: TestClient, body: Any) -> None:
    answer = orders.post("/orders", json=body)
    assert answer.status_code == 204, answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"rating": True},
        {"price": 0.005},
        {"price": 1e-12},
        {"price": 10000000000.005},
        {"dozens": 25},
        {"rating": 3},
        {"speed": 3},
        {"speed": True},
        {"notes": {"a": "abcd"}},
        {"notes": {"a": 7}},
        {"other": {"sku": "1", "amount": 1}, "more": {"sku": "1"}},
        {},
        {"tags": ["a", "a"]},
        {"tags": [], "kind": "a", "size": [1, 2], "bounded": 3},
        {"lines": [{"sku": "1"}]},
        {"card": {"number": "1"}},
        {"size": [2, 1]},
        {"pair": [1, "a"]},
        {"pair": ["a", 1, 1]},
        {"call": []},
        {"texts": {"lasts": "1D"}},
        {"texts": {"at": "24:00:00Z"}},
        {"texts": {"leads": "a"}},
        {"truths": {"both": 0}},
        {"truths": {"both": None}},
        {"truths": {"yes": 1}},
        {"truths": {"yes": False}},
        {"word": None},
        {"word": 1},
        {"call": [1]},
        {"call": ["v1", True]},
        {"call": ["v1", 1, "a"]},
        {"colours": {"a": "purple"}},
        {"colours": {"a": 1}},
        {"place": [1]},
        {"place": [1, 2, 3]},
        {"place": ["1", 2]},
        {"place": "12"},
        {"place": {"1": 1, "2": 2}},
        {"way": [[1, 2], [3]]},
        {"when": ["a", 1]},
        {"when": [1, "a", "b"]},
        {"codes": [1]},
        {"codes": [7, 7, 7]},
        {"labels": {"x-a": 1}},
        {"closed": {"a": "a"}},
        {"kind": "none"},
        {"never": 1},
        {"bounded": 2},
        {"bounded": "b"},
        {"delivery": {"by": "post", "shop": "here"}},
        {"delivery": {}},
        {"level": True},
        {"levels": [2, True]},
        {"one": True},
    ],
)
def test_what_breaks_a_rule_is_refused(orders: TestClient, body: Any) -> None:
    assert orders.post("/orders", json=body).status_code == 422


def test_rules_of_a_body_and_of_parameters(orders: TestClient) -> None:
    assert orders.put("/orders", json=["a", "b"]).status_code == 204
    assert orders.put("/orders", json=["a", "a"]).status_code == 422
    assert orders.get("/orders?ids=1&ids=2&where[name]=a&span=1,a").status_code == 204
    assert orders.get("/orders?span=a,1").status_code == 422
    refused = orders.get("/orders?ids=1&ids=1&where[other]=a")
    assert refused.status_code == 422
    places = [error["pointer"] for error in refused.json()["errors"]]
    assert places == ["/ids"]


def test_a_class_has_the_rules_of_its_base(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_rules.schemas")
    assert schemas.Rush.model_validate_json('{"kind": "a"}').kind == "a"
    for body in ("{}", '{"kind": "none"}'):
        with pytest.raises(ValueError, match=r"kind|too few"):
            schemas.Rush.model_validate_json(body)


def test_a_class_has_its_rules_wherever_it_is_met(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    card: Any = importlib.import_module("case_rules.schemas").Card
    pair: Any = tuple[card, card]
    with pytest.raises(ValueError, match="should have code beside number"):
        TypeAdapter(pair).validate_json('[{}, {"number": "1"}]')


def test_what_a_handler_makes_is_its_own(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    """Rules are those of JSON: a handler's values have names and types of their own."""
    schemas = importlib.import_module("case_rules.schemas")
    assert schemas.Order().model_dump_json() == "{}"


@pytest.mark.parametrize(
    ("body", "status"), [([1, 2], 204), ([1], 422), ([1, 2, 3], 422), ([1, "2"], 422), ("12", 422)]
)
def test_a_tuple_is_a_list_on_the_wire(orders: TestClient, body: Any, status: int) -> None:
    assert orders.put("/places", json=body).status_code == status


@pytest.mark.parametrize(
    ("body", "status"),
    [(["v1", 1], 204), (["v1", 1, True, False], 204), (["v1", True], 422), (["v1", 1, 2], 422), ([1, 1], 422)],
)
def test_a_body_may_begin_with_other_items(orders: TestClient, body: Any, status: int) -> None:
    assert orders.post("/places", json=body).status_code == status


def test_a_handler_makes_tuples(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_rules.schemas")
    made = schemas.Order(place=(1, 2), way=[(3, 4)])
    assert made.model_dump_json() == '{"place":[1.0,2.0],"way":[[3.0,4.0]]}'


@pytest.mark.parametrize(
    ("kind", "step", "fine"),
    [("integer", 10**400, False), ("integer", 5.0, False), ("integer", 0.5, True), ("number", 1, True)],
)
def test_steps_are_fine_where_floats_only_come_near(kind: str, step: float, *, fine: bool) -> None:
    assert has_fine_steps({"type": kind, "multipleOf": step}) is fine
