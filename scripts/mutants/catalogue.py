"""All defects: those that rules find in the code, and those that are written by hand."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from mutants.modules import Edit, Module
from mutants.mutant import Mutant, numbered
from mutants.rules import RULES

FOLDER = Path(__file__).parent
HAND = FOLDER / "hand.toml"
CLAIMS = FOLDER / "claims.toml"
EXCEPTIONS = FOLDER / "exceptions.toml"


class CatalogueError(Exception):
    """An entry of the catalogue is wrong; each line says which and why."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The mutants to be caught, and the others by their ids, each with the reason why it is not to be.

    `changes_nothing` are those that no client could tell from the real thing, `out_of_reach` those that are defects and
    that the proof does not see.
    """

    mutants: tuple[Mutant, ...]
    changes_nothing: dict[str, str]
    out_of_reach: dict[str, str]


def read_catalogue(root: Path) -> Catalogue:
    """Make the catalogue of the code below `root`, or raise CatalogueError."""
    found = [*_by_rule(root), *_by_hand(root)]
    excepted: dict[str, dict[str, str]] = tomllib.loads(EXCEPTIONS.read_text())
    exceptions = [excepted.get(kind, {}) for kind in ("changes_nothing", "out_of_reach")]
    names = [name for kind in excepted.values() for name in kind]
    told: list[dict[str, Any]] = tomllib.loads(CLAIMS.read_text())["claim"]
    ids = [each.id for each in found]
    faults = [f"{EXCEPTIONS.name}: `{name}` is no defect any more" for name in names if name not in ids]
    faults += [f"{EXCEPTIONS.name}: `{name}` is there twice" for name in sorted({*names}) if names.count(name) > 1]
    kept = [each for each in found if each.id not in names]
    faults += [
        f"{CLAIMS.name}: `{each['of']}` is of no defect any more" for each in told if not _matching(kept, each["of"])
    ]
    faults += [f"{HAND.name}: `{name}` is there twice" for name in {each for each in ids if ids.count(each) > 1}]
    if faults:
        raise CatalogueError("\n".join(faults))
    return Catalogue(tuple(_claimed(each, told) for each in kept), *exceptions)


def _by_rule(root: Path) -> Iterator[Mutant]:
    modules: dict[Path, Module] = {}
    for rule in RULES:
        for pattern in rule.files:
            for file in sorted(root.glob(pattern)):
                module = modules[file] = modules.get(file) or Module.read(root, file)
                for name, defect in numbered(rule.name, module.name, list(rule.find(module))):
                    only = (defect.operation,) if defect.operation else ()
                    yield Mutant(name, module.path, defect.edits, defect.sentence, rule.claims, only)


def _by_hand(root: Path) -> Iterator[Mutant]:
    for each in tomllib.loads(HAND.read_text())["mutant"]:
        text = (root / each["path"]).read_text()
        if text.count(each["old"]) != 1:
            raise CatalogueError(
                f"{HAND.name}: `{each['id']}`: what it replaces is {text.count(each['old'])} times in {each['path']}"
            )
        start = len(text[: text.index(each["old"])].encode())
        edit = Edit(start, start + len(each["old"].encode()), each["new"])
        claims, only = tuple(each["claims"]), tuple(each.get("only", ()))
        yield Mutant(f"hand:{each['id']}", each["path"], (edit,), each["sentence"], claims, only)


def _claimed(mutant: Mutant, told: list[dict[str, Any]]) -> Mutant:
    """The first entry that its id matches and that says `by` or `only` counts for that."""
    matching = [each for each in told if fnmatchcase(mutant.id, each["of"])]
    claims = next((tuple(each["by"]) for each in matching if "by" in each), mutant.claims)
    only = next((tuple(each["only"]) for each in matching if "only" in each), mutant.only)
    return replace(mutant, claims=claims, only=only)


def _matching(mutants: list[Mutant], pattern: str) -> bool:
    return any(fnmatchcase(each.id, pattern) for each in mutants)
