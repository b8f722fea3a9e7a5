"""What a discriminator's property is where classes are told apart, and where one stands alone."""

import importlib
import warnings
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from tests.handfast.mounted import handled


@pytest.fixture(scope="module")
def places(packages: Path) -> TestClient:
    async def nothing(*_: Any, **__: Any) -> None:
        """Takes whatever came."""

    return TestClient(
        handled(packages, "discriminators", dict.fromkeys(("add_place", "add_town", "add_diary", "add_taxi"), nothing))
    )


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/towns", {"name": "a"}, 204),
        ("/towns", {"name": "a", "type": "city"}, 204),
        ("/towns", {"name": "a", "type": "river"}, 422),
        ("/towns", {"name": "a", "type": None}, 422),
        ("/diaries", {"last": {"type": "refused", "reason": "a"}}, 204),
        ("/diaries", {"last": {"type": "refused", "reason": 7}}, 422),
        ("/diaries", {"first": {"type": "paid", "sum": 7}, "all": [{"type": "refused"}]}, 204),
        ("/diaries", {"first": {"type": "lost"}}, 422),
        ("/diaries", {"all": [{"type": "paid", "sum": "a"}]}, 422),
        ("/taxis", {"kind": "Taxi", "sign": "a"}, 204),
        ("/taxis", {"kind": "anything", "sign": "a"}, 204),
        ("/taxis", {"kind": "Taxi"}, 422),
        ("/places", {"name": "a", "type": "city"}, 204),
        ("/places", {"length": 7, "type": "river"}, 204),
        ("/places", {"name": "a"}, 204),
        ("/places", {"length": 7}, 422),
        ("/places", {"name": 7}, 422),
        ("/places", {"name": "a", "type": None}, 422),
        ("/places", 7, 422),
        ("/places", {"name": "a", "type": "lake"}, 422),
    ],
)
def test_a_tag_is_asked_for_by_the_classes_that_require_it(
    places: TestClient, path: str, body: Any, status: int
) -> None:
    answer = places.post(path, json=body)
    assert answer.status_code == status, answer.text


def test_a_tag_that_is_left_out_is_not_sent(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    town = importlib.import_module("case_discriminators.schemas").Town
    assert town(name="a").model_dump_json() == '{"name":"a"}'
    assert town(name="a", type="city").model_dump_json() == '{"type":"city","name":"a"}'


def test_a_union_writes_what_has_no_tag(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_discriminators.schemas")
    places = TypeAdapter[Any](schemas.Place)
    given = [schemas.Town(name="a"), schemas.Town(name="a", type="city"), schemas.River(type="river")]
    with warnings.catch_warnings(action="error"):
        written = [places.dump_json(item) for item in given]
    assert written == [b'{"name":"a"}', b'{"type":"city","name":"a"}', b'{"type":"river"}']


def test_errors_are_those_of_the_class_that_the_tag_names(places: TestClient) -> None:
    [error] = places.post("/places", json={"type": "town"}).json()["errors"]
    assert (error["pointer"], error["message"]) == ("/name", "Field required")


def test_a_base_that_stands_alone_takes_the_values_of_its_classes(packages: Path) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_discriminators.schemas")
    assert schemas.Event.model_validate_json('{"type": "paid"}').type == "paid"
    with pytest.raises(ValueError, match="none of the values"):
        schemas.Event.model_validate_json('{"type": "lost"}')


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"kind":"Car","doors":4}', "Car"),
        ('{"kind":"Taxi","doors":4,"sign":"a"}', "Taxi"),
        ('{"kind":"tandem","gears":3}', "Bike"),
        ('{"kind":"boat"}', "Vehicle"),
    ],
)
def test_without_a_mapping_names_mean_the_classes(packages: Path, text: str, kind: str) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_discriminators.schemas")
    vehicles = TypeAdapter[Any](schemas.AnyVehicle)
    made = vehicles.validate_json(text, strict=True)
    assert type(made).__name__ == kind
    with warnings.catch_warnings(action="error"):
        assert vehicles.dump_json(made).decode() == text


@pytest.mark.parametrize("text", ['{"kind":"Taxi"}', '{"kind":7}', "{}", "[]", '"Car"'])
def test_what_its_class_refuses_is_refused(packages: Path, text: str) -> None:  # noqa: ARG001 - they are to be there
    schemas = importlib.import_module("case_discriminators.schemas")
    vehicles = TypeAdapter[Any](schemas.AnyVehicle)
    with pytest.raises(ValueError, match="validation error"):
        vehicles.validate_json(text, strict=True)
