"""The house lint as a whole."""

import shutil
from pathlib import Path

from handfast.lint import RULES, lint
from handfast.spec.document import load_as_is
from tests.handfast import golden
from tests.handfast.lint.breaches import Contract

REPOSITORY = Path(__file__).parents[3]


def test_the_specs_of_this_repository_have_no_findings() -> None:
    assert lint(load_as_is(REPOSITORY / "specs/openapi.yaml")) == []


def test_the_contract_that_the_tests_break_has_none(contract: Contract) -> None:
    assert contract.findings() == []


def test_the_golden_case_in_house_style_has_none() -> None:
    assert lint(golden.made("notes").document) == []


def test_everything_comes_at_once_sorted_by_place(contract: Contract) -> None:
    contract.replace("      summary: Get my name\n", "")
    contract.replace("operationId: getHealth", "operationId: get_health")
    contract.replace("example: 20", "example: 200")
    contract.replace("width: {type: integer, minimum: 0, maximum: 9}", "width: {type: integer}", file="shared.yaml")
    assert contract.findings() == [
        "openapi.yaml:20:96: the example does not fit: 200 is greater than the maximum of 100",
        "openapi.yaml:85:5: getMe: has no summary",
        "openapi.yaml:99:7: get_health: the operationId is not camelCase",
        "shared.yaml:30:5: an integer without minimum and maximum",
    ]


def test_broken_yaml_in_one_file_hides_nothing_in_another(contract: Contract) -> None:
    contract.replace("      summary: Get my name\n", "")
    contract.replace("  /health:\n", '  /more: {$ref: "more.yaml"}\n  /health:\n')
    Path("more.yaml").write_text("get: [\n", encoding="utf-8")
    assert contract.findings() == [
        "more.yaml:2:1: is not YAML: did not find expected node content while parsing a flow node",
        "openapi.yaml:85:5: getMe: has no summary",
    ]


def test_a_broken_reference_is_one_finding(contract: Contract) -> None:
    """What holds it is not judged otherwise."""
    contract.replace('{$ref: "shared.yaml#/NoteCreate"}', '{$ref: "shared.yaml#/Gone"}')
    contract.replace("      summary: Get my name\n", "")
    assert contract.findings() == [
        "openapi.yaml:48:28: $ref shared.yaml#/Gone leads nowhere",
        "openapi.yaml:85:5: getMe: has no summary",
    ]


def test_every_rule_says_what_it_is_for() -> None:
    assert all(rule.__doc__ for rule in RULES)


def test_a_breach_in_the_specs_is_found_in_its_file(folder: Path) -> None:
    """Several files deep, at the line of the operation."""
    shutil.copytree(REPOSITORY / "specs", folder / "specs")
    path = folder / "specs/paths/tasks.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    summary = lines.index("    summary: Delete a task")
    operation = max(number for number, line in enumerate(lines[:summary]) if line == "  delete:")
    path.write_text("\n".join(lines[:summary] + lines[summary + 1 :]), encoding="utf-8")
    assert [str(finding) for finding in lint(load_as_is(folder / "specs/openapi.yaml"))] == [
        f"specs/paths/tasks.yaml:{operation + 1}:3: deleteTask: has no summary"
    ]
