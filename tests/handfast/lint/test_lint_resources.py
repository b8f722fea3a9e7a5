"""Rules for ownership: whose a resource is, and what makes one."""

import pytest

from tests.handfast.lint.breaches import NOBODY, Contract


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            "      x-caller-owned: true\n",
            "",
            [f"openapi.yaml:85:5: getMe: {NOBODY}"],
        ),
        (
            "      x-caller-owned: true\n",
            "      x-caller-owned: false\n",
            [f"openapi.yaml:85:5: getMe: {NOBODY}"],
        ),
        (
            "      summary: Get a note\n",
            "      summary: Get a note\n      x-caller-owned: true\n",
            ["openapi.yaml:67:5: getNote: has an owner in its path and x-caller-owned; one of them is enough"],
        ),
        (
            "      summary: Get a note\n",
            "      summary: Get a note\n      security: []\n",
            ["openapi.yaml:67:5: getNote: has an owner in its path, but is not secured"],
        ),
    ],
)
def test_owners(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


_LINKS = "          links:\n"


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            _LINKS,
            f"{_LINKS}            findNote: {{operationId: findNote}}\n",
            ["openapi.yaml:23:9: listNotes: the link 'findNote' leads to no operation"],
        ),
        (
            "parameters: {user_id: $request.path.user_id,",
            "parameters: {user_id: $request.path.user_id, path.part: x,",
            ["openapi.yaml:23:9: listNotes: the link 'getNote' sets 'path.part', which getNote does not have"],
        ),
    ],
)
def test_links(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


def test_a_parameter_of_a_link_may_say_its_place(contract: Contract) -> None:
    contract.replace(
        "parameters: {user_id: $request.path.user_id,", "parameters: {path.user_id: $request.path.user_id,"
    )
    assert contract.findings() == []


def test_made_by_a_link(contract: Contract) -> None:
    contract.replace(", note_id: $response.body#/items/0/id", "")
    assert contract.findings() == [
        "openapi.yaml:67:5: getNote: no link makes 'note_id', so its isolation cannot be proved"
    ]


def test_a_link_makes_it_for_the_operation_that_it_leads_to(contract: Contract) -> None:
    """Others that take a parameter of the same name need a link of their own."""
    contract.replace("      summary: Get my name\n", "      summary: Get my name\n" + _PART)
    contract.replace("  /me:\n", "  /me/{note_id}:\n")
    assert contract.findings() == [
        "openapi.yaml:85:5: getMe: has parameters, but declares no 422",
        "openapi.yaml:85:5: getMe: no link makes 'note_id', so its isolation cannot be proved",
    ]


_PART = '      parameters: [{name: note_id, in: path, required: true, schema: {$ref: "shared.yaml#/Id"}}]\n'


_MADE = '        "201":\n          description: Made.\n'


def adding(contract: Contract, target: str, rows: str) -> list[str]:
    """The findings when what makes a note says what it adds to a list."""
    link = f"{{operationId: {target}, parameters: {{user_id: $request.path.user_id}}, x-adds: {rows}}}"
    contract.replace(_MADE, f"{_MADE}          links:\n            toList: {link}\n")
    return contract.findings()


def test_added_rows(contract: Contract) -> None:
    assert adding(contract, "listNotes", "[{id: $response.body#/id, title: $request.body#/title}]") == []


@pytest.mark.parametrize(
    ("target", "rows", "said"),
    [
        ("listNotes", "[{name: x}]", "the link 'toList' adds a row with 'name', which no row of listNotes has"),
        ("listNotes", "[x]", "the link 'toList' adds something that is no row: 'x'"),
        ("listNotes", "{id: 1}", "x-adds takes a list"),
        ("getNote", "[{id: x}]", "the link 'toList' adds to getNote, which is no list"),
    ],
)
def test_added_rows_that_no_list_has(contract: Contract, target: str, rows: str, said: str) -> None:
    [finding] = adding(contract, target, rows)
    assert finding.endswith(said)
