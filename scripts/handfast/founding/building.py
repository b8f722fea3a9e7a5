"""Building a house: in a folder beside its own, which it is moved to when nothing is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ruff import find_ruff_bin

from handfast.approval.standing import standing
from handfast.findings import Finding, Location, shown
from handfast.founding.arrivals import Unfounded
from handfast.founding.house import GENERATED, Founding, house, notes, slug
from handfast.names import pascal, unique
from handfast.rendering.package import generate
from handfast.rendering.progress import Said
from handfast.rendering.yaml_text import as_yaml
from handfast.spec.document import Document, load_as_is
from handfast.spec.operations import operations, words_of
from handfast.splitting import ROOT, Splitting

_SPECS = "specs"
_LOCAL = "local.mk"


def built(target: Path, spec: Path | None, said: Said) -> tuple[list[str], list[Finding]]:
    """Make the house of a document, or without one that of the notes; its files, and what of the document was lost.

    Raises Unfounded if the target is there already and not empty, FindingsError if the document cannot be used.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Unfounded(f"{target}: is there already, and not empty")
    if not target.absolute().parent.is_dir():
        raise Unfounded(f"{target}: there is no folder {target.absolute().parent}")
    with _beside(target) as folder:
        said("writing specs/")
        specs, broken = _specs(spec)
        _write(folder, specs)
        document = load_as_is(folder / _SPECS / ROOT, lenient=True)
        _approve(document, folder / _SPECS)
        package, lost = generate(document, said)
        package.write(folder / GENERATED)
        said("writing the house")
        made = house(Founding(slug(target.absolute().name), document, package.files, spec is None))
        _write(folder, made)
        _format(folder)
        _write(folder, _local())
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        _move(folder, target)
        there = [replace(each, where=_moved(each.where, shown(folder), shown(target))) for each in lost]
    told = {each.message for each in broken}
    return files, [*broken, *(each for each in there if each.message not in told)]


def _specs(spec: Path | None) -> tuple[dict[str, str], list[Finding]]:
    """The files of `specs/`, and what cannot be read of the document that they are made of."""
    if spec is None:
        return {name: text for name, text in notes({}).items() if name.startswith(f"{_SPECS}/")}, []
    document = load_as_is(spec, lenient=True)
    _name_operations(document)
    files = Splitting(document).files()
    return {f"{_SPECS}/{name}": as_yaml(content) for name, content in files.items()}, sorted(set(document.findings))


def _approve(document: Document, specs: Path) -> None:
    """What is given is what was promised until now: changes are held against it."""
    standing(document, specs).approve()


def _name_operations(document: Document) -> None:
    """Give those an operationId that have none: it is what stubs and proofs are called by."""
    found = list(operations(document))
    taken = {str(node.get("operationId")) for _, _, _, node in found}
    shared = Counter(id(node) for _, _, _, node in found)
    for _, path, method, node in found:
        if not node.get("operationId") and shared[id(node)] == 1:
            name = pascal(f"{method.lower()} {words_of(path)}")
            node["operationId"] = unique(name[:1].lower() + name[1:], taken)
            taken.add(node["operationId"])


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder in the same place, gone afterwards if it is still there."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.absolute().name}-", dir=target.absolute().parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _format(folder: Path) -> None:
    """By the rules that the house itself has, so that `make check` is content."""
    ruff = find_ruff_bin()
    for words in (["check", "--fix", "--exit-zero", "--quiet", "--no-cache"], ["format", "--quiet", "--no-cache"]):
        done = subprocess.run([ruff, *words], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise RuntimeError(f"ruff refuses what was made: {done.stdout}{done.stderr}")


def _local() -> dict[str, str]:
    """What says where this toolchain came from, if that is no package index: `make` installs it from there."""
    try:
        told = json.loads(metadata.distribution("handfast").read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        return {}
    url = urlsplit(str(told.get("url", "")))
    path = url2pathname(url.path)
    if url.scheme != "file" or not Path(path).exists():
        return {}
    return {_LOCAL: f"# Where the toolchain is on this machine, as no package index has it.\nHANDFAST ?= {path}\n"}


def _moved(where: Location, folder: str, target: str) -> Location:
    return replace(where, file=where.file.replace(folder, target, 1))


def _move(folder: Path, target: Path) -> None:
    """Into its place; a folder that is there already stays the same one, as somebody may stand in it."""
    if not target.exists():
        umask = os.umask(0)
        os.umask(umask)
        folder.chmod(0o777 & ~umask)
        folder.rename(target)
        return
    for entry in folder.iterdir():
        entry.rename(target / entry.name)
