"""Rules for operations: names, tags, parameters, statuses, headers."""

import pytest

from tests.handfast.lint.breaches import Contract


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            "      operationId: getMe\n",
            "",
            ["openapi.yaml:85:5: GET /me: has no operationId"],
        ),
        (
            "operationId: createNote",
            "operationId: getMe",
            ["openapi.yaml:86:7: getMe: the operationId stands at openapi.yaml:38:5 already"],
        ),
        (
            "operationId: getMe",
            "operationId: get_me",
            ["openapi.yaml:86:7: get_me: the operationId is not camelCase"],
        ),
        (
            "operationId: getMe",
            "operationId: GetMe",
            ["openapi.yaml:86:7: GetMe: the operationId is not camelCase"],
        ),
    ],
)
def test_operation_ids(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            "operationId: getMe\n      tags: [notes]\n",
            "operationId: getMe\n",
            ["openapi.yaml:85:5: getMe: needs exactly one tag"],
        ),
        (
            "operationId: getMe\n      tags: [notes]\n",
            "operationId: getMe\n      tags: [notes, more]\n",
            ["openapi.yaml:87:7: getMe: needs exactly one tag"],
        ),
        (
            "operationId: getMe\n      tags: [notes]\n",
            "operationId: getMe\n      tags: [others]\n",
            ["openapi.yaml:87:7: getMe: the tag 'others' is not declared at the top"],
        ),
        (
            "      summary: Get my name\n",
            "",
            ["openapi.yaml:85:5: getMe: has no summary"],
        ),
    ],
)
def test_tags_and_summaries(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            "  /health:\n",
            "  /health/{part}:\n",
            ["openapi.yaml:99:5: getHealth: the path parameter 'part' is not declared"],
        ),
        (
            "/notes/{note_id}:",
            "/notes/latest:",
            ["openapi.yaml:67:5: getNote: declares the path parameter 'note_id', which the path does not have"],
        ),
    ],
)
def test_path_parameters(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


_NOTE_OR_401 = """\
              schema: {$ref: "shared.yaml#/Note"}
        "401": {$ref: "shared.yaml#/Unauthorized"}
"""
_FORBIDDEN = '        "403": {$ref: "shared.yaml#/Forbidden"}\n'
_FAILED = '        "500": {$ref: "shared.yaml#/Failed"}\n'


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            '"200":\n          description: The name.',
            '"100":\n          description: The name.',
            ["openapi.yaml:85:5: getMe: declares no success"],
        ),
        (
            f"          description: It runs.\n{_FAILED}",
            "          description: It runs.\n",
            ["openapi.yaml:99:5: getHealth: can fail, but declares no 500"],
        ),
        (
            f'        "401": {{$ref: "shared.yaml#/Unauthorized"}}\n{_FAILED}  /health:',
            f"{_FAILED}  /health:",
            ["openapi.yaml:85:5: getMe: is secured, but declares no 401"],
        ),
        (
            f"{_NOTE_OR_401}{_FORBIDDEN}",
            _NOTE_OR_401,
            ["openapi.yaml:67:5: getNote: has an owner in its path, but declares no 403"],
        ),
        (
            '        "503": {$ref: "shared.yaml#/Unavailable"}\n',
            "",
            ["openapi.yaml:9:5: listNotes: needs what may be down, but declares no 503"],
        ),
        (
            "      x-needs: [database]\n",
            "",
            ["openapi.yaml:36:9: listNotes: declares 503, but no x-needs says what may be down"],
        ),
        (
            f'{_FORBIDDEN}        "422": {{$ref: "shared.yaml#/Invalid"}}\n{_FAILED}  /me:',
            f"{_FORBIDDEN}{_FAILED}  /me:",
            ["openapi.yaml:67:5: getNote: has parameters, but declares no 422"],
        ),
        *(
            (
                f'        "{status}": {{$ref: "shared.yaml#/{name}"}}\n',
                "",
                [f"openapi.yaml:38:5: createNote: takes a body, but declares no {status}"],
            )
            for status, name in ((400, "NoJson"), (413, "TooLarge"), (415, "WrongType"))
        ),
    ],
)
def test_statuses(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


def test_bytes_that_are_taken_as_they_come_cannot_be_wrong(contract: Contract) -> None:
    contract.replace('        "400": {$ref: "shared.yaml#/NoJson"}\n', "")
    media = '            schema: {$ref: "shared.yaml#/NoteCreate"}\n            examples:\n'
    raw = "            schema: {type: string, format: binary, maxLength: 1000}\n            examples:\n"
    contract.replace(f"          application/json:\n{media}", f"          application/octet-stream:\n{raw}")
    contract.replace("one: {value: {title: x}}", "one: {value: x}")
    assert contract.findings() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "findings"),
    [
        (
            "openapi.yaml",
            "            Location:",
            "            X-Location:",
            ["openapi.yaml:52:9: createNote: 201 declares no Location"],
        ),
        (
            "shared.yaml",
            "    Retry-After:",
            "    Retry-Before:",
            ["openapi.yaml:37:9: listNotes: 503 declares no Retry-After"],
        ),
        (
            "shared.yaml",
            "    WWW-Authenticate:",
            "    X-Authenticate:",
            [
                f"openapi.yaml:{line}:9: {name}: 401 declares no WWW-Authenticate"
                for line, name in ((33, "listNotes"), (60, "createNote"), (80, "getNote"), (96, "getMe"))
            ],
        ),
    ],
)
def test_headers(contract: Contract, file: str, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new, file=file)
    assert contract.findings() == findings


def test_a_header_may_be_written_in_any_case(contract: Contract) -> None:
    contract.replace("            Location:", "            location:")
    assert contract.findings() == []


def test_an_undeclared_security_scheme(contract: Contract) -> None:
    contract.replace("operationId: getMe\n", "operationId: getMe\n      security: [{nobody: []}]\n")
    assert contract.findings() == ["openapi.yaml:87:19: the security scheme 'nobody' is not declared"]


def test_a_broken_reference_hides_no_other_finding_of_its_operation(contract: Contract) -> None:
    contract.replace('{$ref: "shared.yaml#/NoteCreate"}', '{$ref: "shared.yaml#/Gone"}')
    contract.replace("operationId: createNote\n", "operationId: create_note\n")
    assert any("the operationId is not camelCase" in finding for finding in contract.findings())
