"""Validators are built when they are first used, and each model once."""

import math
from collections import deque
from typing import Any

import pytest
from pydantic import TypeAdapter

from handfast.support import adapters
from handfast.support.adapters import Adapter, build_adapters
from handfast.support.models import Model


class Leaf(Model):
    name: str


class Tree(Model):
    leaves: list[Leaf]


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The types of the adapters that were built since the test began."""
    types: list[Any] = []

    def build(type_: Any) -> TypeAdapter[Any]:
        types.append(type_)
        return TypeAdapter(type_)

    monkeypatch.setattr(adapters, "TypeAdapter", {adapters.T: build})
    monkeypatch.setattr(adapters, "_waiting", deque())
    return types


def test_nothing_is_built_before_it_is_used(built: list[Any]) -> None:
    number, text = Adapter[int](int), Adapter[str](str)
    assert built == []
    assert [number.built.validate_json(value) for value in ("1", "2")] == [1, 2]
    assert built == [int]
    assert text.built.dump_json("a") == b'"a"'
    assert built == [int, str]


def test_what_waits_is_built_in_the_time_that_is_given(built: list[Any]) -> None:
    Adapter(int)
    Adapter(str)
    build_adapters(0)
    assert built == []
    build_adapters(math.inf)
    assert built == [int, str]
    build_adapters(math.inf)
    assert built == [int, str]


def test_adapters_of_a_model_share_what_it_is_built_to() -> None:
    assert not Tree.__pydantic_complete__
    one, other = Adapter[Tree](Tree), Adapter[Tree](Tree)
    assert one.built.validator is other.built.validator is Tree.__pydantic_validator__


def test_the_models_that_a_type_names_are_built_for_it() -> None:
    found: Adapter[Any] = Adapter(list[Leaf] | None)
    assert found.built.validate_json('[{"name": "a"}]') == [Leaf(name="a")]
    assert Leaf.__pydantic_complete__
