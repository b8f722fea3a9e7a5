"""What OpenAPI has no word for: our extensions, each with where it stands and what it means.

Published ones stay in the served document, because a client gains from them; the others are between the authors,
the toolchain and the contract suite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from handfast.spec import grammar


@dataclass(frozen=True, slots=True)
class Extension:
    """One `x-` word: the kinds of object that may carry it, its JSON type, and whether clients see it."""

    kinds: frozenset[str]
    type: type
    meaning: str
    published: bool = True


EXTENSIONS = {
    "x-owner": Extension(frozenset({"parameter"}), bool, "must be the caller's user id, or 403"),
    "x-caller-owned": Extension(
        frozenset({"operation"}), bool, "returns or touches what is the caller's alone", published=False
    ),
    "x-filter": Extension(frozenset({"parameter"}), str, "keeps the items whose property has this value"),
    "x-compare": Extension(
        frozenset({"parameter"}), str, "the filter keeps the items whose property is above or below its value"
    ),
    "x-search": Extension(frozenset({"parameter"}), list, "keeps the items that have this text in a property"),
    "x-sort": Extension(frozenset({"parameter"}), dict, "orders the items by a property"),
    "x-order": Extension(frozenset({"operation"}), list, "the order of the items when nobody asks for another"),
    "x-nulls": Extension(
        frozenset({"parameter"}), str, "items without the value that orders them stand first or last, both ways"
    ),
    "x-any-case": Extension(frozenset({"schema"}), bool, "texts that differ in case only are the same"),
    "x-current": Extension(
        frozenset({"schema"}), bool, "true of the one item that is what the request came with: a log-in or a key"
    ),
    "x-idempotency-key": Extension(
        frozenset({"parameter"}), bool, "what is sent again with the same value is done once, and answered as at first"
    ),
    "x-page": Extension(frozenset({"operation"}), dict, "how to walk the list"),
    "x-needs": Extension(frozenset({"operation"}), list, "what must be up for it, or 503", published=False),
    "x-counts-by": Extension(
        frozenset({"operation"}), list, "of what each has a limit of its own, before 429", published=False
    ),
    "x-discloses": Extension(
        frozenset({"response"}), str, "a deliberate disclosure across users, and why", published=False
    ),
    "x-item-schema": Extension(
        frozenset({"mediaType"}), dict, "each item of a stream fits this schema: the `itemSchema` of OpenAPI 3.2"
    ),
    "x-stream": Extension(
        frozenset({"mediaType"}), dict, "which events end the stream, and which pieces of text make which whole"
    ),
    "x-adds": Extension(
        frozenset({"link"}), list, "the items that are new in the list which the link leads to", published=False
    ),
    "x-set-by-server": Extension(
        frozenset({"header"}), bool, "the server sends it by itself, no handler gives it", published=False
    ),
    "x-encoded": Extension(
        frozenset({"mediaType"}), bool, "the handler gives the bytes as they go on the wire", published=False
    ),
    "x-stability-level": Extension(
        frozenset({"operation"}), str, "whether it is promised: a draft is not, and kept from clients"
    ),
    "x-sunset": Extension(frozenset({"operation"}), str, "the day from which what is deprecated may be gone"),
    "x-deprecated-since": Extension(frozenset({"operation"}), str, "the day since which it is deprecated"),
}


def published(document: dict[str, Any]) -> dict[str, Any]:
    """The document as clients get it: valid JSON, without the extensions that are none of their business."""
    hidden = {name for name, extension in EXTENSIONS.items() if not extension.published}
    made: dict[str, Any] = _finite(_without(document, "document", hidden))
    return made


def _finite(value: Any) -> Any:
    """The data without numbers that JSON cannot write."""
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _without(node: dict[str, Any], kind: str, hidden: set[str]) -> dict[str, Any]:
    copy = {key: item for key, item in node.items() if key not in hidden}
    return grammar.rebuilt(kind, copy, lambda child_kind, item, _: _without(item, child_kind, hidden))
