"""Which mutants a run is about: texts, samples and shards."""

import shlex

import pytest

from mutants.catalogue import read_catalogue
from mutants.command import ROOT, chosen_from, main, make_parser
from mutants.controls import ControlFailed
from mutants.mutant import Mutant
from mutants.runs import Run
from mutants.selection import matching, quick, sampled, sharded

MUTANTS = [Mutant(f"{rule}:m.f:{number}", "m.py", (), "", (rule,)) for rule in "abc" for number in range(5)]


def test_text_is_looked_for_in_ids_and_parts() -> None:
    assert matching(MUTANTS, []) == MUTANTS
    assert {each.rule for each in matching(MUTANTS, ["b:m"])} == {"b"}
    assert len(matching(MUTANTS, ["a:", "c:m.f:1"])) == 6
    assert matching(MUTANTS, ["nowhere"]) == []


def test_quick_are_those_of_which_a_few_tests_of_no_lengthy_part_are_told() -> None:
    told = {
        "a": (("isolation",), ("getIt",)),
        "b": (("isolation",), ()),
        "c": (("isolation-worlds", "auth"), ("getIt",)),
        "d": (("statuses",), ("getIt",)),
        "e": (("auth", "statuses"), ("getIt",)),
    }
    mutants = [Mutant(f"{name}:m.f:1", "m.py", (), "", *each) for name, each in told.items()]
    assert [each.rule for each in quick(mutants)] == ["a", "d"]


def test_nearly_all_rules_of_the_catalogue_take_their_turn_in_ci() -> None:
    """As the last line of `.ci/run` draws; those of headers alone are seen by what takes longer."""
    [line] = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line.startswith("make mutants")]
    words = shlex.split(shlex.split(line)[2].partition("=")[2])
    assert words[:2] == ["--sample", "2"]
    everything = read_catalogue(ROOT).mutants
    drawn_from = chosen_from(everything, make_parser().parse_args(words[2:]))
    assert {each.rule for each in everything} - {each.rule for each in drawn_from} <= {"header"}
    assert len(drawn_from) > len(everything) * 3 / 4


def test_sample_is_of_many_rules_and_another_for_another_commit() -> None:
    drawn = [sampled(MUTANTS, 3, f"commit {number}") for number in range(20)]
    assert all({each.rule for each in sample} == set("abc") for sample in drawn)
    assert len({tuple(each.id for each in sample) for sample in drawn}) > 10
    assert sampled(MUTANTS, 3, "commit 1") == drawn[1]


@pytest.mark.parametrize("count", [1, 2, 4, 15, 16])
def test_shards_are_all_of_it_and_share_nothing(count: int) -> None:
    shards = [sharded(MUTANTS, index, count) for index in range(1, count + 1)]
    ids = [each.id for shard in shards for each in shard]
    assert sorted(ids) == sorted(each.id for each in MUTANTS)


def test_list_tries_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list", "--only", "owner:"]) == 0
    out = capsys.readouterr().out
    assert "does not ask whose the row is (isolation)" in out


def test_nothing_chosen_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "no such thing"]) == 2
    assert capsys.readouterr().err == "mutants: there is no such defect; --list says what there is\n"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["--shard", "3/2"], "argument --shard: is no part of so many, such as 1/4: 3/2"),
        (["--shard", "x"], "argument --shard: is no part of so many, such as 1/4: x"),
        (["--sample", "0"], "argument --sample: is no number above 0: 0"),
        (["--jobs", "-1"], "argument --jobs: is no number above 0: -1"),
    ],
)
def test_wrong_number_is_misuse(wrong: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(told)


def test_code_that_is_not_green_without_a_defect_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def red(_: Run) -> None:
        raise ControlFailed("without a defect, too, this fails")

    monkeypatch.setattr(Run, "go", red)
    assert main(["--only", "owner:"]) == 1
    assert capsys.readouterr().err == "mutants: without a defect, too, this fails\n"
