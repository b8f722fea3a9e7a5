"""The operations of a document, and what a document says about each in more than one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from handfast import names
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.pointers import child

Found = Iterator[tuple[str, str, str, dict[str, Any]]]


def operations(document: Document) -> Found:
    """Each operation as (pointer, path, method, node), in the document's order."""
    return _operations(document, "paths")


def webhooks(document: Document) -> Found:
    """What the API asks of its clients' servers, as (pointer, name, method, node)."""
    return _operations(document, "webhooks")


def _operations(document: Document, section: str) -> Found:
    for path, item in mapping(document.data.get(section)).items():
        node = document.resolve(item)
        for method, operation in node.items() if isinstance(node, dict) else ():
            if method in grammar.METHODS and isinstance(operation, dict):
                yield child("", section, path, method), path, method, operation
        others = node.get("additionalOperations") if isinstance(node, dict) else None
        for method, operation in others.items() if isinstance(others, dict) else ():
            if isinstance(operation, dict):
                yield child("", section, path, "additionalOperations", method), path, method, operation


Revise = Callable[[str, str, dict[str, Any]], dict[str, Any] | None]


def revised(document: Document, revise: Revise, section: str = "paths") -> Document:
    """The document with what `revise(path, method, node)` makes of each operation; those that it gives None for go."""
    given = mapping(document.data.get(section))
    paths = {path: _revised(document, path, item, revise) for path, item in given.items()}
    if all(paths[path] is item for path, item in given.items()):
        return document
    return replace(
        document, data={**document.data, section: {path: item for path, item in paths.items() if item is not None}}
    )


def _revised(document: Document, path: str, item: Any, revise: Revise) -> Any:
    """A path item, the same one if nothing of it changes; None if no operation of it is left."""
    node = document.resolve(item)
    if not isinstance(node, dict):
        return item
    own = {key: value for key, value in node.items() if key in grammar.METHODS}
    others = mapping(node.get("additionalOperations"))
    made, made_others = _each(path, own, revise), _each(path, others, revise)
    if made == own and made_others == others:
        return item
    if not (made or made_others):
        return None
    kept = {key: made.get(key, value) for key, value in node.items() if key not in own or key in made}
    return kept | ({"additionalOperations": made_others} if others else {})


def _each(path: str, found: dict[str, Any], revise: Revise) -> dict[str, Any]:
    made = {method: revise(path, method, node) if isinstance(node, dict) else node for method, node in found.items()}
    return {method: node for method, node in made.items() if node is not None}


def parameters(document: Document, path: str, node: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation: those of its path, replaced or added to by its own."""
    item = document.resolve(document.data["paths"][path])
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for parameter in [*item.get("parameters", []), *node.get("parameters", [])]:
        resolved = document.resolve(parameter)
        if "in" in resolved and "name" in resolved:
            merged[resolved["in"], resolved["name"]] = resolved
    return list(merged.values())


def demanded(document: Document, node: dict[str, Any]) -> list[dict[str, Any]]:
    """What an operation asks for, its own or the document's: alternatives of schemes; `{}` is nobody.

    Without any there is nothing to ask for, as with that one.
    """
    given = node.get("security", document.data.get("security"))
    return [item for item in given if isinstance(item, dict)] if isinstance(given, list) and given else [{}]


def schemes(document: Document, node: dict[str, Any]) -> dict[str, Any]:
    """The security schemes that an operation asks for by name; None for what is not there."""
    known = mapping(mapping(document.data.get("components")).get("securitySchemes"))
    return {name: known.get(name) for alternative in demanded(document, node) for name in alternative}


def responses(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The responses of an operation by their status: a number, a class such as `4XX`, or `default`."""
    return ((status, item) for status, item in mapping(node.get("responses")).items() if not status.startswith("x-"))


def mapping(node: Any) -> dict[str, Any]:
    """The node; an empty one for what is none, as in a document that nobody has mended."""
    return node if isinstance(node, dict) else {}


def called(path: str, method: str, node: dict[str, Any]) -> str:
    """What an operation is called: as its author did, or by its method and path."""
    given = str(node.get("operationId") or "")
    return given if names.words(given) else f"{method} {words_of(path)}"


def words_of(path: str) -> str:
    """`/pets/{petId}/toys` -> `pets by petId toys`."""
    return path.replace("{", " by ").replace("}", " ")
