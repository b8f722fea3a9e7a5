"""What counts as caught, and what does not: a suite in miniature, run as the real one is."""

from dataclasses import replace
from pathlib import Path

import pytest

from mutants.command import main
from mutants.copies import copied, digest_of, seed
from mutants.journal import Journal
from mutants.modules import Edit
from mutants.mutant import Mutant
from mutants.trials import Ended, Trial, Verdict, judge, prove, try_mutant

SERVER = "answer = 1\n"
SUITE = """
import json, sys, time
from pathlib import Path
told = Path(sys.argv[sys.argv.index("--json") + 1])
try:
    from backend.server import answer
except Exception as error:
    print("the server ended:", error)
    sys.exit(2)
if answer == "slow":
    time.sleep(60)
if answer == "narrow" and "--only" in sys.argv:
    answer = 1
if answer == "crash":
    text = "KeyError: 'id'\\n  in:         contract_tests/x.py:1: y['id']"
elif answer == 500:
    text = "GET /rows: a row was asked for\\n  came:       500, no row"
else:
    text = "GET /rows: another's row is shown"
state = "proven" if answer == 1 else "failed"
outcomes = [{"claim": sys.argv[1], "test": "rows", "operation": "listRows", "state": state, "text": text, "seconds": 1}]
told.write_text(json.dumps({"outcomes": outcomes}))
sys.exit(state == "failed")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project as small as can be."""
    for name in ("backend", "generated", "specs", "contract_tests"):
        (tmp_path / name).mkdir()
    (tmp_path / "backend/server.py").write_text(SERVER)
    (tmp_path / "contract_tests/__main__.py").write_text(SUITE)
    return tmp_path


def mutant(new: str) -> Mutant:
    return Mutant("hand:answer", "backend/server.py", (Edit(9, 10, new),), "It answers otherwise.", ("isolation",))


@pytest.mark.parametrize(
    ("new", "verdict"),
    [
        ("2", Verdict.CAUGHT),
        ("500", Verdict.CAUGHT),
        ("1 or 0", Verdict.MISSED),
        ("'crash'", Verdict.CRASHED),
        ("1 / 0", Verdict.BROKEN),  # the server does not start
        ("(", Verdict.BROKEN),
        ("1", Verdict.BROKEN),  # nothing is changed
    ],
)
def test_verdict(root: Path, new: str, verdict: Verdict) -> None:
    trial = try_mutant(root, mutant(new), "digest")
    assert trial.verdict is verdict
    assert bool(trial.by) == (verdict in (Verdict.CAUGHT, Verdict.CRASHED))
    assert trial.by_crash == (new == "500")
    assert (root / "backend/server.py").read_text() == SERVER


def test_the_test_that_caught_it_is_named(root: Path) -> None:
    trial = try_mutant(root, mutant("2"), "digest")
    assert (trial.by, trial.text) == ("isolation: rows", "GET /rows: another's row is shown")


def test_all_tests_are_run_before_it_is_missed(root: Path) -> None:
    narrow = replace(mutant("'narrow'"), only=("getRow",))
    assert try_mutant(root, narrow, "digest").verdict is Verdict.CAUGHT


def test_what_outlives_its_time_is_ended(root: Path) -> None:
    with copied(root) as copy:
        seed(mutant("'slow'"), copy)
        ended = prove(copy, ["isolation"], seconds=1)
    assert judge(ended)[0] is Verdict.TIMEOUT


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("getRow: another's row\n  in:         contract_tests/x.py:1: assert not found", Verdict.CAUGHT),
        ("AssertionError: nothing came\n  in:         contract_tests/x.py:1: assert found", Verdict.CAUGHT),
        ("GET /rows: there was no answer\n  came:       no answer: ReadError: ", Verdict.CAUGHT),
        ("KeyError: 'id'\n  in:         contract_tests/x.py:1: row['id']", Verdict.CRASHED),
        ("ExceptionGroup: two (2 sub-exceptions)\n  in:         contract_tests/x.py:1: run()", Verdict.CRASHED),
        (
            "NotReady: the server ended with 1:\nTraceback\n  in:         contract_tests/x.py:1: start()",
            Verdict.CRASHED,
        ),
        ("Timeout (>300.0s) from pytest-timeout.\n  in:         contract_tests/x.py:1: wait()", Verdict.CRASHED),
    ],
)
def test_suite_that_breaks_down_has_not_caught_it(text: str, verdict: Verdict) -> None:
    failed = {"claim": "isolation", "test": "rows", "operation": None, "state": "failed", "text": text}
    assert judge(Ended(1, [failed], ""))[0] is verdict


