"""Drafts: operations that nobody promises yet. Nothing is claimed of them, and they are not in what clients get."""

from typing import Any

from contract_tests.spec.shape import METHODS
from contract_tests.spec.sources import pointer_tokens


def leave_out_drafts(document: dict[str, Any]) -> None:
    """Take them out of a document without references, and the links to them with them."""
    paths: dict[str, Any] = document.get("paths", {})
    drafts = set[str]()
    for path, item in list(paths.items()):
        for method in [each for each in METHODS if each in item and _is_draft(item[each])]:
            drafts |= {f"{path} {method}", str(item.pop(method).get("operationId", ""))}
        if drafts and not any(method in item for method in METHODS):
            del paths[path]
    for item in paths.values() if drafts else ():
        for method in METHODS:
            for response in item.get(method, {}).get("responses", {}).values():
                _unlink(response, drafts - {""})


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
