"""Schemas that hold themselves: every level of a value is held to them."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError


@pytest.fixture(scope="module")
def schemas(packages: Path) -> Any:
    assert (packages / "case_recursion").is_dir()
    return importlib.import_module("case_recursion.schemas")


@pytest.mark.parametrize(
    ("name", "fits", "breaks"),
    [
        ("Lists", [[], [[]]], [[], [[1]]]),
        ("Maps", {"a": {"b": {}}}, {"a": {"b": 1}}),
        ("Value", {"a": ["b", {"c": "d"}]}, {"a": ["b", {"c": 1}]}),
        ("Grid", [[None, [[None]]]], [[None, [None]]]),
        ("Words", ["a", ["b", ["c"]]], ["a", ["b", [1]]]),
        ("Rows", [{"a": [{"b": []}]}], [{"a": [{"b": {}}]}]),
        ("Labels", {"label": "a", "b": {"c": {"label": "d"}}}, {"label": "a", "b": {"c": {"label": 1}}}),
        ("Folder", {"name": "a", "files": [{"owner": {"homes": {"b": {"name": "c"}}}}]},
         {"name": "a", "files": [{"owner": {"homes": {"b": {}}}}]}),
        ("Person", {"name": "a", "friend": {"name": "b", "parents": [{"name": "c"}]}},
         {"name": "a", "friend": {"name": "b", "parents": [{}]}}),
        ("Step", {"kind": "Repeat", "steps": [{"kind": "Walk"}]}, {"kind": "Repeat", "steps": [{"kind": "Run"}]}),
        ("Chain", {"inner": {"back": {"inner": {}}}}, {"inner": {"back": {"inner": 1}}}),
    ],
)  # fmt: skip
def test_every_level_is_held(schemas: Any, name: str, fits: Any, breaks: Any) -> None:
    adapter = TypeAdapter[Any](getattr(schemas, name))
    assert adapter.dump_python(adapter.validate_python(fits)) == fits
    with pytest.raises(ValidationError):
        adapter.validate_python(breaks)
