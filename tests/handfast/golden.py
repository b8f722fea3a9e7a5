"""The golden cases: a folder each, with a document and either the package that it makes or the refusal."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from handfast.findings import Finding, shown
from handfast.rendering.package import Package, generate
from handfast.spec.document import Document, load_as_is
from handfast.spec.drafts import settled

FOLDER = Path(__file__).parent / "cases"
UPDATE = os.environ.get("HANDFAST_UPDATE_GOLDEN") == "1"
# Tested by themselves, or nothing but digests of the others.
_LEFT_OUT = ("support/", "docs/", "manifest.json", "openapi.json", "apis/__init__.py")

NAMES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
REFUSED = [name for name in NAMES if name.startswith("refused_")]
ACCEPTED = [name for name in NAMES if name not in REFUSED]


class Case(NamedTuple):
    """An accepted document and its package."""

    document: Document
    package: Package
    lost: list[Finding]

    @property
    def interesting(self) -> dict[str, bytes]:
        """What a reader of the case wants to see; the bundle only where there was something to bundle."""
        single, no_drafts = len(self.document.sources) == 1, settled(self.document) is self.document
        left_out = (*_LEFT_OUT, *(["openapi.yaml"] if single else []), *(["drafts.py"] if no_drafts else []))
        return {name: content for name, content in self.package.files.items() if not name.startswith(left_out)}


@cache
def document_of(name: str) -> Document:
    """The document of a case: all that collecting its tests takes."""
    return load_as_is(FOLDER / name / "openapi.yaml", lenient=True)


@cache
def made(name: str) -> Case:
    """The case, generated once in a run."""
    document = document_of(name)
    package, found = generate(document)
    folder = shown(FOLDER / name)
    files = [item.where.file.removeprefix(f"{folder}/") for item in found]
    lost = [Finding(replace(item.where, file=file), item.message) for file, item in zip(files, found, strict=True)]
    return Case(document, package, lost)


def expected(name: str) -> dict[str, bytes]:
    folder = FOLDER / name / "expected"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def update(name: str, files: dict[str, bytes]) -> None:
    """Makes what came what is expected."""
    folder = FOLDER / name / "expected"
    for old in set(expected(name)) - set(files):
        (folder / old).unlink()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
