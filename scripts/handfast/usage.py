"""Which schemas a document uses where."""

from __future__ import annotations

from typing import Any

from handfast import grammar
from handfast.document import Document
from handfast.pointers import split

_PROBLEM_JSON = "application/problem+json"


def problem_schemas(document: Document) -> set[str]:
    """The component schemas that only problem responses need; `problems.py` stands for them."""
    components = document.data.get("components", {}).get("schemas", {})
    problems = [schema for schema, is_problem in _bodies(document) if is_problem]
    others = [schema for schema, is_problem in _bodies(document) if not is_problem]
    only = _reachable(components, problems) - _reachable(components, others)
    return only & set(components)


def _bodies(document: Document) -> list[tuple[Any, bool]]:
    """Each schema that stands outside of the component schemas, and whether it is a problem's."""
    found = []
    for kind, node, pointer in document.objects():
        if kind == "schema" and not pointer.startswith("/components/schemas/"):
            found.append((node, _PROBLEM_JSON in split(pointer)))
    return found


def _reachable(components: dict[str, Any], roots: list[Any]) -> set[str]:
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        for _, node, _ in grammar.descend("schema", waiting.pop()):
            reference = node.get("$ref") if isinstance(node, dict) else None
            tokens = split(str(reference).removeprefix("#")) if reference else []
            if tokens[:2] == ["components", "schemas"] and tokens[2] not in seen:
                seen.add(tokens[2])
                waiting.append(components.get(tokens[2]))
    return seen
