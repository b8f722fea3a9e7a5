"""Deprecation: whoever is told that an operation goes is told when."""

from __future__ import annotations

from collections.abc import Iterator

from handfast.findings import Finding
from handfast.lint.reading import every_operation
from handfast.spec.deprecation import SINCE, SUNSET, day
from handfast.spec.document import Document


def ends(document: Document) -> Iterator[Finding]:
    """What is deprecated has a day from which it may be gone, and only that; it is not before the one since when."""
    for operation in every_operation(document):
        node = operation.node
        if node.get("deprecated") is True and SUNSET not in node:
            yield operation.finding(f"is deprecated, but no {SUNSET} says until when it is there", "deprecated")
        for word in (SUNSET, SINCE):
            if word in node and node.get("deprecated") is not True:
                yield operation.finding(f"has {word}, but is not deprecated", word)
            elif isinstance(node.get(word), str) and day(node[word]) is None:
                yield operation.finding(f"{word} is a day, such as 2027-01-31", word)
        since, sunset = day(node.get(SINCE)), day(node.get(SUNSET))
        if since and sunset and since > sunset:
            yield operation.finding(f"{SUNSET} is before {SINCE}", SUNSET)
