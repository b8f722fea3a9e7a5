"""A document in one piece: what bundling keeps, what it makes local, and where each node was written."""

from pathlib import Path
from typing import Any

import yaml

from handfast.spec.document import Document, load
from handfast.spec.pointers import split
from tests.handfast.documents import ROOT, Write

REPOSITORY = Path(__file__).parents[2]


def body(document: Document) -> Any:
    response = document.data["paths"]["/pets"]["get"]["responses"]["200"]
    return response["content"]["application/json"]["schema"]


class TestOneFile:
    def test_is_unchanged(self, write: Write) -> None:
        text = """
        openapi: 3.1.0
        info: {title: Pets, version: "1", x-note: {$ref: "not one"}}
        paths:
          /pets/{id}:
            parameters: [{$ref: "#/components/parameters/Id"}]
            get:
              responses:
                default: {$ref: "#/components/responses/Pet"}
        components:
          parameters:
            Id: {name: id, in: path, required: true, schema: {type: string, example: {$ref: "no reference"}}}
          responses:
            Pet:
              description: A pet.
              content:
                application/json:
                  schema: {$ref: "#/components/schemas/Pet", description: Beside a reference.}
                  examples: {one: {value: {$ref: "no reference either"}}}
          schemas:
            Pet:
              type: object
              properties:
                $ref: {type: string}
                parent: {$ref: "#/components/schemas/Pet"}
                kind: {oneOf: [{$ref: "#/components/schemas/Pet"}], discriminator: {propertyName: k, mapping: {a: Pet}}}
              enum: [{$ref: "a value"}]
        """
        path = write(text)
        assert load(path).data == yaml.safe_load(path.read_text())

    def test_its_own_name_in_a_reference_is_dropped(self, write: Write) -> None:
        text = ROOT % "openapi.yaml#/components/schemas/Pet" + "components: {schemas: {Pet: {type: string}}}"
        assert body(load(write(text))) == {"$ref": "#/components/schemas/Pet"}

    def test_a_path_item_takes_the_place_of_its_reference(self, write: Write) -> None:
        document = load(
            write(
                """
                openapi: 3.1.0
                info: {title: Pets, version: "1"}
                paths:
                  /a: {$ref: "#/paths/~1b", summary: Its own.}
                  /b: {summary: Theirs., get: {responses: {}}}
                """
            )
        )
        assert document.data["paths"]["/a"] == {"summary": "Its own.", "get": {"responses": {}}}
        assert str(document.locate("/paths/~1a/get")) == "openapi.yaml:5:31"


