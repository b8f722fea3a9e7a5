"""The errors that the document declares, as exceptions that a handler raises.

Problem
└── GetThing404   404
"""

from __future__ import annotations

from .support.problems import Problem


class GetThing404(Problem):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = ""
