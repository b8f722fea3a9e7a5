"""Findings: how they are shown and in what order."""

from pathlib import Path

from handfast.findings import Finding, FindingsError, Location, shown


def test_a_finding_is_one_line_that_editors_follow() -> None:
    assert str(Finding(Location("specs/a.yaml", 42, 7), "is odd")) == "specs/a.yaml:42:7: is odd"


def test_findings_come_once_and_by_place() -> None:
    """Lines count as numbers: 9 before 10."""
    found = [Finding(Location("b.yaml", 1, 1), "x"), Finding(Location("a.yaml", 10, 1), "x")]
    found += [Finding(Location("a.yaml", 9, 2), "y"), Finding(Location("a.yaml", 9, 2), "x")]
    error = FindingsError([*found, *found])
    assert str(error).splitlines() == ["a.yaml:9:2: x", "a.yaml:9:2: y", "a.yaml:10:1: x", "b.yaml:1:1: x"]


def test_a_path_is_shown_as_it_would_be_typed_here(folder: Path) -> None:
    assert shown(folder / "specs/../specs/a.yaml") == "specs/a.yaml"
    assert shown(Path("specs/a.yaml")) == "specs/a.yaml"
    assert shown(folder.parent / "a.yaml") == (folder.parent / "a.yaml").as_posix()
