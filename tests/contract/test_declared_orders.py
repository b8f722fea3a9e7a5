"""When a row stands before another one by mistake: by the first property that tells them apart, if both have one."""

from pathlib import Path
from typing import Any

import pytest

from contract_tests.semantics.questions import Order, is_misplaced, own_order
from contract_tests.spec.document import Document

API = """
openapi: 3.1.0
info: {title: Rows, version: "1"}
paths:
  /rows:
    get:
      operationId: listRows
      x-order: [-first, size, -at, name]
      responses: {"200": {description: All.}}
"""
SCHEMAS = [
    {"type": "boolean"},
    {"enum": ["small", "large"]},
    {"type": "string", "format": "date-time"},
    {"type": "string"},
]
ONE = {"first": True, "size": "small", "at": "2026-01-01T00:00:00Z"}
AFTER = [{"first": False}, {"size": "large"}, {"at": "2025-12-31T23:59:59Z"}]
SAME = [{}, {"at": None}, {"at": "2026-01-01T01:00:00+01:00", "name": "a"}]


@pytest.fixture
def keys(tmp_path: Path) -> list[tuple[Order, Any]]:
    (tmp_path / "openapi.yaml").write_text(API)
    (operation,) = Document(tmp_path / "openapi.yaml").operations.values()
    return list(zip(own_order(operation), SCHEMAS, strict=True))


@pytest.mark.parametrize("change", AFTER)
def test_the_first_property_that_differs_decides(keys: list[tuple[Order, Any]], change: dict[str, Any]) -> None:
    last = ONE | {"at": "2027-01-01T00:00:00Z"} | change  # which says nothing where another property decides
    assert is_misplaced(keys, ONE, last) is False
    assert is_misplaced(keys, last, ONE) is True


@pytest.mark.parametrize("change", SAME)
def test_the_specs_do_not_say_where_others_stand(keys: list[tuple[Order, Any]], change: dict[str, Any]) -> None:
    """Equal ones, those without the value, and those whose moments are told less exactly than they are kept."""
    first, second = ONE | {"name": "b"}, ONE | {"name": "b"} | change
    assert is_misplaced(keys, first, second) is None
    assert is_misplaced(keys, second, first) is None


def test_the_word_of_somebody_else_is_no_order(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(API.replace("[-first, size, -at, name]", "3"))
    (operation,) = Document(tmp_path / "openapi.yaml").operations.values()
    assert own_order(operation) == []
