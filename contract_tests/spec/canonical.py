"""Documents in a form in which two are equal if they mean the same, whatever their components are called."""

from collections.abc import Callable, Iterator
from typing import Any

from contract_tests.spec.drafts import leave_out_drafts
from contract_tests.spec.shape import METHODS
from contract_tests.spec.sources import pointer_tokens

# Between the authors, the toolchain and this suite: not for clients, so not in what is served.
UNPUBLISHED = {"x-caller-owned", "x-counts-by", "x-needs", "x-discloses", "x-adds", "x-set-by-server", "x-encoded"}

# What a server may publish of its own accord, where x-sunset stands.
ANNOUNCING = {"sunset", "deprecation"}


def canonical(document: dict[str, Any], leave_out: Callable[[dict[str, Any]], object] = dict) -> dict[str, Any]:
    """The document with every reference replaced by what it leads to, and no components left but security schemes.

    `leave_out` takes out what is not to be looked at.
    """
    kept = {key: _dereferenced(item, document, ()) for key, item in document.items() if key != "components"}
    leave_out_drafts(kept)
    leave_out(kept)
    kept["paths"] = {path: _unannounced(_own_parameters(item)) for path, item in kept["paths"].items()}
    used = {tag for item in kept["paths"].values() for each in item.values() for tag in _tags(each)}
    kept["tags"] = [tag for tag in kept.get("tags", []) if tag.get("name") in used]
    schemes = document.get("components", {}).get("securitySchemes", {})
    return kept | {"components": {"securitySchemes": _dereferenced(schemes, document, ())}}


def published(node: Any) -> Any:
    """What clients get to see of a document."""
    if isinstance(node, list):
        return [published(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: published(item) for key, item in node.items() if key not in UNPUBLISHED}


def unequal(authored: Any, served: Any, pointer: str = "") -> Iterator[str]:
    """Where two documents differ, as JSON pointers with both values."""
    if isinstance(authored, dict) and isinstance(served, dict):
        for key in authored.keys() | served.keys():
            below = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
            if key not in authored or key not in served:
                yield f"{below} is {'served' if key in served else 'authored'} only"
            else:
                yield from unequal(authored[key], served[key], below)
    elif isinstance(authored, list) and isinstance(served, list) and len(authored) == len(served):
        for index, (one, other) in enumerate(zip(authored, served, strict=True)):
            yield from unequal(one, other, f"{pointer}/{index}")
    elif authored != served or type(authored) is not type(served):
        yield f"{pointer}: authored {authored!r:.300}, served {served!r:.300}"


def _dereferenced(node: Any, document: dict[str, Any], above: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_dereferenced(item, document, above) for item in node]
    if not isinstance(node, dict):
        return node
    siblings = {key: _dereferenced(item, document, above) for key, item in node.items() if key != "$ref"}
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return siblings if reference is None else siblings | {"$ref": _dereferenced(reference, document, above)}
    if reference in above:
        return {"$ref": f"{len(above) - above.index(reference)} levels up"} | siblings
    target: Any = document
    for token in pointer_tokens(reference.partition("#")[2]):
        target = target[token]
    return _dereferenced(target, document, (*above, reference)) | siblings


def _tags(operation: Any) -> list[Any]:
    return list(operation.get("tags", [])) if isinstance(operation, dict) else []


def _unannounced(item: dict[str, Any]) -> dict[str, Any]:
    """A path item without the headers that say until when an operation is there: of some, x-sunset says it already."""
    copy = dict(item)
    for method in METHODS:
        responses = item[method].get("responses") if method in item and "x-sunset" in item[method] else None
        if isinstance(responses, dict):
            copy[method] = item[method] | {"responses": {key: _unheaded(each) for key, each in responses.items()}}
    return copy


def _unheaded(response: Any) -> Any:
    if not isinstance(response, dict) or not isinstance(response.get("headers"), dict):
        return response
    headers = {name: each for name, each in response["headers"].items() if name.lower() not in ANNOUNCING}
    kept = {key: each for key, each in response.items() if key != "headers"}
    return kept | ({"headers": headers} if headers else {})


def _own_parameters(item: dict[str, Any]) -> dict[str, Any]:
    """A path item whose parameters stand in its operations."""
    shared = item.get("parameters", [])
    own = {key: value for key, value in item.items() if key != "parameters"}
    for method in METHODS:
        if method in own:
            merged = {(each["in"], each["name"]): each for each in [*shared, *own[method].get("parameters", [])]}
            if merged:
                own[method] = own[method] | {"parameters": list(merged.values())}
    return own
