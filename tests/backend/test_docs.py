import base64
import hashlib
import re
from pathlib import Path

from backend.docs import make_docs
from backend.editions import EDITION
from backend.settings import Settings
from tests.backend.servers import SECRET


def settings(**more: object) -> Settings:
    given = {"better_auth_secret": SECRET, "database_url": "postgresql://localhost/x", "assistant": "offline", **more}
    return Settings.model_validate(given)


PAGE = make_docs(settings())


def digests(element: str) -> list[str]:
    contents = re.findall(rf"<{element}>(.*?)</{element}>", PAGE, re.DOTALL)
    return [base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() for content in contents]


def test_policy_lets_in_exactly_what_is_in_the_page() -> None:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', PAGE)
    assert found is not None
    policy = dict(line.split(maxsplit=1) for line in found[1].replace("&#x27;", "'").split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": " ".join(f"'sha256-{digest}'" for digest in digests("script")),
        "style-src": " ".join(f"'sha256-{digest}'" for digest in digests("style")),
        "img-src": "data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert (len(digests("script")), len(digests("style"))) == (2, 2)


def test_nothing_is_left_to_fill_in() -> None:
    assert "<!--" not in PAGE.removeprefix("<!doctype html>")


def test_in_production_it_says_nothing_of_the_tables() -> None:
    assert 'id="table-users"' in PAGE
    page = make_docs(settings(environment="production"))
    assert 'id="table-users"' not in page
    assert "#database" not in re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)


def test_it_leads_to_the_proof_if_there_is_one(tmp_path: Path) -> None:
    assert "docs/proof" not in PAGE
    assert '<a href="docs/proof">Latest proof</a>' in make_docs(settings(proof_report=tmp_path / "proof.html"))


def test_it_says_what_this_edition_changed(tmp_path: Path) -> None:
    (tmp_path / f"changes.{EDITION}.md").write_text("# Changes\n\nSince: patch.\n\n## GET /a\n\n- patch: <b>\n- more\n")
    page = make_docs(settings(editions_folder=tmp_path))
    assert "<p>Since: patch.</p>\n<h3>GET /a</h3>\n<ul><li>patch: &lt;b&gt;</li><li>more</li></ul>" in page
    assert f"<code>{EDITION}</code>" in page
