"""Media types: how a body of one is written, and what a person would call it."""

from __future__ import annotations

from handfast import names

PROBLEM_JSON = "application/problem+json"
_NO_NAMES = {"vnd", "x", "prs"}  # trees of subtypes


def base_of(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    base = base_of(media_type)
    return base in ("application/json", "text/json") or base.endswith(("+json", "/*+json"))


def is_form(media_type: str) -> bool:
    """Whether a body has fields."""
    return base_of(media_type) in ("application/x-www-form-urlencoded", "multipart/form-data")


def is_range(media_type: str) -> bool:
    return "*" in media_type


def short_name(media_type: str) -> str:
    """`text/csv` -> `Csv`, `application/vnd.ms-excel` -> `MsExcel`, `image/*` -> `Image`, `*/*` -> `Any`."""
    kind, _, subtype = base_of(media_type).partition("/")
    words = names.words((kind if is_range(subtype) else subtype).replace("*", "any"))
    return names.pascal(" ".join(word for word in words if word not in _NO_NAMES) or kind)