class TestSeveralFiles:
    def test_a_node_of_another_file_becomes_a_component(self, write: Write) -> None:
        write("Pet: {type: object, properties: {tag: {$ref: '#/Tag'}}}\nTag: {type: string}", "schemas/pets.yaml")
        document = load(write(ROOT % "schemas/pets.yaml#/Pet"))
        assert body(document) == {"$ref": "#/components/schemas/Pet"}
        assert document.data["components"]["schemas"] == {
            "Pet": {"type": "object", "properties": {"tag": {"$ref": "#/components/schemas/Tag"}}},
            "Tag": {"type": "string"},
        }

    def test_a_file_without_fragment_is_named_after_the_file(self, write: Write) -> None:
        write("type: string", "schemas/Pet.yaml")
        document = load(write(ROOT % "schemas/Pet.yaml"))
        assert body(document) == {"$ref": "#/components/schemas/Pet"}
        assert document.data["components"]["schemas"] == {"Pet": {"type": "string"}}

    def test_references_go_up_down_and_back(self, write: Write) -> None:
        write("get: {$ref: '../common/x.yaml#/none', responses: {}}", "paths/unused.yaml")
        write("A: {$ref: '../common/tags.yaml#/Tag'}", "schemas/a.yaml")
        write("Tag: {items: {$ref: '../openapi.yaml#/components/schemas/Own'}}", "common/tags.yaml")
        text = ROOT % "./schemas/../schemas/a.yaml#/A" + "components: {schemas: {Own: {type: string}}}"
        document = load(write(text))
        assert document.data["components"]["schemas"] == {
            "Own": {"type": "string"},
            "A": {"$ref": "#/components/schemas/Tag"},
            "Tag": {"items": {"$ref": "#/components/schemas/Own"}},
        }
        assert [source.name for source in document.sources] == ["openapi.yaml", "schemas/a.yaml", "common/tags.yaml"]

    def test_escapes_in_a_reference_are_undone(self, write: Write) -> None:
        write("a/b c: {type: string}", "my file.yaml")
        document = load(write(ROOT % "my%20file.yaml#/a~1b%20c"))
        assert document.resolve(body(document)) == {"type": "string"}

    def test_every_kind_finds_its_section(self, write: Write) -> None:
        write(
            """
            parameter: {name: q, in: query, schema: {type: string}}
            body: {content: {}}
            response:
              description: ""
              headers: {H: {$ref: "#/header"}}
              links: {l: {$ref: "#/link"}}
              content: {text/plain: {examples: {e: {$ref: "#/example"}}}}
            header: {schema: {type: string}}
            link: {operationId: x}
            example: {value: {$ref: not a reference}}
            """,
            "parts.yaml",
        )
        document = load(
            write(
                """
                openapi: 3.1.0
                info: {title: "", version: ""}
                paths:
                  /x:
                    post:
                      parameters: [{$ref: "parts.yaml#/parameter"}]
                      requestBody: {$ref: "parts.yaml#/body"}
                      responses: {"200": {$ref: "parts.yaml#/response"}}
                """
            )
        )
        sections = {section: list(entries) for section, entries in document.data["components"].items()}
        assert sections == {
            "examples": ["example"],
            "headers": ["header"],
            "links": ["link"],
            "parameters": ["parameter"],
            "requestBodies": ["body"],
            "responses": ["response"],
        }

    def test_schemas_that_hold_each_other_end(self, write: Write) -> None:
        write("Node: {properties: {next: {$ref: '#/Node'}, other: {$ref: 'b.yaml#/Leaf'}}}", "a.yaml")
        write("Leaf: {properties: {root: {$ref: 'a.yaml#/Node'}}}", "b.yaml")
        schemas = load(write(ROOT % "a.yaml#/Node")).data["components"]["schemas"]
        assert schemas == {
            "Leaf": {"properties": {"root": {"$ref": "#/components/schemas/Node"}}},
            "Node": {
                "properties": {
                    "next": {"$ref": "#/components/schemas/Node"},
                    "other": {"$ref": "#/components/schemas/Leaf"},
                }
            },
        }

    def test_names_that_collide_are_told_apart(self, write: Write) -> None:
        """Each file may have its own Pet; the same node is one component however often it is named."""
        write(
            "Pet: {const: a}\nBoth: {anyOf: [{$ref: '#/Pet'}, {$ref: 'b.yaml#/Pet'}, {$ref: 'a.yaml#/Pet'}]}", "a.yaml"
        )
        write("Pet: {const: b}", "b.yaml")
        text = ROOT % "a.yaml#/Both" + "components: {schemas: {Pet: {const: root}, a_Pet: {const: taken}}}"
        document = load(write(text))
        schemas = document.data["components"]["schemas"]
        assert [document.resolve(part) for part in schemas["Both"]["anyOf"]] == [
            {"const": "a"},
            {"const": "b"},
            {"const": "a"},
        ]
        assert list(schemas) == ["Pet", "a_Pet", "Both", "a_Pet2", "b_Pet"]

    def test_a_discriminator_mapping_is_made_local(self, write: Write) -> None:
        write(
            """
            Pet:
              oneOf: [{$ref: "#/Cat"}, {$ref: "dogs.yaml#/Dog"}]
              discriminator:
                propertyName: kind
                mapping: {cat: "#/Cat", dog: "dogs.yaml#/Dog", bird: Bird}
            Cat: {type: object}
            """,
            "pets.yaml",
        )
        write("Dog: {type: object}", "dogs.yaml")
        document = load(write(ROOT % "pets.yaml#/Pet"))
        assert document.data["components"]["schemas"]["Pet"]["discriminator"]["mapping"] == {
            "cat": "#/components/schemas/Cat",
            "dog": "#/components/schemas/Dog",
            "bird": "Bird",
        }

    def test_path_items_come_inline_with_their_references(self, write: Write) -> None:
        write("pets:\n  get: {responses: {'200': {$ref: '../common.yaml#/Ok'}}}", "paths/pets.yaml")
        write("Ok: {description: Fine.}", "common.yaml")
        document = load(
            write(
                """
                openapi: 3.1.0
                info: {title: "", version: ""}
                paths:
                  /pets: {$ref: "paths/pets.yaml#/pets"}
                """
            )
        )
        assert document.data["paths"]["/pets"] == {"get": {"responses": {"200": {"$ref": "#/components/responses/Ok"}}}}

    def test_each_node_is_located_where_it_was_written(self, write: Write) -> None:
        write("# Pets.\npets:\n  get:\n    tags: [a, b]\n", "paths/pets.yaml")
        write("Pet:\n  properties:\n    name: {type: string}\n", "schemas.yaml")
        document = load(
            write(
                """
                openapi: 3.1.0
                info: {title: "", version: ""}
                paths:
                  /pets: {$ref: "paths/pets.yaml#/pets"}
                components:
                  schemas:
                    Pet: {items: {$ref: "schemas.yaml#/Pet"}}
                """
            )
        )
        assert str(document.locate("/info")) == "openapi.yaml:2:7"
        assert str(document.locate("/paths/~1pets/get", key=True)) == "paths/pets.yaml:3:3"
        assert str(document.locate("/paths/~1pets/get/tags/1")) == "paths/pets.yaml:4:15"
        assert str(document.locate("/components/schemas/Pet/items/$ref")) == "openapi.yaml:7:25"
        assert str(document.locate("/components/schemas/schemas_Pet/properties/name")) == "schemas.yaml:3:11"


