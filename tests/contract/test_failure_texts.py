"""What a failed test says: what was promised and what came, without a secret, and nothing of pytest."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from contract_tests.report.failures import told
from contract_tests.traffic.mask import Mask
from tests.contract.corner_shop import ROOT

TEST = """
import pytest

def test_bare():
    token = "sesame-open"
    assert token == "sesame-shut"

def test_fixed():
    pytest.fail("it said sesame-open", pytrace=False)

def test_broken():
    print("sesame-open")
    raise RuntimeError("sesame-open")

def test_skipped():
    pytest.skip("no sesame-open")
"""
CONFTEST = """
import pytest
from contract_tests.traffic.mask import Mask
from contract_tests.report.failures import make_plain

MASK = Mask()
MASK.hide("sesame-open")

@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    make_plain(report, call, MASK)
    return report
"""


def test_no_secret_is_left_in_any_report(tmp_path: Path) -> None:
    """The same hook as in the suite's own conftest, under bare asserts and errors."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TEST)
    words = ["-c", os.devnull, "-p", "no:cacheprovider", "-rA", "--junit-xml=out.xml", "-o", "junit_logging=all"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "test_it.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 failed, 1 skipped" in done.stdout, done.stdout + done.stderr
    for text in (done.stdout, (tmp_path / "out.xml").read_text()):
        assert "sesame-open" not in text.replace('token = "sesame-open"', "")
        for told_ in ("assert '***' == 'sesame-shut'", "it said ***", "RuntimeError: ***", "no ***"):
            assert told_ in text.replace("&quot;", '"').replace("&#x27;", "'"), text
    assert "Traceback" not in done.stdout
    assert "make_plain" in (ROOT / "contract_tests" / "conftest.py").read_text()


def test_error_of_this_suite_says_where() -> None:
    with pytest.raises(TypeError) as caught:
        Mask()(None)  # type: ignore[arg-type]
    first, *where = told(caught.value).splitlines()
    assert first.startswith("TypeError: ")
    assert where[-1].startswith("  in:         contract_tests/traffic/mask.py:")


def test_server_that_does_not_answer_is_named_with_the_request() -> None:
    with pytest.raises(httpx.ConnectError) as caught:
        httpx.get("http://127.0.0.1:9/things")
    assert told(caught.value).startswith(
        "GET http://127.0.0.1:9/things: there was no answer\n  came:       no answer: ConnectError"
    )


def test_told_exchange_needs_no_place_in_this_suite() -> None:
    text = "getThing: it failed\n  came:       200\n  documented: 404 at specs/a.yaml:1\n  again:      curl x"
    assert told(AssertionError(text)) == text


def test_mask_hides_what_is_known_and_every_json_web_token() -> None:
    mask = Mask()
    mask.hide("a long secret")
    assert mask("a long secret, eyJhbGciOiJIUzI1NiJ9.e30.c2ln") == "***, ***"
