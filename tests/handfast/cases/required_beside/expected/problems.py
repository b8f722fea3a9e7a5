"""The errors that the document declares, as exceptions that a handler raises.

Problem
"""

from __future__ import annotations
