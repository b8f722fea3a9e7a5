"""Properties of a body that name things which have to be there: which ones, and of what kind."""

import re
from typing import Any

from contract_tests.inputs.samples import reference
from contract_tests.spec.document import Document, Operation
from contract_tests.spec.relations import chosen
from contract_tests.spec.schemas import branches, flat, kinds, properties

_PLACE = re.compile(r"([^/{}]+)/\{([^{}]+)\}")


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


def parameter_for(operation: Operation, name: str, among: list[str] | None = None) -> str:
    """The path parameter that a property stands for, of those that name a thing or of others; empty if none.

    `note_id` is for itself, for `note_ids` and `noteId`, and for whatever comes right behind `notes` in a path.
    """
    among = operation.resources if among is None else among
    singular = _bare(name[:-1] if name.endswith(("_ids", "Ids")) else name)
    several = [each for each in among if _bare(each) in (_bare(name), singular)]
    behind = {parameter: segment for segment, parameter in _PLACE.findall(operation.path)}
    several += [each for each in among if singular in _ids_of(behind.get(each, ""))]
    return next(iter(several), "")


def _bare(name: str) -> str:
    """A name however it is written: `note_id` as `noteId`."""
    return re.sub(r"[-_]", "", name).lower()


def _ids_of(segment: str) -> set[str]:
    """What the id of one of these may be called: `boxid` of `boxes`."""
    plural = _bare(segment)
    ends = {"ies": "y", "es": "", "s": ""}
    return {f"{plural.removesuffix(end)}{one}id" for end, one in ends.items() if end and plural.endswith(end)}


def referring(operation: Operation, body: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """The body with this value there, by itself or in a list, as the schema has it."""
    media = [each.get("schema", {}) for each in operation.bodies.values()]
    schemas = [properties(operation.document, schema).get(name, {}) for schema in media]
    is_list = any("array" in kinds(branch) for schema in schemas for branch in branches(operation.document, schema))
    return {**body, name: [value] if is_list else value}


def _users_of(document: Document, name: str) -> list[Operation]:
    return [each for each in document.operations.values() if parameter_for(each, name)]
