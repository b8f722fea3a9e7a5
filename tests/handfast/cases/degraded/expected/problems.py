"""The errors that the document declares, as exceptions that a handler raises.

Problem
└── GetThing404   404
"""

from __future__ import annotations

from .support.failures import Bare


class GetThing404(Bare):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "not_found"
    default_detail = ""
