"""Structure: the document is what the OpenAPI specification calls one."""

from __future__ import annotations

from collections.abc import Iterator

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError, UnresolvableParameterError

from handfast.document import Document
from handfast.findings import Finding
from handfast.pointers import child

_LONGEST = 200


def valid_structure(document: Document) -> Iterator[Finding]:
    """openapi-spec-validator's word on it, at the lines that it means."""
    if document.broken:
        return  # it stops at the first reference that leads nowhere, which is a finding already
    old = str(document.data.get("openapi")).startswith("3.0")
    validator = OpenAPIV30SpecValidator if old else OpenAPIV31SpecValidator
    for error in validator(document.data).iter_errors():
        if isinstance(error, DuplicateOperationIDError | UnresolvableParameterError):
            continue  # told without a place; our own rules find the same with one
        pointer = child("", *(str(token) for token in error.absolute_path))
        best = min(error.context or [], key=lambda item: len(item.message), default=error)
        message = best.message.partition("\n")[0][:_LONGEST]
        yield Finding(document.locate(pointer), f"is no valid OpenAPI: {message}")
