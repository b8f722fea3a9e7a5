"""The errors that the document declares, as exceptions that a handler raises.

Problem
├── ErrorProblem   404 An error.
├── GetPet2404   404 Not here.
├── GetPet3404   404 Nowhere.
└── ErrorProblem409   409 An error.
"""

from __future__ import annotations

from .support.problems import Problem


class ErrorProblem(Problem):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "An error."


class GetPet2404(Problem):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "Not here."


class GetPet3404(Problem):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = "Nowhere."


class ErrorProblem409(Problem):
    """409 Conflict."""

    status = 409
    type = "about:blank"
    title = "Conflict"
    error_code = "conflict"
    default_detail = "An error."
