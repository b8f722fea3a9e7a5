"""By what a limit counts: as x-counts-by says, or else a description: `429 counts attempts for one e-mail address`."""

import re
from typing import Any

from contract_tests.inputs.samples import renewed
from contract_tests.inputs.values import another
from contract_tests.spec.document import Operation
from contract_tests.spec.schemas import properties, request_schema

_COUNTS = re.compile(r"[^.]*\b(?:429|limit(?:s|ed)?|attempts|tries)\b[^.]*", re.IGNORECASE)
_OF_ONE = r"\b(?:one|each|every|per|same|single)\s+"


def counted_by(operation: Operation) -> list[str]:
    """The properties of the body of which each value has a limit of its own."""
    known = properties(operation.document, request_schema(operation) or {})
    if "x-counts-by" in operation.definition:
        return [name for name in known if f"body.{name}" in operation.definition["x-counts-by"]]
    told = " ".join(_COUNTS.findall(str(operation.definition.get("description", ""))))
    return [name for name in known if re.search(_OF_ONE + _spelt(name) + r"\b", told, re.IGNORECASE)]


def with_another(operation: Operation, body: Any) -> Any:
    """The body with another value of all that its limit is counted by, a new one if possible; None if there is none."""
    known = properties(operation.document, request_schema(operation) or {})
    names = [name for name in counted_by(operation) if isinstance(body, dict) and name in body]
    try:
        others = {name: _other(operation, known[name], body[name]) for name in names}
    except LookupError:
        return None
    return {**body, **others} if others else None


def _other(operation: Operation, schema: Any, value: Any) -> Any:
    new = renewed(operation.document, schema, value)
    return new if new != value else another(operation.document, schema, value)


def _spelt(name: str) -> str:
    """A pattern of a property's name as prose writes it: `user_name`, `user name` or `username`."""
    return r"[-_ ]?".join(map(re.escape, re.sub(r"[^A-Za-z0-9]", "", name)))
