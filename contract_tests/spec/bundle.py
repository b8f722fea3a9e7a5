"""One document out of many files. Schemas become components; everything else is put where it is referred to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from contract_tests.spec.dialect import MODERN, is_old, modernised
from contract_tests.spec.sources import Mapping, SourceError, Sources, place_in

# Keywords of a schema that hold data, and those that hold schemas by name.
_LITERAL_IN_SCHEMA = {"default", "const", "enum", "example", "examples", "required"}
_NAMED_SCHEMAS = {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
ITEM_SCHEMAS = ("x-item-schema", "itemSchema")
"""Where the schema of one event of a stream stands."""
_SCHEMAS = ("schema", *ITEM_SCHEMAS)
_KINDS = {list: "a list", type(None): "an empty file", int: "a number", float: "a number", bool: "true or false"}
_LITERAL_ELSEWHERE = {"example", "value"}


def bundle(sources: Sources) -> Mapping:
    """Bundle the document that starts at the root of the sources."""
    return _Bundler(sources).bundle()


class _Bundler:
    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._names: dict[tuple[Path, tuple[str, ...]], str] = {}
        self._schemas: dict[str, Any] = {}
        self._is_old = False

    def bundle(self) -> Mapping:
        root = self._sources.read(self._sources.root)
        if not isinstance(root, Mapping):
            found = _KINDS.get(type(root), "a text")
            raise SourceError(f"{place_in(self._sources.root)}: this is no OpenAPI document, but {found}")
        self._is_old = is_old(root)
        kept = {key: item for key, item in root.items() if key != "components"}
        kept |= {"openapi": MODERN} if self._is_old else {}
        document: Mapping = self._plain(Mapping(kept).placed_as(root), root.file)
        components = root.get("components", {})
        schemes = self._plain(components.get("securitySchemes", Mapping().placed_as(root)), root.file)
        document["components"] = {"securitySchemes": schemes, "schemas": self._schemas}
        return document

    def _plain(self, node: Any, file: Path) -> Any:
        """Copy what is no schema, with every reference replaced by what it leads to."""
        if isinstance(node, list):
            return [self._plain(item, file) for item in node]
        if not isinstance(node, Mapping):
            return node
        reference = node.get("$ref")
        if isinstance(reference, str):
            target_file, _, target = self._sources.find(reference, file)
            copy = self._plain(target, target_file)
            if not isinstance(copy, Mapping):  # a text in a file of its own
                return copy
            # A reference may carry its own summary and description, and a path item more than that.
            copy.update(self._each(node, file, self._plain_item, leave_out="$ref"))
            return copy
        return self._each(node, file, self._plain_item)

    def _plain_item(self, key: str, item: Any, file: Path) -> Any:
        if key in _SCHEMAS:
            return self._schema(item, file)
        return item if key.startswith("x-") or key in _LITERAL_ELSEWHERE else self._plain(item, file)

    def _schema(self, node: Any, file: Path) -> Any:
        """Copy a schema, with every reference leading to a component of the bundle."""
        if isinstance(node, list):
            return [self._schema(item, file) for item in node]
        if not isinstance(node, Mapping):
            return node
        copy = self._each(node, file, self._schema_item)
        if isinstance(node.get("$ref"), str):
            copy["$ref"] = f"#/components/schemas/{self._component(node['$ref'], file)}"
        return modernised(copy) if self._is_old else copy

    def _schema_item(self, key: str, item: Any, file: Path) -> Any:
        if key.startswith("x-") or key in _LITERAL_IN_SCHEMA:
            return item
        if key in _NAMED_SCHEMAS and isinstance(item, Mapping):
            return self._each(item, file, lambda _, schema, place: self._schema(schema, place))
        if key == "discriminator" and "mapping" in item:
            mapping = {
                value: f"#/components/schemas/{self._component(target, file)}"
                for value, target in item["mapping"].items()
            }
            return {**item, "mapping": mapping}
        return self._schema(item, file)

    def _component(self, reference: str, file: Path) -> str:
        target_file, pointer, target = self._sources.find(reference, file)
        place = (target_file, pointer)
        if place not in self._names:
            name = free = pointer[-1] if pointer else target_file.stem
            number = 1
            while free in self._schemas:
                number += 1
                free = f"{name}_{number}"
            self._names[place] = free
            self._schemas[free] = None  # holds the name while the schema is copied, which may refer to itself
            self._schemas[free] = self._schema(target, target_file)
        return self._names[place]

    @staticmethod
    def _each(
        node: Mapping, file: Path, copy: Callable[[str, Any, Path], Any], leave_out: str | None = None
    ) -> Mapping:
        items = {key: copy(key, item, file) for key, item in node.items() if key != leave_out}
        return Mapping(items).placed_as(node)
