"""An operation that names a base, whose discriminator leads to what extends it, means one of these."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from handfast.rewriting.descending import descended
from handfast.rewriting.mending import mended
from handfast.spec.document import Document, load_as_is

_DOCUMENT = """\
    openapi: 3.0.3
    info: {title: A, version: "1"}
    paths:
      /events:
        post:
          requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Event"}}}}
          responses:
            "200": {description: A., content: {application/json: {schema: {$ref: "#/components/schemas/Event"}}}}
            "404": {description: B., content: {application/json: {schema: {$ref: "#/components/schemas/Event"}}}}
        get:
          responses:
            "200":
              description: C.
              content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Event"}}}}
    components:
      schemas:
        Event:
          type: object
          properties: {type: {type: string}}
          discriminator: {propertyName: type, mapping: {paid: "#/components/schemas/Paid", lost: Lost}}
        Paid: {allOf: [{$ref: "#/components/schemas/Event"}, {type: object}]}
        Lost: {allOf: [{$ref: "#/components/schemas/Paid"}]}
"""
_CHOICE = {
    "oneOf": [{"$ref": "#/components/schemas/Paid"}, {"$ref": "#/components/schemas/Lost"}],
    "discriminator": {
        "propertyName": "type",
        "mapping": {"paid": "#/components/schemas/Paid", "lost": "#/components/schemas/Lost"},
    },
}
_MEANT = {"$ref": "#/components/schemas/AnyEvent"}
_BASE = {"$ref": "#/components/schemas/Event"}


def of(tmp_path: Path, **schemas: Any) -> Document:
    """The document, with other schemas of these names."""
    data = yaml.safe_load(dedent(_DOCUMENT))
    data["components"]["schemas"].update(schemas)
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return descended(mended(load_as_is(path, lenient=True)))


def schemas_in(body: Any) -> list[Any]:
    return [media["schema"] for media in body["content"].values()]


def test_bodies_and_good_answers_are_the_choice(tmp_path: Path) -> None:
    document = of(tmp_path)
    post, get = (document.data["paths"]["/events"][method] for method in ("post", "get"))
    assert document.data["components"]["schemas"]["AnyEvent"] == _CHOICE
    assert schemas_in(post["requestBody"]) == [_MEANT]
    assert schemas_in(post["responses"]["200"]) == [_MEANT]
    assert schemas_in(get["responses"]["200"]) == [{"type": "array", "items": _MEANT}]


def test_what_models_hold_is_the_choice(tmp_path: Path) -> None:
    held = {"last": _BASE, "said": {"description": "A.", "allOf": [_BASE]}, "all": {"type": "array", "items": _BASE}}
    diary = {"type": "object", "properties": held, "additionalProperties": _BASE}
    made = of(tmp_path, Diary=diary).data["components"]["schemas"]
    assert made["Diary"]["additionalProperties"] == _MEANT
    properties = made["Diary"]["properties"]
    assert (properties["last"], properties["said"]["allOf"], properties["all"]["items"]) == (_MEANT, [_MEANT], _MEANT)
    assert made["Paid"]["allOf"][0] == _BASE


def test_an_error_has_the_base(tmp_path: Path) -> None:
    assert schemas_in(of(tmp_path).data["paths"]["/events"]["post"]["responses"]["404"]) == [_BASE]


@pytest.mark.parametrize("mapping", [{}, {"mapping": {}}])
def test_without_a_mapping_each_is_meant_by_its_name_and_the_base_by_any_other(
    tmp_path: Path, mapping: dict[str, Any]
) -> None:
    base = {"type": "object", "discriminator": {"propertyName": "type", **mapping}}
    document = of(tmp_path, Event=base)
    schemas = document.data["components"]["schemas"]
    branches = [{"$ref": f"#/components/schemas/{name}"} for name in ("Paid", "Lost", "Event")]
    assert schemas["AnyEvent"] == {"anyOf": branches, "x-handfast-told-by": ["type", "Paid", "Lost"]}
    assert schemas["Event"] == {"type": "object"}
    assert schemas_in(document.data["paths"]["/events"]["post"]["requestBody"]) == [_MEANT]


def heirs(tmp_path: Path, **schemas: Any) -> Any:
    """By what the classes of a choice are told, of a base without a mapping and these."""
    base = {"type": "object", "discriminator": {"propertyName": "type"}}
    return of(tmp_path, **{"Event": base, **schemas}).data["components"]["schemas"]["AnyEvent"]["x-handfast-told-by"]


def extending(name: str, **own: Any) -> dict[str, Any]:
    return {"allOf": [{"$ref": f"#/components/schemas/{name}"}, {"type": "object", **own}]}


def test_an_heir_is_meant_by_what_it_says_of_the_property(tmp_path: Path) -> None:
    paid = extending("Event", properties={"type": {"enum": ["paid", "settled"]}})
    assert heirs(tmp_path, Paid=paid, Lost=extending("Event")) == ["type", ("paid", "settled"), "Lost"]


def test_values_of_the_base_are_nobodys_own(tmp_path: Path) -> None:
    values = {"type": {"type": "string", "enum": ["Paid", "Lost"]}}
    base = {"type": "object", "properties": values, "discriminator": {"propertyName": "type"}}
    assert heirs(tmp_path, Event=base) == ["type", "Paid", "Lost"]


def test_one_value_means_all_heirs_that_have_it(tmp_path: Path) -> None:
    paid = extending("Event", properties={"type": {"const": "paid"}})
    assert heirs(tmp_path, Paid=paid, Lost=extending("Paid")) == ["type", "paid", "paid"]
    lost = extending("Event", properties={"type": {"enum": ["lost", "paid"]}})
    assert heirs(tmp_path, Paid=paid, Lost=lost) == ["type", "paid", ("lost", "paid")]


def test_an_heir_through_another_name_for_the_base_is_one(tmp_path: Path) -> None:
    paid = extending("Alias", properties={"type": {"const": "paid"}})
    assert heirs(tmp_path, Alias=_BASE, Paid=paid, Lost=extending("Alias")) == ["type", "paid", "Lost"]


def test_heirs_that_another_property_tells_are_told_by_that(tmp_path: Path) -> None:
    paid = extending("Event") | {"discriminator": {"propertyName": "how"}}
    assert heirs(tmp_path, Paid=paid, Lost=extending("Paid")) == ["type", "Paid"]


def test_an_heir_that_is_a_choice_leaves_the_base_alone(tmp_path: Path) -> None:
    base = {"type": "object", "discriminator": {"propertyName": "type"}}
    paid = {"allOf": [_BASE], "oneOf": [{"type": "object"}, {"type": "object", "required": ["a"]}]}
    document = of(tmp_path, Event=base, Paid=paid, Lost={"type": "object"})
    assert document.data["components"]["schemas"] == {
        "Event": {"type": "object"},
        "Paid": paid,
        "Lost": {"type": "object"},
    }
    assert schemas_in(document.data["paths"]["/events"]["post"]["requestBody"]) == [_BASE]


def test_the_name_is_free(tmp_path: Path) -> None:
    schemas = of(tmp_path, AnyEvent={"type": "string"}).data["components"]["schemas"]
    assert schemas["AnyEvent"] == {"type": "string"}
    assert _CHOICE in schemas.values()


def test_one_child_is_meant_with_its_values(tmp_path: Path) -> None:
    mapping = {"paid": "Paid", "settled": "#/components/schemas/Paid"}
    base = {"type": "object", "discriminator": {"propertyName": "type", "mapping": mapping}}
    told = {"required": ["type"], "properties": {"type": {"type": "string", "enum": ["paid", "settled"]}}}
    schemas = of(tmp_path, Event=base).data["components"]["schemas"]
    assert schemas["AnyEvent"] == {"allOf": [{"$ref": "#/components/schemas/Paid"}, told]}


@pytest.mark.parametrize(
    "schemas",
    [
        {"Event": {"type": "object", "discriminator": {"propertyName": "type", "mapping": {"a": 7}}}},
        {"Event": {"type": "object", "discriminator": {"propertyName": "type", "mapping": {"a": "Event"}}}},
        {"Event": {"type": "object", "discriminator": {"propertyName": "type", "mapping": {"a": "Nothing"}}}},
        {"Event": {"anyOf": [{}], "discriminator": {"propertyName": "type", "mapping": {"a": "Paid"}}}},
        {"Lost": {"type": "object"}},
    ],
)
def test_what_stands_for_itself_stays(tmp_path: Path, schemas: dict[str, Any]) -> None:
    document = of(tmp_path, **schemas)
    assert schemas_in(document.data["paths"]["/events"]["post"]["requestBody"]) == [_BASE]
    assert "AnyEvent" not in document.data["components"]["schemas"]
