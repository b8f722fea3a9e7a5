"""The errors that the document declares, as exceptions that a handler raises.

Problem
└── Silent   503 Nobody answers.
"""

from __future__ import annotations

from .support.problems import Problem


class Silent(Problem):
    """503 Silent."""

    status = 503
    type = "about:blank"
    title = "Silent"
    error_code = "silent"
    default_detail = "Nobody answers."
