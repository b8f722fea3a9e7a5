"""Gaps: what the server itself says in a declared body, and fills in when it says it."""

from collections.abc import Mapping
from typing import Any


def filled(refusal: Any, said: Mapping[str, Any]) -> Any:
    """A refusal with its gaps filled: a text such as `{detail}` is a gap."""
    if isinstance(refusal, dict):
        return {name: filled(item, said) for name, item in refusal.items()}
    if isinstance(refusal, list):
        return [filled(item, said) for item in refusal]
    is_gap = isinstance(refusal, str) and refusal.startswith("{") and refusal.endswith("}")
    return said.get(refusal[1:-1], refusal) if is_gap else refusal
