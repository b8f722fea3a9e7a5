"""Bundling: the files of a document as one tree with local references.

A node of another file becomes a component, once, under the name that the root gives it or under its own. What has no
section in the components (a path item, an operation, a whole map) is put where it is referred to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from handfast.findings import Finding, FindingsError
from handfast.spec import grammar
from handfast.spec.document import Document
from handfast.spec.pointers import child, find, from_fragment, split
from handfast.spec.prose import with_prose
from handfast.spec.scopes import enclosed
from handfast.spec.source import Source, read_source

_DEEPEST = 50


@dataclass
class Bundler:
    root: Source
    lenient: bool = False
    sources: dict[Path, Source] = field(default_factory=dict)
    names: dict[tuple[Path, str, str], str] = field(default_factory=dict)
    origins: dict[str, tuple[Source, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    hoisted: dict[str, dict[str, Any]] = field(default_factory=dict)
    unreadable: set[Path] = field(default_factory=set)
    files: dict[Path, Path] = field(default_factory=dict)
    inlining: list[tuple[Path, str]] = field(default_factory=list)

    def bundle(self) -> Document:
        self.sources[self.root.file] = self.root
        self.origins[""] = (self.root, "")
        self.findings.extend(self.root.findings)
        self._claim_names()
        data = self._copy("document", self.root.data, self.root, "", "")
        components = data.setdefault("components", {}) if self.hoisted else {}
        for section, entries in sorted(self.hoisted.items()):
            components[section] = {**components.get(section, {}), **dict(sorted(entries.items()))}
        return Document(data, list(self.sources.values()), self.origins, self.findings, self.broken)

    def _claim_names(self) -> None:
        """What the root's components say of another file is known under the name that they give it."""
        for section in grammar.SECTIONS.values():
            source, place, entries = self._followed(self.root, child("", "components", section))
            for name, entry in entries.items() if isinstance(entries, dict) else ():
                if _only_reference(entry):
                    target = self._target(entry["$ref"], source, child(place, name, "$ref"))
                    if target is not None and target[0] is not self.root:
                        self.names.setdefault((target[0].file, target[1], section), name)

    def _followed(self, source: Source, pointer: str) -> tuple[Source, str, Any]:
        """Where the root's node at a pointer really is; nothing if it is not there."""
        try:
            found, place, value = self._walk(source, split(pointer))
            while _only_reference(value):
                target = self._target(value["$ref"], found, child(place, "$ref"))
                if target is None:
                    break
                found, place, value = target
        except LookupError:
            return source, pointer, None
        return found, place, value

    def _copy(self, kind: str, node: Any, source: Source, place: str, pointer: str) -> Any:
        """A copy of a node with its references made local. `place` is in the source, `pointer` in the bundle."""
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            return self._reference(kind, node, source, place, pointer)
        if "$ref" in node and kind in grammar.FIELDS:
            self.findings.append(Finding(source.locate(child(place, "$ref")), "$ref takes a text"))
            self.broken.add(pointer)
        copy = grammar.rebuilt(
            kind, node, lambda kind, item, below: self._copy(kind, item, source, place + below, pointer + below)
        )
        for name, holds in grammar.FIELDS.get(kind, {}).items():
            if holds[0] in "{[" and isinstance(node.get(name), dict) and isinstance(node[name].get("$ref"), str):
                copy[name] = self._collection(holds, node[name], source, child(place, name), child(pointer, name))
        if kind == "schema":
            self._localise_mapping(copy, source, place)
        return with_prose(copy, source.path.parent)

    def _collection(self, holds: str, node: dict[str, Any], source: Source, place: str, pointer: str) -> Any:
        """A map or list of objects that is itself a reference, written out."""
        found = self._target(node["$ref"], source, child(place, "$ref"))
        if found is None:
            self.broken.add(pointer)
            return {} if holds[0] == "{" else []
        target, target_place, value = found
        if self._holds_itself(found, node["$ref"], source, place):
            return {}
        self.origins[pointer] = (target, target_place)
        self.inlining.append((target.file, target_place))
        copy = self._items(holds, value, target, target_place, pointer)
        self.inlining.pop()
        siblings = {name: item for name, item in node.items() if name != "$ref"}
        if isinstance(copy, dict) and siblings:
            for name in siblings:
                self.origins[child(pointer, name)] = (source, child(place, name))
            copy |= self._items(holds, siblings, source, place, pointer)
        return copy

    def _items(self, holds: str, value: Any, source: Source, place: str, pointer: str) -> Any:
        kind = holds[1:-1]
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            return self._collection(holds, value, source, place, pointer)
        if isinstance(value, dict):
            return {
                name: self._copy(kind, item, source, child(place, name), child(pointer, name))
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [
                self._copy(kind, item, source, child(place, str(index)), child(pointer, str(index)))
                for index, item in enumerate(value)
            ]
        return value

    def _reference(self, kind: str, node: dict[str, Any], source: Source, place: str, pointer: str) -> Any:
        found = self._target(node["$ref"], source, child(place, "$ref"))
        if found is None:
            self.broken.add(pointer)
            return node
        target, target_place, value = found
        if kind == "pathItem" or kind not in grammar.SECTIONS:
            return self._inlined(kind, node, source, place, pointer, found)
        if target is self.root:
            return {**node, "$ref": "#" + _escaped(target_place)}
        section = grammar.SECTIONS[kind]
        name = self.names.get((target.file, target_place, section))
        if name is not None and pointer == child("", "components", section, name):
            return self._inlined(kind, node, source, place, pointer, found)
        return {**node, "$ref": self._hoist(kind, target, target_place, value)}

    def _inlined(  # noqa: PLR0913, PLR0917 - where it was, where it goes, and what was found
        self, kind: str, node: dict[str, Any], source: Source, place: str, pointer: str, found: tuple[Source, str, Any]
    ) -> Any:
        """What a reference leads to, in its place."""
        target, target_place, value = found
        if self._holds_itself(found, node["$ref"], source, place):
            self.broken.add(pointer)
            return node
        self.origins[pointer] = (target, target_place)
        self.inlining.append((target.file, target_place))
        inlined = self._copy(kind, value, target, target_place, pointer)
        self.inlining.pop()
        siblings = {key: item for key, item in node.items() if key != "$ref"}
        if not siblings or not isinstance(inlined, dict):
            return inlined
        for name in siblings:
            self.origins[child(pointer, name)] = (source, child(place, name))
        return {**inlined, **self._copy(kind, siblings, source, place, pointer)}

    def _holds_itself(self, found: tuple[Source, str, Any], reference: str, source: Source, place: str) -> bool:
        target, target_place, _ = found
        if (target.file, target_place) not in self.inlining:
            return False
        self.findings.append(Finding(source.locate(place), f"$ref {reference} leads back to itself"))
        return True

    def _target(self, reference: str, source: Source, place: str) -> tuple[Source, str, Any] | None:
        """The file, the pointer and the value that a reference names; a finding if it names none."""
        file, _, fragment = reference.partition("#")
        target: Source | None = source
        known = self._identified(file, source)
        if known is not None:
            target, base = known
        elif "://" in file:
            self._lost(Finding(source.locate(place), f"{reference} is remote; nothing is fetched"))
            return None
        else:
            base = ""
            if file:
                target = self._source(source.path.parent / unquote(file), source, place)
        if target is None:
            return None
        pointer = base + self._anchored(target, from_fragment(fragment))
        pointer = pointer if file else enclosed(source, place, pointer)
        try:
            _, _, value = found = self._walk(target, split(pointer))
        except LookupError:
            self._lost(Finding(source.locate(place), f"$ref {reference} leads nowhere"))
            return None
        return (target, pointer, value) if target is self.root else found

    def _lost(self, finding: Finding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    def _walk(self, source: Source, tokens: list[str], depth: int = 0) -> tuple[Source, str, Any]:
        """The node that tokens lead to, through references on the way. Raises LookupError where there is none."""
        place, value = "", source.data
        for index, token in enumerate(tokens):
            if (
                isinstance(value, dict)
                and token not in value
                and isinstance(value.get("$ref"), str)
                and depth < _DEEPEST
            ):
                found = self._target(value["$ref"], source, child(place, "$ref"))
                if found is None:
                    raise LookupError(token)
                return self._walk(found[0], [*split(found[1]), *tokens[index:]], depth + 1)
            value = find(value, [token])
            place = child(place, token)
        return source, place, value

    def _identified(self, file: str, source: Source) -> tuple[Source, str] | None:
        """A schema of this document whose `$id` is what a reference names."""
        if not file:
            return None
        for known in (source, self.root):
            if file in known.identifiers:
                return known, known.identifiers[file]
        return None

    @staticmethod
    def _anchored(target: Source, fragment: str) -> str:
        """The pointer of a fragment that is the name of an anchor."""
        return fragment if not fragment or fragment.startswith("/") else target.anchors.get(fragment, fragment)

    def _file(self, path: Path) -> Path:
        """Which file a path leads to; asked of the file system once for each path."""
        if path not in self.files:
            self.files[path] = path.resolve()
        return self.files[path]

    def _source(self, path: Path, source: Source, place: str) -> Source | None:
        key = self._file(path)
        if key not in self.sources and key not in self.unreadable:
            if not key.is_file():
                self._lost(Finding(source.locate(place), f"$ref to {path.name}: there is no such file"))
                return None
            try:
                self.sources[key] = read_source(path, lenient=self.lenient)
                self.findings.extend(self.sources[key].findings)
            except FindingsError as error:
                self.findings.extend(error.findings)
                self.unreadable.add(key)
        if self.lenient and key in self.unreadable:
            self._lost(Finding(source.locate(place), f"{path.name} cannot be read, so this is left out"))
        return self.sources.get(key)

    def _hoist(self, kind: str, source: Source, place: str, value: Any) -> str:
        """Puts a node of another file into the components, once, and gives the reference to it."""
        section = grammar.SECTIONS.get(kind, "schemas")
        identity = (source.file, place, section)
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


def _only_reference(node: Any) -> bool:
    return isinstance(node, dict) and set(node) == {"$ref"} and isinstance(node["$ref"], str)


def _escaped(pointer: str) -> str:
    return pointer.replace("%", "%25").replace(" ", "%20")
