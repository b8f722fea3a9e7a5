"""Versions of rows, as entity tags (RFC 9110, 8.8.3): `"7"`."""

import re

TAG = re.compile(r'(W/)?"([^"]*)"')
VERSION = re.compile(r"[1-9][0-9]{0,8}")


def entity_tag(version: int) -> str:
    return f'"{version}"'


def versions_named(if_match: str | None) -> list[int] | None:
    """List the versions that If-Match accepts; None is any. A weak tag matches nothing."""
    if if_match is None or if_match.strip() == "*":
        return None
    return [int(text) for weak, text in TAG.findall(if_match) if not weak and VERSION.fullmatch(text)]