@pytest.mark.parametrize("code", [0, 1, 2, -9])
def test_without_outcomes_nothing_is_caught(code: int) -> None:
    assert judge(Ended(code, None, "it fell over"))[0] is Verdict.BROKEN


def test_findings_without_a_failed_test_are_not_caught() -> None:
    assert judge(Ended(1, [], ""))[0] is Verdict.BROKEN


def test_journal_knows_what_it_noted(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    trial = Trial("owner:a:1", "one", Verdict.CAUGHT, 1.5, "isolation: rows")
    Journal(file).note(trial)
    with file.open("a") as written:
        written.write('{"id": "own')  # the line of a run that was killed
    assert Journal(file).known("one") == trial
    assert Journal(file).known("two") is None


def test_digest_follows_the_sources(root: Path) -> None:
    before = digest_of(root)
    (root / "backend/__pycache__").mkdir()
    (root / "backend/__pycache__/server.cpython-311.pyc").write_bytes(b"compiled")
    assert digest_of(root) == before
    (root / "specs/openapi.yaml").write_text("openapi: 3.1.0\n")
    assert digest_of(root) != before
    assert mutant("2").digest(before) != mutant("3").digest(before) != mutant("2").digest(digest_of(root))


@pytest.fixture
def rows(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project with a catalogue of its own, by hand."""
    entries = {"two": "2", "three": "3", "fine": "1 or 0"}
    told = [
        f'[[mutant]]\nid = "{name}"\npath = "backend/server.py"\nold = "1"\nnew = "{new}"\n'
        'sentence = ""\nclaims = ["auth"]\n'
        for name, new in entries.items()
    ]
    (root / "hand.toml").write_text("".join(told))
    (root / "claims.toml").write_text("claim = []")
    (root / "exceptions.toml").write_text("")
    for name in ("HAND", "CLAIMS", "EXCEPTIONS"):
        monkeypatch.setattr(f"mutants.catalogue.{name}", root / f"{name.lower()}.toml")
    return root


def test_run_tells_each_and_ends_with_a_table(rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "two", "--only", "three"], rows) == 0
    assert "2 defects: 2 caught" in capsys.readouterr().out
    assert main([], rows) == 1
    out = capsys.readouterr().out
    assert "hand:fine MISSED" in out
    assert "3 defects: 2 caught, 1 MISSED" in out
    assert "0 more change nothing, 0 are out of reach" in out


def test_run_is_resumed(rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = rows / "journal.jsonl"
    assert main(["--resume", str(journal), "--only", "two"], rows) == 0
    assert "[1/1]" in capsys.readouterr().out
    assert main(["--resume", str(journal), "--only", "hand:t"], rows) == 0
    out = capsys.readouterr().out
    assert "[2/2] hand:three" in out
    assert "] hand:two" not in out
    (rows / "specs/openapi.yaml").write_text("openapi: 3.1.0\n")  # from here on nothing of it is believed
    assert main(["--resume", str(journal), "--only", "two"], rows) == 0
    assert "[1/1]" in capsys.readouterr().out


def test_nothing_is_believed_unless_the_clean_copy_is_green(rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (rows / "backend/server.py").write_text("answer = 0 + 1 + 1\n")
    hand = (rows / "hand.toml").read_text().replace('old = "1"', 'old = "0"')
    (rows / "hand.toml").write_text(hand)
    assert main([], rows) == 1
    captured = capsys.readouterr()
    assert "without a defect, too, this fails" in captured.err
    assert "0 defects" in captured.out
    assert main(["--proven", "--only", "two"], rows) == 0  # whoever says so is believed
    assert "1 defect: 1 caught" in capsys.readouterr().out
