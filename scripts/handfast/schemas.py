"""Pydantic models of a document's schemas, by datamodel-code-generator.

The generator sees a normalised copy, never our patches of its output: what Pydantic cannot bound by itself (the text
of a date-time, a secret) becomes a named type in `formats.py`, and what only errors need is left to `problems.py`.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handfast import grammar, names
from handfast.document import Document
from handfast.pointers import child, split

_TEXT_BOUNDS = ("pattern", "minLength", "maxLength")
_FORMATS = {
    "date-time": "DateTimeText",
    "date": "DateText",
    "email": "EmailAddressText",
    "password": "SecretText",
    "uuid": "UuidText",
}
_BESIDE_A_FORMAT = ("description", "default", "readOnly", "writeOnly")
_NOT_FOR_CODE = ("example", "examples", "x-", "externalDocs", "xml")


@dataclass(frozen=True, slots=True)
class Format:
    """A named type of `formats.py`: one of ours, with the bounds of its text."""

    name: str
    base: str
    bounds: dict[str, Any]
    description: str


@dataclass
class Schemas:
    """The models module as text, the class of each component schema, and the types of `formats.py`."""

    module: str = ""
    classes: dict[str, str] = field(default_factory=dict)
    formats: list[Format] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def class_of(self, pointer: str) -> str:
        """The Python name of the schema at `#/components/schemas/…`."""
        return self.classes[pointer]


def render_schemas(document: Document, inline: dict[str, Any], problems: set[str]) -> Schemas:
    """Models for the component schemas and for `inline` ones, given by name; not for those in `problems`."""
    components = document.data.get("components", {}).get("schemas", {})
    wanted = {name: schema for name, schema in components.items() if name not in problems} | inline
    result = Schemas()
    normal = _Normaliser(result, frozenset(wanted))
    version = "3.0.3" if str(document.data["openapi"]).startswith("3.0") else "3.1.0"
    for name, schema in wanted.items():  # a bounded format takes the name of the schema that is one
        if not any(True for _ in grammar.children("schema", schema, "")):
            normal.schema(schema, name)
    data = {
        "openapi": version,
        "info": {"title": "schemas", "version": "1"},
        "paths": {},
        "components": {"schemas": {name: normal.schema(schema, name) for name, schema in wanted.items()}},
    }
    result.module, result.classes = _generate(data, result) if wanted else ("", {})
    return result


@dataclass
class _Normaliser:
    result: Schemas
    components: frozenset[str]

    def schema(self, node: Any, name: str) -> Any:
        """The schema as the model generator gets it; `name` is what an unnamed type in it is named after."""
        if not isinstance(node, dict):
            return node
        kept = {key: value for key, value in node.items() if not key.startswith(_NOT_FOR_CODE)}
        if isinstance(kept.get("description"), str):
            kept["description"] = str(kept["description"]).strip()
        return self._formatted(grammar.rebuilt("schema", kept, self._below(name)), name)

    def _below(self, name: str) -> Callable[[str, Any, str], Any]:
        def normalise(_: str, item: Any, pointer: str) -> Any:
            field, *rest = split(pointer)
            return self.schema(item, name + names.pascal(rest[0]) if field == "properties" else name)

        return normalise

    def _formatted(self, schema: dict[str, Any], name: str) -> dict[str, Any]:
        """Gives a text with one of our formats its named type."""
        types = schema.get("type")
        nullable = isinstance(types, list) and set(types) == {"string", "null"}
        nullable = nullable or (types == "string" and schema.get("nullable") is True)
        base = _FORMATS.get(str(schema.get("format")))
        if base is None or not (types == "string" or nullable):
            return schema
        typed = {"customTypePath": f"formats.{self._format(base, schema, name)}"}
        kept: dict[str, Any] = {key: schema[key] for key in _BESIDE_A_FORMAT if key in schema}
        return {**kept, "anyOf": [typed, {"type": "null"}]} if nullable else {**kept, **typed}

    def _format(self, base: str, schema: dict[str, Any], name: str) -> str:
        bounds = {key: schema[key] for key in _TEXT_BOUNDS if key in schema}
        if not bounds:
            return base
        known = next((item for item in self.result.formats if (item.base, item.bounds) == (base, bounds)), None)
        if known is None:
            taken = {*(item.name for item in self.result.formats), *_FORMATS.values(), *self.components}
            own = names.unique(f"{names.pascal(name)}Text", taken)
            known = Format(own, base, bounds, str(schema.get("description", "")))
            self.result.formats.append(known)
        return known.name


def _generate(data: dict[str, Any], result: Schemas) -> tuple[str, dict[str, str]]:
    # Imported here: it takes half a second, and linting does without it.
    import datamodel_code_generator as upstream
    from datamodel_code_generator.enums import DataModelType, TargetPydanticVersion

    formats = {*_FORMATS.values(), *(item.name for item in result.formats)}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        metadata = Path(folder, "metadata.json")
        module = upstream.generate(
            data,
            input_file_type=upstream.InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            preset="practical-py311-20261027",
            target_pydantic_version=TargetPydanticVersion.V2_14,
            base_class="support.models.Model",
            import_overrides={"Model": ".support.models", **dict.fromkeys(sorted(formats), ".formats")},
            use_missing_sentinel=True,
            use_type_alias_type=True,
            collapse_root_models=False,
            treat_dot_as_module=False,
            allow_population_by_field_name=False,
            use_unique_items_as_set=False,
            omit_redundant_constraints=True,
            disable_timestamp=True,
            custom_file_header='"""The schemas of the document, as Pydantic models."""',
            formatters=[],
            emit_model_metadata=metadata,
        )
        models = json.loads(metadata.read_text())["models"]
    result.lost = sorted({str(item.message).split("\n")[0] for item in caught})
    classes = {
        child("", *model["source_path"]): model["class_name"]
        for model in models
        if len(model.get("source_path") or ()) == len(("components", "schemas", "name"))
    }
    return str(module), classes
