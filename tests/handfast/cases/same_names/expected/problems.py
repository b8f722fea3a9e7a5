"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── ErrorResponse   404 An error.
├── GetPet2404   404 Not here.
├── GetPet3404   404 Nowhere.
└── ErrorResponse409   409 An error.
"""

from __future__ import annotations

from . import schemas
from .support.adapters import Adapter
from .support.failures import Bare, Failure


class ErrorResponse(Failure):
    """404 Not Found."""

    status = 404
    title = "Not Found"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.Error) -> None:
        super().__init__(content)


class GetPet2404(Bare):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "Not here."


class GetPet3404(Bare):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "Nowhere."


class ErrorResponse409(Failure):
    """409 Conflict."""

    status = 409
    title = "Conflict"
    media_type = "application/json"
    adapter = Adapter(schemas.Error)
    refusal = {"message": "{detail}"}  # noqa: RUF012

    def __init__(self, content: schemas.Error) -> None:
        super().__init__(content)
