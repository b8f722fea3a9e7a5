"""Structure: the document is what the OpenAPI specification calls one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema.exceptions import ValidationError
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError, UnresolvableParameterError
from openapi_spec_validator.validation.validators import SpecValidator

from handfast.findings import Finding
from handfast.spec.document import Document
from handfast.spec.pointers import child, find, split

_LONGEST = 200
_VALIDATORS = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator}


def valid_structure(document: Document) -> Iterator[Finding]:
    """openapi-spec-validator's word on it, at the lines that it means."""
    if document.broken:
        return  # it stops at the first reference that leads nowhere, which is a finding already
    version = str(document.data.get("openapi"))[: len("3.1")]
    validator = _VALIDATORS.get(version, OpenAPIV32SpecValidator)
    for error in _errors(validator(document.data), document.data):
        if isinstance(error, DuplicateOperationIDError | UnresolvableParameterError):
            continue  # told without a place; our own rules find the same with one
        best = min(error.context or [], key=lambda item: len(item.message), default=error)
        message = best.message.partition("\n")[0][:_LONGEST]
        yield Finding(document.locate(_pointer(document, error)), f"is no valid OpenAPI: {message}")


def _errors(validator: SpecValidator, data: Any) -> list[ValidationError]:
    found: list[ValidationError] = []
    try:
        for error in validator.iter_errors():
            found.append(error)  # noqa: PERF402 - what came before it stumbles counts
    except Exception as error:  # noqa: BLE001 - over what it has found itself, as a rule
        if not found:
            found.append(ValidationError(f"the structure cannot be followed ({error})", instance=data))
    return found


def _pointer(document: Document, error: ValidationError) -> str:
    """Where an error is; one inside of a schema knows its path from there only."""
    path = [str(token) for token in error.absolute_path]
    if error.instance == document.data:
        return child("", *path)
    for start in (pointer for kind, _, pointer in document.objects() if kind == "schema"):
        try:
            if find(document.data, [*split(start), *path]) == error.instance:
                return child(start, *path)
        except LookupError:
            continue
    return ""
