"""A second opinion on requests, where schemathesis says something else than OpenAPI does.

It knows no discriminator unless it stands beside `oneOf`, and not that it has to be there; and of properties that are
`readOnly` it asks that they be refused, where OpenAPI says that they should not be sent.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from handfast.mock.schemas import Schemas
from handfast.rewriting.mending import mended
from handfast.spec.document import Document, load_as_is
from handfast.spec.media_types import is_json
from handfast.spec.operations import operations
from handfast.spec.pointers import child


class Opinions:
    """Of the bodies that one document allows."""

    def __init__(self, path: Path) -> None:
        self._document = mended(load_as_is(path, lenient=True))

    def fits(self, method: str, path: str, body: bytes) -> bool | None:
        """Whether a JSON body fits; None where there is nothing to say."""
        pointer = self._pointers.get((method.lower(), path))
        if pointer is None:
            return None
        try:
            value = json.loads(body)
        except ValueError:
            return None
        found = self._schemas.resolve(self._schemas.target(f"#{pointer}").get("requestBody", {}))
        for media_type, media in (found.get("content") or {}).items():
            if is_json(media_type):
                return self._schemas.fits(self._schemas.resolve(media).get("schema", True), value)
        return None

    @cached_property
    def _pointers(self) -> dict[tuple[str, str], str]:
        return {(method.lower(), path): pointer for pointer, path, method, _ in operations(self._document)}

    @cached_property
    def _schemas(self) -> Schemas:
        return Schemas(_discriminated(self._document), "readOnly")


def _discriminated(document: Document) -> Document:
    """The document with each discriminator spelled out: its property is required, its value decides what else is."""
    data = json.loads(json.dumps(document.data))
    copy = replace(document, data=data)
    for kind, node, _ in list(copy.objects()):
        if kind != "schema" or not isinstance(node, dict) or not isinstance(node.get("discriminator"), dict):
            continue
        name, mapping = node["discriminator"].get("propertyName"), node["discriminator"].get("mapping") or {}
        if not isinstance(name, str):
            continue
        if "oneOf" in node or "anyOf" in node or not mapping:
            node["allOf"] = [*node.get("allOf", ()), {"required": [name]}]
        else:
            node["x-children"] = (name, mapping)
    _spell_out(copy)
    return copy


def _spell_out(document: Document) -> None:
    """References to a base whose mapping leads to what extends it: from elsewhere, they mean one of these."""
    schemas = document.data.get("components", {}).get("schemas", {})
    bases = {f"#/components/schemas/{name}": node for name, node in schemas.items() if "x-children" in node}
    for kind, node, pointer in list(document.objects()):
        if kind != "schema" or not isinstance(node, dict) or node.get("$ref") not in bases:
            continue
        if "/allOf/" in pointer:
            continue
        name, mapping = bases[node["$ref"]]["x-children"]
        targets = [
            (value, target if "/" in target else child("#/components/schemas", target))
            for value, target in mapping.items()
            if isinstance(target, str)
        ]
        choices = [
            {"allOf": [{"$ref": target}, {"required": [name], "properties": {name: {"const": value}}}]}
            for value, target in targets
        ]
        node["anyOf"] = choices
        del node["$ref"]
