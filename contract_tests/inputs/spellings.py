"""Texts in other cases, where the specs say that they mean nothing (`x-any-case`)."""

from typing import Any

from contract_tests.inputs.values import fits
from contract_tests.spec.document import Operation
from contract_tests.spec.schemas import branches, properties, request_schema


def of_any_case(operation: Operation) -> list[str]:
    """Properties of the body whose cases mean nothing."""
    known = properties(operation.document, request_schema(operation))
    return [
        name
        for name, item in known.items()
        if any(each.get("x-any-case") for each in branches(operation.document, item))
    ]


def spelt_otherwise(operation: Operation, body: Any) -> list[dict[str, Any]]:
    """The body with one of these texts in the other case, as far as it fits."""
    names = of_any_case(operation) if isinstance(body, dict) else []
    others = [{**body, name: str(body[name]).swapcase()} for name in names if isinstance(body.get(name), str)]
    return [each for each in others if each != body and fits(operation.document, request_schema(operation), each)]
