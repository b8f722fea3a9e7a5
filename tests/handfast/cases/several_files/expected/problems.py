"""The errors that the document declares, as exceptions that a handler raises.

Problem
└── Gone   404 It is gone.
"""

from __future__ import annotations

from .support.problems import Problem


class Gone(Problem):
    """404 Not Found."""

    status = 404
    type = "about:blank"
    title = "Not Found"
    error_code = "gone"
    default_detail = "It is gone."
