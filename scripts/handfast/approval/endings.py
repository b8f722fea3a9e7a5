"""The end of what is deprecated, as it was approved: when it may go, and that it is not brought forward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from handfast.spec.deprecation import SUNSET, day
from handfast.spec.document import Document
from handfast.spec.operations import operations


def is_over(old: Document, pointer: str, today: date) -> bool:
    """Whether the operation at a pointer, or all those of the path there, were announced to end by today."""
    below = f"{pointer}/"
    ends = [_end(node) for at, _, _, node in operations(old) if f"{at}/".startswith(below)]
    return bool(ends) and all(end is not None and end <= today for end in ends)


def brought_forward(old: Document, new: Document) -> Iterator[tuple[str, str, str]]:
    """Operations that end before the day that was announced, as (pointer, operation, what is wrong)."""
    before = {(path, method): _end(node) for _, path, method, node in operations(old)}
    for pointer, path, method, node in operations(new):
        was, now = before.get((path, method)), _end(node)
        if was and now and now < was:
            yield pointer, f"{method.upper()} {path}", f"{SUNSET} is {now}, and was {was}"


def _end(node: dict[str, Any]) -> date | None:
    return day(node.get(SUNSET)) if node.get("deprecated") is True else None
