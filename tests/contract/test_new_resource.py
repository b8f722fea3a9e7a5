"""A resource that nobody told the proof of: written with care it is proven, and each careless handler is caught."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.contract.new_resource import LABELS, OPERATIONS, Edit, Project
from tests.contract.slips import OF_ISOLATION, OF_SEMANTICS, Slip

pytestmark = pytest.mark.timeout(900)  # two worlds take a minute by themselves, and more on a busy machine
ALL = "HANDFAST_ALL_SLIPS"
TOGETHER = 5
"""So many mistakes at once take one server."""

ALONE = "has a name but once for all users"
"""What would be hidden by another mistake: where anybody's things are read, the worlds differ in more than that."""

HIDING = [slip for slip in OF_ISOLATION if slip.name != ALONE][: TOGETHER - 1]
HIDDEN = [slip for slip in OF_ISOLATION if slip.name == ALONE]


def careless(folder: Path, slips: Iterable[Slip]) -> dict[str, str]:
    """Make mistakes in a project of its own; return those that were not found, each with what was."""
    project = Project(folder)
    slips = list(slips)
    for each in slips:
        project.edit(each.edits)
    done = project.handfast("generate")
    assert done.returncode == 0, done.stderr
    failed = project.prove(*dict.fromkeys(each.claim for each in slips)).failed
    return {each.name: ", ".join(failed) or "nothing was" for each in slips if each.test not in failed}


def test_resource_whose_isolation_cannot_be_derived_is_refused_with_its_line(tmp_path: Path) -> None:
    project = Project(tmp_path)
    file = "specs/paths/labels.yaml"
    link = "operationId: deleteLabel\n            parameters: {user_id: $request.path.user_id, label_id"
    project.edit([Edit(file, link, link.replace("deleteLabel", "getLabel"))])
    done = project.handfast("lint")
    line = (LABELS / file).read_text().splitlines().index("  delete:") + 1
    assert done.returncode == 1
    assert f"{file}:{line}:3: deleteLabel: no link makes 'label_id'" in done.stderr


def test_careful_resource_is_proven(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for command in (("lint", "--skip", "features"), ("generate",)):  # what it is for is another matter
        done = project.handfast(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    proof = project.prove("statuses", "isolation", "semantics")
    assert proof.failed == {}, proof.report
    proven = {each["operation"] for each in proof.told["outcomes"] if each["state"] == "proven"}
    assert proven == set(OPERATIONS)


@pytest.mark.parametrize(
    "slips", [HIDING, HIDDEN, OF_SEMANTICS[:TOGETHER]], ids=["isolation", "isolation-worlds", "semantics"]
)
def test_careless_resource_is_caught(tmp_path: Path, slips: list[Slip]) -> None:
    assert careless(tmp_path, slips) == {}


@pytest.mark.parametrize("slip", [*OF_ISOLATION, *OF_SEMANTICS], ids=lambda slip: slip.name)
def test_each_slip_is_caught_by_itself(tmp_path: Path, slip: Slip) -> None:
    if ALL not in os.environ:
        pytest.skip(f"each takes a server or three, and {ALL} is not set")
    assert careless(tmp_path, [slip]) == {}
