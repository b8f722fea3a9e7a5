"""What nothing is claimed of: drafts, that nobody promises yet, and what nobody has written yet.

Drafts are not in what clients get.
"""

from collections.abc import Callable, Collection
from typing import Any

from contract_tests.spec.shape import METHODS
from contract_tests.spec.sources import pointer_tokens


def leave_out_drafts(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Take them out of a document without references, and the links to them; gives the method and path of each."""
    return _leave_out(document, lambda operation, _: _is_draft(operation))


def leave_out_unwritten(document: dict[str, Any], names: Collection[str]) -> set[tuple[str, str]]:
    """Take operations out by their ids, likewise; gives the method and path of each."""
    return _leave_out(document, lambda operation, place: operation.get("operationId", place) in names)


def _leave_out(document: dict[str, Any], is_out: Callable[[Any, str], bool]) -> set[tuple[str, str]]:
    paths: dict[str, Any] = document.get("paths", {})
    out, places = set[str](), set[tuple[str, str]]()
    for path, item in list(paths.items()):
        for method in [each for each in METHODS if each in item and is_out(item[each], f"{each.upper()} {path}")]:
            out |= {f"{path} {method}", str(item.pop(method).get("operationId", ""))}
            places.add((method.upper(), path))
        if places and not any(method in item for method in METHODS):
            del paths[path]
    for item in paths.values() if places else ():
        for method in METHODS:
            for response in item.get(method, {}).get("responses", {}).values():
                _unlink(response, out - {""})
    return places


def _is_draft(operation: Any) -> bool:
    return isinstance(operation, dict) and operation.get("x-stability-level") == "draft"


def _unlink(response: Any, drafts: set[str]) -> None:
    links = response.get("links", {}) if isinstance(response, dict) else {}
    for name in [name for name, link in links.items() if _target(link) in drafts]:
        del links[name]
    if not links and isinstance(response, dict):
        response.pop("links", None)


def _target(link: dict[str, Any]) -> str:
    if "operationRef" not in link:
        return str(link.get("operationId"))
    return " ".join(pointer_tokens(str(link["operationRef"]).partition("#")[2])[-2:])
