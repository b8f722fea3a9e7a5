"""What schemathesis cannot know of an API from its schemas alone, said once, by rules over the spec.

No check is ever switched off for an operation. Each rule names the reason for which an answer is right.
"""

from typing import Any

from contract_tests.spec.document import Operation
from contract_tests.spec.relations import may_find_nothing, names_thing
from contract_tests.spec.schemas import properties


def expected_statuses(operation: Operation) -> dict[str, dict[str, list[str]]]:
    """The settings of schemathesis' checks for one operation."""
    return {
        "positive_data_acceptance": {"expected-statuses": _of_valid_requests(operation)},
        "negative_data_rejection": {"expected-statuses": _of_invalid_requests(operation)},
    }


def _of_valid_requests(operation: Operation) -> list[str]:
    """Statuses that a request which fits the schemas may get, from a caller with a good token on their own path."""
    statuses = ["2xx"]
    if operation.takes_header("If-None-Match") and operation.declares(304):
        statuses.append("304")  # `*` is a valid value, and names whatever is there
    if (operation.resources or _names_things(operation)) and operation.declares(404):
        statuses.append("404")  # an id that is made up fits the schema, and names nothing
    elif may_find_nothing(operation):
        statuses.append("404")  # the caller may have nothing yet
    if operation.takes_header("If-Match") and operation.declares(412):
        statuses.append("412")  # a tag that is made up fits the schema, and is not the one that is there
    if operation.takes_header("If-Match") and operation.declares(428):
        statuses.append("428")  # a condition that the schema does not ask for, so that its lack has a status of its own
    if (operation.bodies or operation.resources) and operation.declares(409):
        statuses.append("409")  # whether a value is taken is a matter of what is there, not of the schema
    if operation.bodies and not operation.is_secured and operation.declares(401):
        statuses.append("401")  # a public operation can refuse credentials in the body only
    return statuses


def _names_things(operation: Operation) -> bool:
    """Whether a body may hold the id of a thing: a property that is called as a path parameter elsewhere is one."""
    document = operation.document
    return any(
        names_thing(document, name)
        for media in operation.bodies.values()
        for name in properties(document, media.get("schema", {}))
    )


def _of_invalid_requests(operation: Operation) -> list[str]:
    """Statuses that a request which breaks a schema may get. Anything that acts on the request first is a fault."""
    statuses = {status for status in operation.responses if status.startswith("4")} - {"409", "412", "428", "429"}
    if not statuses:
        statuses = {"4xx"}  # whether one that is not told is declared after all is for another check to say
    if operation.owners or operation.resources:
        statuses |= {"404", "405"}  # a mutated path may lead to no operation, or to another one
    return sorted(statuses)


def is_right(operation: Operation, check: str, query: Any, status: int, body: Any) -> bool:
    """Whether an answer that a check complains of is right after all."""
    return check == "RejectedPositiveData" and status == 422 and _refuses_cursor(operation, query, body)


def _refuses_cursor(operation: Operation, query: Any, body: Any) -> bool:
    """A cursor is good only if the server made it: one that is made up is refused. Nothing else may be."""
    if operation.cursor is None or not isinstance(query, dict) or operation.cursor not in query:
        return False
    errors = body.get("errors", []) if isinstance(body, dict) else []
    named = [error.get("pointer", "") for error in errors if isinstance(error, dict)]
    return all(pointer.strip("/").split("/")[0] == operation.cursor for pointer in named)
