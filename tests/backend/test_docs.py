import base64
import hashlib
import re

from backend.docs import docs_page

PAGE = docs_page("Tasks <& more>")


def test_asks_no_other_host() -> None:
    markup = re.sub(r"<(script|style)>.*?</\1>", "", PAGE, flags=re.DOTALL)
    assert "http:" not in markup.replace('http-equiv="', "")
    assert "//" not in markup.replace("<!doctype", "")
    assert "validatorUrl: null" in PAGE
    policy = re.search(r'content="(default-src[^"]*)"', PAGE)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "connect-src 'self'" in policy[1]
    assert "http" not in policy[1]


def test_styles_ask_for_nothing() -> None:
    style = re.search(r"<style>(.*?)</style>", PAGE, re.DOTALL)
    assert style is not None
    assert set(re.findall(r"url\(\"?(\w+):", style[1])) == {"data"}
    assert "@import" not in style[1]


def test_policy_lets_in_exactly_the_scripts_of_the_page() -> None:
    scripts = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert re.findall(r"'sha256-([^']*)'", PAGE) == digests
    assert len(scripts) == 2


def test_scripts_hold_nothing_that_html_would_see() -> None:
    bundle, _ = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    assert "<!--" not in bundle
    assert "<script" not in bundle


def test_shows_the_document_beside_it() -> None:
    assert 'url: "openapi.json"' in PAGE
    assert "persistAuthorization: true" in PAGE


def test_title_is_text() -> None:
    assert "<title>Tasks &lt;&amp; more&gt;</title>" in PAGE
