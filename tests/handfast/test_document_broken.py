"""What is no document, and references that lead nowhere: found all at once, each at its place."""

from pathlib import Path

import pytest

from handfast.findings import FindingsError
from handfast.spec.document import load, load_as_is
from handfast.spec.pointers import split
from tests.handfast.documents import ROOT, Write


def findings(path: Path) -> list[str]:
    with pytest.raises(FindingsError) as caught:
        load(path)
    return [str(finding) for finding in caught.value.findings]


class TestBrokenReferences:
    def test_all_of_them_are_found_at_once(self, write: Write) -> None:
        write("Pet: {items: {$ref: '#/Gone'}}", "a.yaml")
        write("Tag: [", "broken.yaml")
        path = write(
            """
            openapi: 3.1.0
            info: {title: "", version: ""}
            paths:
              /a: {$ref: "paths.yaml#/a"}
              /b: {get: {responses: {"200": {$ref: "#/components/responses/None"}}}}
            components:
              schemas:
                A: {$ref: "a.yaml#/Pet"}
                B: {$ref: "broken.yaml#/Tag"}
                C: {$ref: "https://example.com/c.yaml#/C"}
                D: {discriminator: {propertyName: x, mapping: {a: "#/components/schemas/E"}}}
            """
        )
        assert findings(path) == [
            "a.yaml:1:21: $ref #/Gone leads nowhere",
            "broken.yaml:2:1: is not YAML: did not find expected node content while parsing a flow node",
            "openapi.yaml:4:14: $ref to paths.yaml: there is no such file",
            "openapi.yaml:5:40: $ref #/components/responses/None leads nowhere",
            "openapi.yaml:10:15: https://example.com/c.yaml#/C is remote; nothing is fetched",
            "openapi.yaml:11:55: $ref #/components/schemas/E leads nowhere",
        ]

    @pytest.mark.parametrize("reference", ["#Pet", "openapi.yaml#Pet", "#components/schemas/Pet"])
    def test_an_anchor_that_is_not_there(self, write: Write, reference: str) -> None:
        path = write(ROOT % reference + "components: {schemas: {Pet: {$anchor: Dog}}}")
        assert findings(path) == [f"openapi.yaml:11:30: $ref {reference} leads nowhere"]

    @pytest.mark.parametrize("reference", ["http://a/b.yaml", "https://a/b#/c", "file:///etc/passwd"])
    def test_remote_ones_are_refused(self, write: Write, reference: str) -> None:
        assert findings(write(ROOT % reference)) == [f"openapi.yaml:11:30: {reference} is remote; nothing is fetched"]

    def test_a_folder_is_no_file(self, write: Write) -> None:
        write("a: 1", "schemas/a.yaml")
        assert findings(write(ROOT % "schemas")) == ["openapi.yaml:11:30: $ref to schemas: there is no such file"]

    @pytest.mark.parametrize(
        ("first", "expected"),
        [
            ("#/paths/~1a", ["openapi.yaml:4:7: $ref #/paths/~1a leads back to itself"]),
            (
                "#/paths/~1b",
                [
                    "openapi.yaml:4:7: $ref #/paths/~1b leads back to itself",
                    "openapi.yaml:5:7: $ref #/paths/~1a leads back to itself",
                ],
            ),
            (
                "paths.yaml#/a",
                [
                    "openapi.yaml:4:7: $ref paths.yaml#/a leads back to itself",
                    "paths.yaml:1:4: $ref openapi.yaml#/paths/~1a leads back to itself",
                ],
            ),
        ],
        ids=["itself", "each other", "through a file"],
    )
    def test_path_items_that_refer_to_each_other_are_found(self, write: Write, first: str, expected: list[str]) -> None:
        write("a: {$ref: 'openapi.yaml#/paths/~1a'}", "paths.yaml")
        path = write(
            f"""
            openapi: 3.1.0
            info: {{title: "", version: ""}}
            paths:
              /a: {{$ref: "{first}"}}
              /b: {{$ref: "#/paths/~1a"}}
            """
        )
        assert findings(path) == expected

    def test_a_loaded_as_is_document_knows_them(self, write: Write) -> None:
        document = load_as_is(write(ROOT % "#/none"))
        assert [finding.message for finding in document.findings] == ["$ref #/none leads nowhere"]
        assert {split(pointer)[-1] for pointer in document.broken} == {"schema"}
        [broken] = document.broken
        assert document.resolve(document.find(f"#{broken}")) == {}


class TestWhatIsNoDocument:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "a: 1",
            "openapi: '2.0'",
            "openapi: {a: 1}",
            "just text",
        ],
    )
    def test_is_one_finding(self, write: Write, text: str) -> None:
        assert findings(write(text)) == ["openapi.yaml:1:1: is no OpenAPI 3 document: it has no `openapi: 3.…`"]
