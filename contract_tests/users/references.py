"""Properties of a body that name things which have to be there: which ones, and of what kind."""

from typing import Any

from contract_tests.inputs.samples import reference
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.relations import chosen
from contract_tests.spec.schemas import branches, flat, kinds, properties


def left_open(operation: Operation, schema: Any, body: dict[str, Any], *, made_up: bool) -> list[str]:
    """Properties that have to name a thing and name none yet; of a body that was made up, all that have to."""
    document = operation.document
    known = properties(document, schema)
    required = [name for name in flat(document, schema).get("required", []) if name in body and name in known]
    referring = [name for name in required if name not in chosen(operation) and _users_of(document, name)]
    return [name for name in referring if made_up or body[name] == reference(document, known[name])]


def user_of(document: Document, name: str) -> Operation:
    """An operation on the kind of thing that a property names, be it one or several."""
    return _users_of(document, name)[0]


def parameter_for(operation: Operation, name: str) -> str:
    """The path parameter that a property stands for: `note_id` for itself and for `note_ids`; empty if none."""
    singular = name[:-1] if name.endswith(("_ids", "Ids")) else name
    return next((each for each in operation.resources if each in (name, singular)), "")


def referring(operation: Operation, body: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """The body with this value there, by itself or in a list, as the schema has it."""
    media = [each.get("schema", {}) for each in operation.bodies.values()]
    schemas = [properties(operation.document, schema).get(name, {}) for schema in media]
    is_list = any("array" in kinds(branch) for schema in schemas for branch in branches(operation.document, schema))
    return {**body, name: [value] if is_list else value}


def _users_of(document: Document, name: str) -> list[Operation]:
    return [each for each in document.operations.values() if parameter_for(each, name)]
