"""The errors that the document declares, as exceptions that a handler raises.

Problem
└── Dark   404 It is dark.
"""

from __future__ import annotations

from .support.problems import Problem


class Dark(Problem):
    """404 Dark."""

    status = 404
    type = "urn:lamps:dark"
    title = "Dark"
    error_code = "dark"
    default_detail = "It is dark."
