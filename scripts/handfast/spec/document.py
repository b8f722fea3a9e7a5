"""A whole document in one piece: its files bundled, and for each node the place where its author wrote it.

Bundling keeps what the author wrote. A `$ref` to another file becomes a `$ref` to a component of this document
(or, for a path item, the path item itself); everything else stays as it is, so a document of one file is unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handfast.findings import Finding, FindingsError, Location
from handfast.spec import grammar
from handfast.spec.pointers import find, from_fragment, split
from handfast.spec.recursion import deeply
from handfast.spec.source import Source, read_source

_VERSION = re.compile(r"3(\.|$)")


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
    noted: set[Finding] = field(default_factory=set)

    @property
    def version(self) -> str:
        """What `info` says, as text; nothing if it does not."""
        info = self.data.get("info")
        return str(info.get("version", "")) if isinstance(info, dict) else ""

    def warn(self, pointer: str, message: str) -> None:
        """Notes what was lost of a node, and why."""
        finding = Finding(self.locate(pointer), message)
        if finding not in self.noted:
            self.noted.add(finding)
            self.findings.append(finding)

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
        node: Any = self.data
        for token in split(from_fragment(reference.removeprefix("#"))):
            if isinstance(node, dict) and token not in node and isinstance(node.get("$ref"), str):
                node = self.resolve(node)
            node = find(_part_with(node, token), [token])
        return node

    def objects(self) -> Iterator[tuple[str, Any, str]]:
        """Every OpenAPI object of the document as (kind, node, pointer), parents first."""
        return grammar.descend("document", self.data)


def _part_with(node: Any, token: str) -> Any:
    """The node, or the one of its parts that a token leads into: demands beside a reference are mended to a part."""
    if isinstance(node, dict) and token not in node and isinstance(node.get("allOf"), list):
        return next((part for part in node["allOf"] if isinstance(part, dict) and token in part), node)
    return node


def _siblings(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key in ("summary", "description")}


def _no_document(root: Source) -> Finding:
    if isinstance(root.data, dict) and "swagger" in root.data:
        words = f"is Swagger {root.data['swagger']}: make OpenAPI 3 of it first, with swagger2openapi for one"
        return Finding(root.locate("/swagger", key=True), words)
    return Finding(root.locate(""), "is no OpenAPI 3 document: it has no `openapi: 3.…`")


def load(path: Path) -> Document:
    """Reads and bundles the document at a path. Raises FindingsError with everything that cannot be read."""
    document = load_as_is(path)
    if document.findings:
        raise FindingsError(document.findings)
    return document


@deeply
def load_as_is(path: Path, *, lenient: bool = False) -> Document:
    """The same for a document that may have broken parts; only a root that is no document raises.

    With `lenient` a key that is given twice is a finding too, and its last value counts.
    """
    root = read_source(path, lenient=lenient)
    if not isinstance(root.data, dict) or not _VERSION.match(str(root.data.get("openapi", ""))):
        raise FindingsError([_no_document(root)])
    from handfast.spec.bundle import Bundler  # it makes a document

    return Bundler(root, lenient).bundle()
