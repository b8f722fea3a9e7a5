"""Rules for errors: problem documents, each with a code of its own."""

from collections.abc import Callable

import pytest

from tests.handfast.lint.breaches import Contract

_SENT = ((34, "listNotes"), (61, "createNote"), (81, "getNote"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "another user.\n  content:\n    application/problem+json:",
            "another user.\n  content:\n    application/json:",
            "403 is no application/problem+json",
        ),
        (
            "status: {const: 403}, error_code: {const: forbidden}",
            "status: {const: 403}",
            "the schema of 403 fixes no error_code with a const",
        ),
        (
            "status: {const: 403}, error_code: {const: forbidden}",
            "status: {const: 404}, error_code: {const: forbidden}",
            "the schema of 403 does not fix its status with a const",
        ),
        (
            "status: {const: 403}, error_code: {const: forbidden}",
            "error_code: {const: forbidden}",
            "the schema of 403 does not fix its status with a const",
        ),
    ],
)
def test_problem_documents(contract: Contract, old: str, new: str, said: str) -> None:
    contract.replace(old, new, file="shared.yaml")
    assert contract.findings() == [f"openapi.yaml:{line}:9: {name}: {said}" for line, name in _SENT]


def test_a_second_media_type_is_no_problem_document(contract: Contract) -> None:
    retry = "    Retry-After: {schema: {type: integer, minimum: 1, maximum: 60}}\n  content:\n"
    contract.replace(retry, f"{retry}    text/plain: {{}}\n", file="shared.yaml")
    assert contract.findings() == ["openapi.yaml:37:9: listNotes: 503 is no application/problem+json"]


def test_distinct_error_codes(contract: Contract) -> None:
    contract.replace("error_code: {const: unavailable}", "error_code: {const: failed}", file="shared.yaml")
    said = "has the error_code 'failed', which stands for another problem in listNotes"
    assert contract.findings() == [f"openapi.yaml:37:9: listNotes: 503 {said}"]


class TestSeveralInOneResponse:
    """Each is a problem of its own."""

    @pytest.fixture
    def said(self, contract: Contract) -> Callable[[str], list[str]]:
        def findings(second: str) -> list[str]:
            """What is said of a 503 that has a second problem."""
            own = "properties: {status: {const: 503}, error_code: {const: unavailable}}"
            old = f'schema: {{allOf: [{{$ref: "#/Problem"}}], {own}}}'
            first, base = "status: {const: 503}, error_code: {const: down}", '{$ref: "#/Problem"}'
            both = 'schema: {oneOf: [{$ref: "#/Down"}, {$ref: "#/Counting"}]}'
            schemas = {"Down": first, "Counting": second}
            written = [f"{name}: {{allOf: [{base}], properties: {{{own}}}}}" for name, own in schemas.items()]
            contract.replace(old, "\n\n".join([both, *written]), file="shared.yaml")
            return contract.findings()

        return findings

    def test_is_fine(self, said: Callable[[str], list[str]]) -> None:
        assert said("status: {const: 503}, error_code: {const: counting}") == []

    @pytest.mark.parametrize(
        ("second", "expected"),
        [
            ("status: {const: 503}", "the schema of 503 (Counting) fixes no error_code with a const"),
            ("error_code: {const: counting}", "the schema of 503 (Counting) does not fix its status with a const"),
            (
                "status: {const: 503}, error_code: {const: failed}",
                "503 has the error_code 'failed', which stands for another problem in listNotes",
            ),
            (
                "status: {const: 503}, error_code: {const: down}, title: {const: x}",
                "503 has the error_code 'down', which stands for another problem in listNotes",
            ),
        ],
    )
    def test_is_looked_at(self, said: Callable[[str], list[str]], second: str, expected: str) -> None:
        assert said(second) == [f"openapi.yaml:37:9: listNotes: {expected}"]
