"""Examples: each fits the schema that it is an example of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from handfast.findings import Finding
from handfast.spec.document import Document
from handfast.spec.pointers import child

_DOCUMENT = "urn:document"
_LONGEST = 200


def examples_fit(document: Document) -> Iterator[Finding]:
    """Examples of bodies, parameters and headers, and those inside of schemas."""
    if document.broken:
        return  # a schema with a broken reference judges nothing
    resource = Resource.from_contents(document.data, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)
    for kind, node, pointer in document.objects():
        schema = pointer if kind == "schema" else child(pointer, "schema")
        if not isinstance(node, dict) or (kind != "schema" and "schema" not in node):
            continue
        for value, at in _examples(document, kind, node, pointer):
            validator = Draft202012Validator(
                {"$ref": f"{_DOCUMENT}#{schema}"}, registry=registry, format_checker=FormatChecker()
            )
            for error in validator.iter_errors(value):
                below = child(at, *(str(token) for token in error.absolute_path))
                yield Finding(document.locate(below), f"the example does not fit: {error.message[:_LONGEST]}")


def _examples(document: Document, kind: str, node: dict[str, Any], pointer: str) -> Iterator[tuple[Any, str]]:
    if "example" in node:
        yield node["example"], child(pointer, "example")
    examples = node.get("examples")
    if isinstance(examples, list) and kind == "schema":
        for index, value in enumerate(examples):
            yield value, child(pointer, "examples", str(index))
    elif isinstance(examples, dict):
        for name, reference in examples.items():
            example = document.resolve(reference)
            target = reference.get("$ref") if isinstance(reference, dict) else None
            at = str(target).removeprefix("#") if target else child(pointer, "examples", name)
            if "value" in example:
                yield example["value"], child(at, "value")
