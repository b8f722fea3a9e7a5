"""A document in the files of the house: a root, a file of paths for each tag, a file for each kind of component."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handfast import names
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.operations import mapping, words_of
from handfast.spec.pointers import child, split

ROOT = "openapi.yaml"
_PARTS = {"paths", "components"}
_STAYS = {"securitySchemes"}
"""Kinds that the root names itself: nothing refers to them by `$ref`."""


class Splitting:
    """Which file each part of a document goes to, and under which key."""

    def __init__(self, document: Document) -> None:
        self._data = document.data
        self._paths = dict(_places(document))
        self._components = mapping(self._data.get("components"))
        self._kinds = [kind for kind in self._components if kind not in _STAYS]

    def files(self) -> dict[str, Any]:
        """The content of each file, by its path; together they say what the document says."""
        found: dict[str, Any] = {}
        root = {key: self._referring(node, ROOT) for key, node in self._data.items() if key not in _PARTS}
        root["paths"] = {path: {"$ref": f"{file}#{child('', key)}"} for path, (file, key) in self._paths.items()}
        for path, (file, key) in self._paths.items():
            found.setdefault(file, {})[key] = self._referring(self._data["paths"][path], file)
        kept = {kind: self._referring(self._components[kind], ROOT) for kind in self._components if kind in _STAYS}
        if kept:
            root["components"] = kept
        for kind in self._kinds:
            file = f"components/{kind}.yaml"
            found[file] = self._referring(self._components[kind], file)
        return {ROOT: root, **found}

    def _referring(self, node: Any, file: str) -> Any:
        """The node with every local reference as it is written in that file."""
        if isinstance(node, list):
            return [self._referring(item, file) for item in node]
        if not isinstance(node, dict):
            return node
        made = {key: self._referring(item, file) for key, item in node.items()}
        if isinstance(node.get("$ref"), str):
            made["$ref"] = self._reference(node["$ref"], file)
        mapping = node.get("mapping")
        if isinstance(mapping, dict) and isinstance(node.get("propertyName"), str):
            made["mapping"] = {
                value: self._reference(item, file) if isinstance(item, str) else item for value, item in mapping.items()
            }
        return made

    def _reference(self, reference: str, file: str) -> str:
        if not reference.startswith("#/"):
            return reference
        match split(reference[1:]):
            case ["components", kind, *rest] if kind in self._kinds:
                return _relative(f"components/{kind}.yaml", child("", *rest), file)
            case ["paths", path, *rest] if path in self._paths:
                there, key = self._paths[path]
                return _relative(there, child("", key, *rest), file)
        return _relative(ROOT, reference[1:], file)


def _places(document: Document) -> Iterator[tuple[str, tuple[str, str]]]:
    """Where each path goes: to the file of its first operation's first tag, under a key of its own."""
    taken: dict[str, set[str]] = {}
    for path, item in mapping(document.data.get("paths")).items():
        if path.startswith("x-"):
            continue
        node = document.resolve(item)
        tags = [
            operation["tags"][0]
            for method, operation in mapping(node).items()
            if method in grammar.METHODS and isinstance(mapping(operation).get("tags"), list) and operation["tags"]
        ]
        file = f"paths/{_slug(str(tags[0]) if tags else 'default')}.yaml"
        key = _free(_slug(words_of(path)) or "root", taken.setdefault(file, set()))
        yield path, (file, key)


def _slug(text: str) -> str:
    return "_".join(names.words(text)).lower()


def _free(key: str, taken: set[str]) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}_{number}"
    taken.add(free)
    return free


def _relative(there: str, pointer: str, here: str) -> str:
    """How `there` is called in `here`; both are at most one folder deep."""
    if there == here:
        return f"#{pointer}"
    up = "../" if "/" in here else ""
    folder = here.rpartition("/")[0]
    if folder and there.startswith(f"{folder}/"):
        return f"{there.removeprefix(f'{folder}/')}#{pointer}"
    return f"{up}{there}#{pointer}"
