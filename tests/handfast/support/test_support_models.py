"""What every generated model inherits."""

import json
from typing import Annotated

import pytest
from pydantic import MISSING, Field, TypeAdapter, ValidationError

from handfast.support.models import Model, told_by
from handfast.support.rules import Rules


class Note(Model):
    kind: Annotated[str, Field(alias="class")]
    price: float = 0.0


def test_a_handler_names_fields_in_python_and_the_wire_names_them_as_written() -> None:
    assert Note(kind="a").model_dump_json() == '{"class":"a","price":0.0}'


@pytest.mark.parametrize("price", [float("nan"), float("inf")])
def test_a_number_is_one_that_json_has(price: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Note(kind="a", price=price)


class Spot(Model):
    """Rules look at it first, and have lists where Pydantic wants tuples."""

    __rules__ = Rules({"minProperties": 1})
    type: str | MISSING = MISSING
    at: tuple[int, str] | MISSING | None = MISSING
    ways: dict[str, list[tuple[int, int]]] | MISSING = MISSING
    either: Annotated[int | tuple[bool, bool], Field()] | MISSING = MISSING


@pytest.mark.parametrize(
    "given",
    [{"type": "a", "at": [1, "a"]}, {"at": None}, {"ways": {"a": [[1, 2], [3, 4]]}}, {"either": [True, False]}],
)
def test_tuples_are_lists_of_json(given: dict[str, object]) -> None:
    made = TypeAdapter(Spot).validate_json(json.dumps(given), strict=True)
    assert made.model_dump(mode="json") == given


@pytest.mark.parametrize("given", [{"at": [1]}, {"at": "1a"}, {"ways": {"a": [[1, 2, 3]]}}, {"either": {"a": 1}}])
def test_other_json_is_no_tuple(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Spot).validate_json(json.dumps(given), strict=True)


def test_python_writes_tuples() -> None:
    assert Spot(at=(1, "a")).at == (1, "a")
    with pytest.raises(ValidationError):
        Spot.model_validate({"at": [1, "a"]}, strict=True)


def test_a_choice_of_one_is_that_one() -> None:
    adapter = TypeAdapter[Note](Annotated[Note, told_by("class")])
    assert adapter.validate_json('{"class":"a"}').kind == "a"


class Stamped(Note):
    stamp: int


class Signed(Note):
    name: str | MISSING = MISSING


_Told = Annotated[Signed | Stamped | Note, told_by("class", "a", ("a", "b"))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"class":"a","price":0.0}', Signed),
        ('{"class":"a","price":0.0,"name":"b"}', Signed),
        ('{"class":"a","price":0.0,"stamp":7}', Stamped),
        ('{"class":"b","price":0.0,"stamp":7}', Stamped),
        ('{"class":"c","price":0.0}', Note),
    ],
)
def test_of_the_classes_that_a_value_means_it_is_the_one_that_fits(text: str, kind: type[Note]) -> None:
    adapter = TypeAdapter[Note](_Told)
    made = adapter.validate_json(text, strict=True)
    assert (type(made), adapter.dump_json(made).decode()) == (kind, text)
    assert adapter.validate_python(made) is made


def test_what_none_of_the_classes_takes_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter[Note](_Told).validate_json('{"class":"a","name":7,"stamp":"b"}', strict=True)
