"""Is it a document at all? What is read of it has to be of the kind that it is read as, or nothing makes sense."""

import re
from typing import Any

from contract_tests.spec.sources import Mapping, SourceError

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def check_shape(data: Mapping) -> None:
    """Raise SourceError with the line of the first thing that is of another kind than it has to be."""
    for path, item in _mapping(data, "paths").items():
        _mapping(data["paths"], path)
        _check_parameters(item)
        for method in METHODS:
            if method in item:
                operation = _mapping(item, method)
                _check_parameters(operation)
                _check_operation(operation)


def _check_operation(operation: Mapping) -> None:
    _list(operation, "security")
    for status, response in _mapping(operation, "responses").items():
        _mapping(operation["responses"], status)
        _check_content(response)
        for name in ("headers", "links"):
            for each in _mapping(response, name):
                _mapping(response[name], each)
    _check_content(_mapping(operation, "requestBody"))


def _check_content(holder: Mapping) -> None:
    for media_type in _mapping(holder, "content"):
        _mapping(holder["content"], media_type)


def _check_parameters(holder: Mapping) -> None:
    for each in _list(holder, "parameters"):
        if not isinstance(each, Mapping) or not {"name", "in"} <= each.keys():
            raise SourceError(f"{holder.place_of('parameters')}: each of `parameters` has a `name` and an `in`")


def _mapping(holder: Any, key: str) -> Mapping:
    found = holder.get(key, Mapping()) if isinstance(holder, Mapping) else Mapping()
    if not isinstance(found, Mapping):
        raise SourceError(f"{holder.place_of(key)}: `{key}` has to be a mapping")
    return found


def _list(holder: Any, key: str) -> list[Any]:
    found = holder.get(key, []) if isinstance(holder, Mapping) else []
    if not isinstance(found, list):
        raise SourceError(f"{holder.place_of(key)}: `{key}` has to be a list")
    return found


def implied_parameters(item: Mapping, path: str) -> dict[tuple[str, str], Mapping]:
    """Parameters that stand in a path, whether anything is said of them or not."""
    told = {"in": "path", "required": True, "schema": {"type": "string"}}
    names = re.findall(r"\{([^{}]+)\}", path)
    return {("path", name): Mapping({"name": name, **told}).placed_as(item) for name in names}
