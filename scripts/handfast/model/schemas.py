"""Pydantic models of a document's schemas, by datamodel-code-generator.

The generator sees a normalised copy, never our patches of its output: what Pydantic cannot bound by itself (the text
of a date-time, a secret) becomes a named type in `formats.py`, and what only errors need is left to `problems.py`.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from handfast import names
from handfast.model.rules import RulesReader
from handfast.rewriting.normalising import Normaliser
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.formats import FORMATS, WIDTHS, Format
from handfast.spec.pointers import child

# What the template of models may need.
_IMPORTS = [
    "typing.Annotated", "datetime.date", "datetime.datetime", "datetime.UTC", "uuid.UUID", "pydantic.Field",
    "pydantic.SecretStr", "support.models.optional_tag", "support.models.parsed", "support.models.told_by",
    "support.models.told_if_there", "pydantic.MISSING", "support.rules.Rules", "support.tuples.of_lists",
]  # fmt: skip


@dataclass
class Schemas:
    """The models module as text, the class of each component schema and the types of `formats.py`."""

    module: str = ""
    classes: dict[str, str] = field(default_factory=dict)
    formats: list[Format] = field(default_factory=list)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By class what the template of models gets besides: rules, defaults of its fields, tags that may be missing."""
    aliases: dict[str, str] = field(default_factory=dict)
    """What fields are called, as `Class.property`, that the model generator would find no names for."""

    def class_of(self, pointer: str) -> str:
        """The Python name of the schema at `#/components/schemas/…`."""
        return self.classes[pointer]


def render_schemas(document: Document, inline: dict[str, Any], problems: set[str]) -> Schemas:
    """Models for the component schemas and for `inline` ones, given by name; not for those in `problems`."""
    components = document.data.get("components", {}).get("schemas", {})
    wanted = {name: schema for name, schema in components.items() if name not in problems} | inline
    result = Schemas()
    classes = names.class_names(wanted)
    normal = Normaliser(document, result.formats, classes, result.bodies, result.aliases)
    version = "3.0.3" if str(document.data["openapi"]).startswith("3.0") else "3.1.0"
    places = {name: child("", "components", "schemas", name) for name in wanted}
    for name, schema in wanted.items():  # a bounded format takes the name of the schema that is one
        if not any(True for _ in grammar.children("schema", schema, "")):
            normal.schema(schema, classes[name], places[name])
    rules = RulesReader(document)
    for name, schema in wanted.items():
        left = rules.of(schema, places[name]) if isinstance(schema, dict) and "$ref" not in schema else {}
        if left:
            result.bodies.setdefault(classes[name], {})["rules"] = repr(left)
    made = {classes[name]: normal.component(schema, classes[name], places[name]) for name, schema in wanted.items()}
    data = {
        "openapi": version,
        "info": {"title": "schemas", "version": "1"},
        "paths": {},
        "components": {"schemas": made},
    }
    result.module, found = modelled(data, result, document) if wanted else ("", {})
    result.classes = {
        places[name]: found[child("", "components", "schemas", own)]
        for name, own in classes.items()
        if child("", "components", "schemas", own) in found
    }
    return result


def modelled(data: dict[str, Any], result: Schemas, document: Document) -> tuple[str, dict[str, str]]:
    """The module of the models, and their classes. What breaks the model generator is taken out, schema by schema."""
    try:
        return _generate(data, result)
    except Exception as error:
        broken = _culprits(data, result)
        if not broken:
            raise
        schemas = data["components"]["schemas"]
        for name in broken:
            document.warn("/components/schemas", f"{name} breaks the model generator ({error}); any value is taken")
            schemas[name] = {}
        return _generate(data, result)


def _culprits(data: dict[str, Any], result: Schemas) -> list[str]:
    """The schemas that cannot be modelled by themselves: found by halving what breaks."""
    schemas = data["components"]["schemas"]

    def breaks(chosen: list[str]) -> bool:
        kept = {name: schemas[name] if name in chosen else {} for name in schemas}
        try:
            _generate({**data, "components": {"schemas": kept}}, result)
        except Exception:  # noqa: BLE001 - upstream may raise anything
            return True
        return False

    def search(chosen: list[str]) -> list[str]:
        if not breaks(chosen):
            return []
        if len(chosen) == 1:
            return chosen
        half = len(chosen) // 2
        return [*search(chosen[:half]), *search(chosen[half:])] or chosen

    return search(list(schemas))


_OPTIONS: dict[str, Any] = {
    "preset": "practical-py311-20261027",
    "base_class": "support.models.Model",
    "collapse_reuse_models": False,
    "use_title_as_name": False,
    "use_object_type": False,
    "use_missing_sentinel": True,
    "use_type_alias_type": True,
    "collapse_root_models": False,
    "reuse_model": False,  # or what says the same as another one would have no class
    "treat_dot_as_module": False,
    "allow_population_by_field_name": False,
    "use_unique_items_as_set": False,
    "omit_redundant_constraints": True,
    "disable_timestamp": True,
    "custom_file_header": '"""The schemas of the document, as Pydantic models."""',
    "formatters": [],
}


def _imports(result: Schemas) -> dict[str, str]:
    """Where the classes that models name come from."""
    formats = {*FORMATS.values(), *(item.name for item in result.formats)}
    return {
        "Model": ".support.models",
        "Upload": ".support.forms",
        "Rules": ".support.rules",
        **dict.fromkeys(("parsed", "optional_tag", "told_by", "told_if_there"), ".support.models"),
        "of_lists": ".support.tuples",
        **dict.fromkeys(("Binary", *WIDTHS), ".support.formats"),
        **dict.fromkeys(sorted(formats), ".formats"),
    }


def _generate(data: dict[str, Any], result: Schemas) -> tuple[str, dict[str, str]]:
    # Imported here: it takes half a second, and linting does without it.
    import datamodel_code_generator as upstream
    from datamodel_code_generator.enums import DataModelType, TargetPydanticVersion

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        metadata = Path(folder, "metadata.json")
        module = upstream.generate(
            data,
            input_file_type=upstream.InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_pydantic_version=TargetPydanticVersion.V2_14,
            import_overrides=_imports(result),
            emit_model_metadata=metadata,
            custom_template_dir=Path(str(resources.files("handfast.rendering"))) / "templates" / "models",
            extra_template_data=defaultdict(dict, result.bodies),
            additional_imports=_IMPORTS,
            aliases=result.aliases,
            **_OPTIONS,
        )
        models = json.loads(metadata.read_text())["models"]
    classes = {
        child("", *model["source_path"]): model["class_name"]
        for model in models
        if len(model.get("source_path") or ()) == len(("components", "schemas", "name"))
    }
    return _unbuilt(str(module)), classes


def _unbuilt(module: str) -> str:
    """Without the calls at its end that build models at import: ours are built when they are first used."""
    lines = module.rstrip().split("\n")
    while lines[-1].endswith(".model_rebuild()"):
        lines.pop()
    return "\n".join(lines).rstrip() + "\n"
