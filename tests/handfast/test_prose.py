"""Descriptions in files of their own are the text of these files."""

from pathlib import Path
from typing import Any

import pytest

from handfast.spec.prose import with_prose


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my words.md").write_text("# Words\n", encoding="utf-8")
    (tmp_path / "words.yaml").write_text("{}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("key", ["description", "summary"])
def test_a_text_stands_for_its_file(folder: Path, key: str) -> None:
    assert with_prose({key: {"$ref": "my%20words.md"}, "x": 1}, folder) == {key: "# Words\n", "x": 1}
    assert with_prose({key: {"$ref": "./my words.md"}}, folder) == {key: "# Words\n"}


def test_info_and_tags_have_theirs(folder: Path) -> None:
    words = {"description": {"$ref": "my words.md"}}
    found = with_prose({"info": words, "tags": [words, "odd"]}, folder)
    assert found == {"info": {"description": "# Words\n"}, "tags": [{"description": "# Words\n"}, "odd"]}


@pytest.mark.parametrize("given", ["none.md", "words.yaml", "https://example.com/my words.md", "#/x", "\0.md", 7])
def test_other_references_stay(folder: Path, given: Any) -> None:
    node = {"description": {"$ref": given}}
    assert with_prose(node, folder) == node
