"""A whole document in one piece: its files bundled, and for each node the place where its author wrote it.

Bundling keeps what the author wrote. A `$ref` to another file becomes a `$ref` to a component of this document
(or, for a path item, the path item itself); everything else stays as it is, so a document of one file is unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from handfast import grammar
from handfast.findings import Finding, FindingsError, Location
from handfast.pointers import child, find, from_fragment, split
from handfast.source import Source, read_source


@dataclass
class Document:
    """A bundled document. `data` is one tree with local references only, but for those that lead nowhere.

    `findings` are the files and references that cannot be read; `broken` are the pointers of such references.
    """

    data: dict[str, Any]
    sources: list[Source]
    origins: dict[str, tuple[Source, str]]
    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def locate(self, pointer: str, *, key: bool = False) -> Location:
        """Where a node of the bundle was written; its key instead of its value if asked."""
        source, place = self.origin(pointer)
        return source.locate(place, key=key)

    def origin(self, pointer: str) -> tuple[Source, str]:
        """The file that a node of the bundle came from, and its pointer there."""
        prefix = pointer
        while prefix not in self.origins:
            prefix = prefix.rpartition("/")[0]
        source, place = self.origins[prefix]
        return source, place + pointer[len(prefix) :]

    def resolve(self, node: Any) -> Any:
        """The node itself, or what it refers to through any number of references."""
        for _ in range(50):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return node
            try:
                target = self.find(node["$ref"])
            except LookupError:
                return {}
            node = {**target, **_siblings(node)} if isinstance(target, dict) else target
        return {}

    def find(self, reference: str) -> Any:
        """The node that a local reference names. Raises LookupError where there is none."""
        return find(self.data, split(from_fragment(reference.removeprefix("#"))))

    def objects(self) -> Iterator[tuple[str, Any, str]]:
        """Every OpenAPI object of the document as (kind, node, pointer), parents first."""
        return grammar.descend("document", self.data)


def _siblings(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key in ("summary", "description")}


def load(path: Path) -> Document:
    """Reads and bundles the document at a path. Raises FindingsError with everything that cannot be read."""
    document = load_as_is(path)
    if document.findings:
        raise FindingsError(document.findings)
    return document


def load_as_is(path: Path) -> Document:
    """The same for a document that may have broken parts; only a root that is no document raises."""
    root = read_source(path)
    if not isinstance(root.data, dict) or not str(root.data.get("openapi", "")).startswith("3."):
        raise FindingsError([Finding(root.locate(""), "is no OpenAPI 3 document: it has no `openapi: 3.…`")])
    return _Bundler(root).bundle()


@dataclass
class _Bundler:
    root: Source
    sources: dict[Path, Source] = field(default_factory=dict)
    names: dict[tuple[Path, str, str], str] = field(default_factory=dict)
    origins: dict[str, tuple[Source, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    hoisted: dict[str, dict[str, Any]] = field(default_factory=dict)
    inlining: list[tuple[Path, str]] = field(default_factory=list)

    def bundle(self) -> Document:
        self.sources[self.root.path.resolve()] = self.root
        self.origins[""] = (self.root, "")
        data = self._copy("document", self.root.data, self.root, "", "")
        components = data.setdefault("components", {}) if self.hoisted else {}
        for section, entries in sorted(self.hoisted.items()):
            components[section] = {**components.get(section, {}), **dict(sorted(entries.items()))}
        return Document(data, list(self.sources.values()), self.origins, self.findings, self.broken)

    def _copy(self, kind: str, node: Any, source: Source, place: str, pointer: str) -> Any:
        """A copy of a node with its references made local. `place` is in the source, `pointer` in the bundle."""
        if isinstance(node.get("$ref"), str):
            return self._reference(kind, node, source, place, pointer)
        if "$ref" in node:
            self.findings.append(Finding(source.locate(child(place, "$ref")), "$ref takes a text"))
            self.broken.add(pointer)
        copy = grammar.rebuilt(
            kind, node, lambda kind, item, below: self._copy(kind, item, source, place + below, pointer + below)
        )
        if kind == "schema":
            self._localise_mapping(copy, source, place)
        return copy

    def _reference(self, kind: str, node: dict[str, Any], source: Source, place: str, pointer: str) -> Any:
        found = self._target(node["$ref"], source, child(place, "$ref"))
        if found is None:
            self.broken.add(pointer)
            return node
        target, target_place, value = found
        if target is self.root and kind != "pathItem":
            return {**node, "$ref": "#" + _escaped(target_place)}
        if kind == "pathItem":
            identity = (target.path.resolve(), target_place)
            if identity in self.inlining:
                self.findings.append(Finding(source.locate(place), f"$ref {node['$ref']} leads back to itself"))
                self.broken.add(pointer)
                return node
            self.origins[pointer] = (target, target_place)
            self.inlining.append(identity)
            inlined = self._copy(kind, value, target, target_place, pointer)
            self.inlining.pop()
            return {**inlined, **{key: item for key, item in node.items() if key != "$ref"}}
        return {**node, "$ref": self._hoist(kind, target, target_place, value)}

    def _target(self, reference: str, source: Source, place: str) -> tuple[Source, str, Any] | None:
        file, _, fragment = reference.partition("#")
        target: Source | None = source
        if "://" in file:
            self.findings.append(Finding(source.locate(place), f"{reference} is remote; nothing is fetched"))
            return None
        if file:
            target = self._source(source.path.parent / unquote(file), source, place)
        if target is None:
            return None
        pointer = from_fragment(fragment)
        try:
            return target, pointer, find(target.data, split(pointer))
        except LookupError:
            self.findings.append(Finding(source.locate(place), f"$ref {reference} leads nowhere"))
            return None

    def _source(self, path: Path, source: Source, place: str) -> Source | None:
        key = path.resolve()
        if key not in self.sources:
            if not key.is_file():
                self.findings.append(Finding(source.locate(place), f"$ref to {path.name}: there is no such file"))
                return None
            try:
                self.sources[key] = read_source(key)
            except FindingsError as error:
                self.findings.extend(error.findings)
                return None
        return self.sources[key]

    def _hoist(self, kind: str, source: Source, place: str, value: Any) -> str:
        """Puts a node of another file into the components, once, and gives the reference to it."""
        section = grammar.SECTIONS.get(kind, "schemas")
        identity = (source.path.resolve(), place, section)
        if identity not in self.names:
            name = self._free_name(section, source, place)
            self.names[identity] = name
            pointer = child("", "components", section, name)
            self.origins[pointer] = (source, place)
            entries = self.hoisted.setdefault(section, {})
            entries[name] = None  # taken, so that a recursive reference below finds its name free of others
            entries[name] = self._copy(kind, value, source, place, pointer)
        return "#" + _escaped(child("", "components", section, self.names[identity]))

    def _free_name(self, section: str, source: Source, place: str) -> str:
        tokens = split(place)
        stem = source.path.name.split(".")[0]
        own = self.root.data.get("components", {}).get(section, {})
        taken = {*own, *self.hoisted.get(section, {})}
        name = tokens[-1] if tokens else stem
        if name in taken and tokens:
            name = f"{stem}_{name}"
        number = 2
        while name in taken:
            name, number = f"{name.rstrip('0123456789')}{number}", number + 1
        return name

    def _localise_mapping(self, schema: dict[str, Any], source: Source, place: str) -> None:
        discriminator = schema.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        if not isinstance(mapping, dict):
            return
        local = dict(mapping)
        for value, reference in mapping.items():
            if "#" in str(reference) or str(reference).endswith((".yaml", ".yml", ".json")):
                at = child(place, "discriminator", "mapping", value)
                found = self._target(reference, source, at)
                if found is not None and found[0] is not self.root:
                    local[value] = self._hoist("schema", *found)
        schema["discriminator"] = {**discriminator, "mapping": local} if isinstance(discriminator, dict) else {}


def _escaped(pointer: str) -> str:
    return pointer.replace("%", "%25").replace(" ", "%20")
