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
      x-order: [-first, size, -at]
      responses: {"200": {description: All.}}
"""
SCHEMAS = [{"type": "boolean"}, {"enum": ["small", "large"]}, {"type": "string", "format": "date-time"}]
ONE = {"first": True, "size": "small", "at": "2026-01-01T00:00:00Z"}


AFTER = [{"first": False}, {"size": "large"}, {"at": "2025-12-31T23:59:59Z"}, {"at": "2026-01-01T00:30:00+01:00"}]


@pytest.fixture
def keys(tmp_path: Path) -> list[tuple[Order, Any]]:
    (tmp_path / "openapi.yaml").write_text(API)
    (operation,) = Document(tmp_path / "openapi.yaml").operations.values()
    return list(zip(own_order(operation), SCHEMAS, strict=True))


@pytest.mark.parametrize("change", AFTER)
def test_the_first_property_that_differs_decides(keys: list[tuple[Order, Any]], change: dict[str, Any]) -> None:
    last = ONE | {"at": "2027-01-01T00:00:00Z"} | change  # which says nothing where another property decides
    assert not is_misplaced(keys, ONE, last)
    assert is_misplaced(keys, last, ONE)


@pytest.mark.parametrize("change", [{}, {"at": None}])
def test_rows_that_are_equal_or_lack_it_may_stand_anywhere(
    keys: list[tuple[Order, Any]], change: dict[str, Any]
) -> None:
    assert not is_misplaced(keys, ONE, ONE | change)
    assert not is_misplaced(keys, ONE | change, ONE)
