"""Telling apart: what fits several branches of a `oneOf`, made to fit one alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast.examples.flattening import Flattening
from handfast.examples.schemas import Schemas
from handfast.examples.unfit import Unfit

_PLAIN: tuple[Any, ...] = ("text", 1.5, -1, 0, 7, "", True, None, [], {})  # some of which one branch takes alone
_MOST = 8


def told_apart(schemas: Schemas, schema: dict[str, Any], value: Any) -> Iterator[Any]:
    """Values like one that fits too many branches, each with members that another branch has and does not take so."""
    if not isinstance(value, dict):
        yield from _PLAIN
        return
    fitting = [branch for branch in schema["oneOf"] if schemas.fits(branch, value)]
    for own in fitting[:_MOST]:
        made: dict[str, Any] | None = value
        for other in fitting:
            if other is not own and made is not None and schemas.fits(other, made):
                made = _against(schemas, own, other, made)
        if made is not None:
            yield made


def _against(schemas: Schemas, own: Any, other: Any, value: dict[str, Any]) -> dict[str, Any] | None:
    """The value with a member that its own branch takes and the other does not, if there is one."""
    ours = _properties(schemas, own)
    for name, item in _properties(schemas, other).items():
        enumerated = schemas.resolve(ours.get(name, {}))
        values = enumerated.get("enum", ()) if isinstance(enumerated, dict) else ()
        for member in (*values, *_PLAIN):
            changed = {**value, name: member}
            if not schemas.fits(item, member) and schemas.fits(own, changed):
                return changed
    return None


def _properties(schemas: Schemas, branch: Any) -> dict[str, Any]:
    try:
        flat = next(Flattening(schemas).of(branch), {})
    except Unfit:
        return {}
    return dict(flat.get("properties", {}))