def test_references_are_followed_with_what_stands_beside_them(write: Write) -> None:
    document = load(
        write(
            """
            openapi: 3.1.0
            info: {title: "", version: ""}
            components:
              responses:
                A: {$ref: "#/components/responses/B", description: Mine., x-other: 1}
                B: {$ref: "#/components/responses/C"}
                C: {description: Theirs.}
              schemas:
                Loop: {$ref: "#/components/schemas/Pool"}
                Pool: {$ref: "#/components/schemas/Loop"}
            """
        )
    )
    components = document.data["components"]
    assert document.resolve(components["responses"]["A"]) == {"description": "Mine."}
    assert document.resolve(components["responses"]["B"]) == {"description": "Theirs."}
    assert document.resolve(components["schemas"]["Loop"]) == {}
    assert document.resolve("text") == "text"


def test_the_specs_are_bundled_without_loss() -> None:
    """Every reference of the repository's own document leads to what its file says."""
    document = load(REPOSITORY / "specs/openapi.yaml")
    kinds = [(node, pointer) for kind, node, pointer in document.objects() if kind not in ("document", "components")]
    assert len({document.origin(pointer)[0].path.name for _, pointer in kinds}) > 5
    for node, pointer in kinds:
        source, place = document.origin(pointer)
        written = source.data
        for token in split(place):
            written = written[int(token)] if isinstance(written, list) else written[token]
        assert {key for key in node if key != "$ref"} == {key for key in written if key != "$ref"}


def test_a_description_in_a_file_of_its_own_is_its_text(tmp_path: Path) -> None:
    (tmp_path / "words.md").write_text("# Words\n", encoding="utf-8")
    path = tmp_path / "openapi.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: A, version: '1', description: {$ref: words.md}}\n"
        "tags: [{name: a, description: {$ref: ./words.md}}, {name: b, description: {$ref: none.md}}]\npaths: {}\n",
        encoding="utf-8",
    )
    document = load(path)
    assert document.data["info"]["description"] == "# Words\n"
    assert [tag["description"] for tag in document.data["tags"]] == ["# Words\n", {"$ref": "none.md"}]
