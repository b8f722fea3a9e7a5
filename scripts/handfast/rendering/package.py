"""A generated package: its files in memory, then compared with or written to a folder."""

from __future__ import annotations

import difflib
import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic_core import to_json
from ruff import find_ruff_bin

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.model.contract import Contract
from handfast.model.reader import Reader, streams_of
from handfast.model.schemas import render_schemas
from handfast.model.usage import unmodelled
from handfast.page.files import beside, page_files
from handfast.rendering.modules import render_modules
from handfast.rendering.progress import Said, quietly
from handfast.rendering.yaml_text import as_yaml
from handfast.rewriting.descending import descended
from handfast.rewriting.directions import directed
from handfast.rewriting.gathering import gathered
from handfast.rewriting.hoisting import hoisted
from handfast.rewriting.mending import mended
from handfast.rewriting.requiring import shared_out
from handfast.rewriting.telling import told
from handfast.rewriting.uploads import mark_uploads
from handfast.spec.document import Document
from handfast.spec.drafts import settled
from handfast.spec.operations import operations
from handfast.spec.publication import as_written, for_clients
from handfast.spec.recursion import deeply

MANIFEST = "manifest.json"
_RUFF = ("--isolated", "--line-length=110", "--target-version=py311", "--quiet", "--no-cache")


@dataclass(frozen=True)
class Package:
    """The files of a generated package, by their path in it, in the order of their paths."""

    files: dict[str, bytes]

    def write(self, folder: Path) -> list[str]:
        """Brings a folder in line and gives the paths that changed. Never touches a file it did not generate."""
        ours = _listed(folder)
        strangers = [name for name in self.files if (folder / name).exists() and name not in ours]
        if strangers:
            where = [Location(shown(folder / name)) for name in strangers]
            raise FindingsError([Finding(at, "was not generated and stays; choose another --out") for at in where])
        gone = sorted(ours - set(self.files))
        changed = [name for name, content in self.files.items() if _content_of(folder / name) != content]
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as staged:
            for name in changed:
                (Path(staged) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(staged) / name).write_bytes(self.files[name])
            for name in gone:
                (folder / name).unlink(missing_ok=True)
            # No file is ever half of the new one. The manifest first: if the rest is cut off, the next run mends it.
            for name in sorted(changed, key=lambda name: name != MANIFEST):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(staged) / name).replace(folder / name)
        return [*gone, *changed]

    def difference(self, folder: Path) -> Iterator[str]:
        """A unified diff from what is in a folder to what belongs there; nothing if they are the same."""
        present = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        for name in sorted(present | set(self.files)):
            path = folder / name
            old = path.read_bytes() if path.is_file() else b""
            new = self.files.get(name, b"")
            if old != new or name not in self.files or not path.is_file():
                yield from _diff(old, new, shown(path))


@deeply
def generate(document: Document, said: Said = quietly) -> tuple[Package, list[Finding]]:
    """The package of a document, deterministic to the byte, and what of the document could not be kept.

    `said` is told of each step, as it begins.
    """
    said("understanding the document")
    readable = descended(directed(shared_out(mended(document))))
    mark_uploads(readable)
    readable = gathered(told(hoisted(readable)))
    streams = streams_of(readable)
    said(f"making models of {len(readable.data['components']['schemas']):,} schemas")
    schemas = render_schemas(readable, streams.inline, unmodelled(readable, streams))
    said("reading the operations")
    contract = Reader(readable, schemas, streams).contract()
    said(f"writing routes for {len(contract.operations):,} operations")
    modules = render_modules(contract, schemas, _examples(document, contract)) | _support()
    said(f"formatting {len(modules):,} modules")
    files = _formatted(modules)
    said("writing the document that is served")
    clients = as_written(document, for_clients(document))
    files["openapi.json"] = (
        to_json(clients, indent=2, inf_nan_mode="constants") + b"\n"
    )  # json's own is slow when it indents
    files["openapi.yaml"] = as_yaml(clients).encode()
    files |= page_files(document, settled(readable))
    files[MANIFEST] = _manifest(readable, files, {tag.module: tag.name for tag in contract.tags})
    return Package(dict(sorted(files.items()))), sorted(set(document.findings))


def _examples(document: Document, contract: Contract) -> dict[str, list[str]]:
    if not contract.drafts:
        return {}
    from handfast.rendering.drafts import examples_of  # what makes examples is slow to import, and drafts are few

    return examples_of(document, contract.drafts)


def _content_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _support() -> dict[str, str]:
    folder = resources.files("handfast") / "support"
    return {
        f"support/{entry.name}": entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".py")
    }


def _formatted(modules: dict[str, str]) -> dict[str, bytes]:
    """The modules without unused imports, sorted and formatted. Ruff reads no settings of the user's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in modules.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        ruff = find_ruff_bin()
        _run([ruff, "check", "--fix", "--select=F401", *_RUFF, name], folder)  # before long lines are wrapped
        _run([ruff, "check", "--fix", "--select=I,UP037", *_RUFF, name], folder)
        _run([ruff, "format", *_RUFF, name], folder)
        return {path: (folder / path).read_bytes() for path in modules}


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own ruff
    if done.returncode:
        raise RuntimeError(f"ruff refuses what was generated: {done.stdout}{done.stderr}".replace(str(folder), ""))


def _manifest(document: Document, files: dict[str, bytes], tags: dict[str, str]) -> bytes:
    root = document.sources[0].path.resolve().parent
    by_tag: dict[str, set[str]] = {}
    for pointer, _, _, node in operations(document):
        source, _ = document.origin(pointer)
        tag = next(iter(node.get("tags") or ()), "default")
        by_tag.setdefault(tag, set()).add(_relative(source.path, root))
    specs = {
        _relative(source.path, root): hashlib.sha256(source.path.read_bytes()).hexdigest()
        for source in document.sources
    }
    told = {_relative(path, root): hashlib.sha256(path.read_bytes()).hexdigest() for path in beside(document)}
    generated = {}
    for name, content in sorted(files.items()):
        folder, _, module = name.rpartition("/")
        by = tags.get(module.removesuffix(".py")) if folder in ("apis", "routes") else None
        sources = [] if folder == "support" else sorted(by_tag[by]) if by else sorted(specs)
        sources = sorted({*specs, *told}) if folder == "docs" else sources
        generated[name] = {"sha256": hashlib.sha256(content).hexdigest(), "specs": sources}
    manifest = {"specs": dict(sorted((specs | told).items())), "generated": generated}
    return (json.dumps(manifest, indent=2) + "\n").encode()


def _relative(path: Path, root: Path) -> str:
    resolved = path.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else resolved.name


def _listed(folder: Path) -> set[str]:
    """The files that the last run made, by its manifest."""
    try:
        listed = {*json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["generated"], MANIFEST}
        return {name for name in listed if not {"..", "/"} & set(Path(name).parts)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _diff(old: bytes, new: bytes, name: str) -> Iterator[str]:
    before, after = (content.decode("utf-8", "replace").splitlines(keepends=True) for content in (old, new))
    lines = list(difflib.unified_diff(before, after, f"{name} (is)", f"{name} (should be)"))
    yield from lines or [f"--- {name} (is)\n", f"+++ {name} (should be)\n"]  # an empty file too many
