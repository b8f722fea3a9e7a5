"""The catalogue of this backend: every mutant is code, changes what it says, and is there once."""

import re
from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest

from contract_tests.report.outcomes import known_claims
from mutants import catalogue as catalogues
from mutants.catalogue import Catalogue, CatalogueError, read_catalogue
from mutants.rules import RULES

ROOT = Path(__file__).resolve().parents[2]
LEAST = 60
SPACE = re.compile(r"\s+")
MOST_LINES = 16  # of a defect: it is one mistake, not a rewrite


@cache
def whole() -> Catalogue:
    return read_catalogue(ROOT)


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text()


@pytest.mark.parametrize("rule", [*(rule.name for rule in RULES), "hand"])
def test_every_mutant_is_code_and_one_small_change(rule: str) -> None:
    mutants = [mutant for mutant in whole().mutants if mutant.rule == rule]
    assert mutants
    for mutant in mutants:
        before = text_of(mutant.path)
        after = mutant.applied(before)
        compile(after, mutant.path, "exec")
        changed = [*unified_diff(before.splitlines(), after.splitlines(), n=0)][2:]
        assert 0 < len(changed) <= MOST_LINES, mutant.id


def test_there_are_enough() -> None:
    assert len(whole().mutants) >= LEAST


def test_ids_are_unique() -> None:
    ids = [mutant.id for mutant in whole().mutants]
    assert len(set(ids)) == len(ids)


def test_no_two_are_the_same_code() -> None:
    made = [(mutant.path, mutant.applied(text_of(mutant.path))) for mutant in whole().mutants]
    assert len({(path, SPACE.sub("", text)) for path, text in made}) == len(made)


def test_claims_are_parts_of_the_proof() -> None:
    known = [claim.name for claim in known_claims()]
    for mutant in whole().mutants:
        assert mutant.claims
        for claim in mutant.claims:
            assert any(name == claim or name.startswith(f"{claim}-") for name in known), mutant.id


def test_reasons_are_given() -> None:
    reasons = [*whole().changes_nothing.values(), *whole().out_of_reach.values()]
    assert all(reason.strip() for reason in reasons)


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("EXCEPTIONS", '[out_of_reach]\n"owner:nowhere:1" = "it is gone"', "`owner:nowhere:1` is no defect any more"),
        (
            "EXCEPTIONS",
            '[out_of_reach]\n"hand:etag-of-the-name" = "a"\n[changes_nothing]\n"hand:etag-of-the-name" = "b"',
            "`hand:etag-of-the-name` is there twice",
        ),
        ("CLAIMS", '[[claim]]\nof = "owner:nowhere*"\nby = ["auth"]', "`owner:nowhere*` is of no defect any more"),
        (
            "HAND",
            'mutant = [{id = "a", path = "backend/app.py", old = "nowhere", new = "", sentence = "", claims = []}]',
            "`a`: what it replaces is 0 times in backend/app.py",
        ),
    ],
)
def test_entry_that_is_no_longer_needed_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: str, told: str
) -> None:
    entry = tmp_path / f"{file.lower()}.toml"
    entry.write_text(content)
    monkeypatch.setattr(catalogues, file, entry)
    with pytest.raises(CatalogueError, match=r"is no defect|is of no defect|is there twice|is 0 times") as error:
        read_catalogue(ROOT)
    assert told in str(error.value)
