"""The page and the annotations: whole, self-contained, and nobody else's to write in."""

from html.parser import HTMLParser

import pytest

from contract_tests.files import Files
from contract_tests.plan import Plan
from contract_tests.report import stash
from contract_tests.report.annotations import annotations, escaped, escaped_property
from contract_tests.report.markup import joined, tag
from contract_tests.report.outcomes import Outcome, Outcomes, State, known_claims
from contract_tests.report.page import page
from contract_tests.report.run import Done
from contract_tests.report.summary import told_failures, told_reasons, told_table, visible
from contract_tests.spec.document import Document
from contract_tests.traffic.ledger import Ledger
from tests.contract.corner_shop import ROOT, SPEC

DOCUMENT = Document(SPEC)
GET, JOIN = DOCUMENT.operations["getMember"], DOCUMENT.operations["join"]
EVIL = "</pre><script src=https://elsewhere.example/x.js></script>\x1b[31m\x00"
FAILURE = f"getMember: it failed, 100%\n  came:       {EVIL}\n  documented: 200, 401 at specs/openapi.yaml:53"


@pytest.fixture
def outcomes() -> Outcomes:
    told = Outcomes(known_claims())
    told.all += [
        Outcome("auth", "nobody gets in", GET, State.PROVEN),
        Outcome("auth", "nobody gets in, either", GET, State.FAILED, FAILURE),
        Outcome("auth", "somebody gets in", JOIN, State.FAILED, FAILURE),
        Outcome("statuses", "outage is seen", JOIN, State.NOT_PROVABLE, "server.toml has no [outside.store]"),
        Outcome("server", "it stops", None, State.PROVEN),
    ]
    return told


@pytest.fixture
def html(outcomes: Outcomes) -> str:
    done = Done(outcomes)
    done.stash[stash.LEDGER] = ledger = Ledger(DOCUMENT)
    ledger.sent["join", 201] = 1234
    claims = [each for each in known_claims() if each.name in ("auth", "statuses", "server")]
    plan = Plan(DOCUMENT, "http://127.0.0.1:8000", Files(SPEC, SPEC, SPEC), claims, 7, "small", 20)
    return page(plan, done, 0.0, 12.0)


class Reader(HTMLParser):
    """Sees that every element is closed in its turn, and collects what leads where."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len({key for key, _ in attributes}) == len(attributes)
        self.all.append((name, dict(attributes)))
        if name not in ("meta", "input", "wbr"):
            self.open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name

    def values(self, attribute: str) -> list[str]:
        return [str(told[attribute]) for _, told in self.all if attribute in told]


def test_page_is_one_whole_document(html: str) -> None:
    reader = Reader(html)
    assert html.startswith("<!doctype html>\n<html ")
    assert reader.open == []
    assert [name for name, _ in reader.all if name in ("html", "head", "body", "main")] == [
        "html",
        "head",
        "body",
        "main",
    ]
    names = reader.values("id")
    assert len(set(names)) == len(names)


def test_page_asks_nobody_for_anything(html: str) -> None:
    reader = Reader(html)
    assert all(target.startswith("#") for target in reader.values("href"))
    assert {target[1:] for target in reader.values("href")} <= set(reader.values("id"))
    assert not {"src", "srcset", "action", "data", "poster", "style"} & {key for _, told in reader.all for key in told}
    assert [name for name, _ in reader.all if name in ("script", "style", "link", "img", "iframe")] == [
        "style",
        "script",
    ]
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_page_shows_what_a_server_said_as_text(html: str) -> None:
    assert "<script src" not in html
    assert "&lt;script src=https://elsewhere.example/x.js&gt;" in html
    assert "\x1b" not in html
    assert "\x00" not in html


def test_page_tells_each_state_by_a_sign_and_a_word_and_leads_to_the_text(html: str) -> None:
    assert '<a href="#failure-1" class="failed">✗ 1<i> failed</i></a>' in html
    assert '<a href="#reason-1" class="not-provable">○ 1<i> not provable</i></a>' in html
    assert "✓ 1<i> proven</i>" in html
    assert "✗ 2 findings, in 2 of 5 tests" in html
    assert "1,234" in html


def test_annotation_stands_at_the_line_of_the_specs(outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(ROOT))
    first, second = annotations(outcomes, DOCUMENT)
    start = "::error file=tests/contract/corner/specs/openapi.yaml,line=53,title=auth%3A nobody gets in%2C either::"
    assert first.startswith(start + "getMember: it failed, 100%25%0A  came: ")
    assert "title=auth%3A somebody gets in::" in second
    assert "\n" not in first + second


def test_annotation_of_a_test_without_a_place_has_none() -> None:
    told = Outcomes([], [Outcome("server", "it stops", None, State.FAILED, "it goes on")])
    assert list(annotations(told, DOCUMENT)) == ["::error title=server%3A it stops::it goes on"]


def test_escaping_of_workflow_commands() -> None:
    assert escaped("a%b\r\nc:d,e") == "a%25b%0D%0Ac:d,e"
    assert escaped_property("a%b\r\nc:d,e") == "a%25b%0D%0Ac%3Ad%2Ce"


def test_lines_tell_each_text_once(outcomes: Outcomes) -> None:
    lines = list(told_failures(outcomes, lambda each: each.name))
    assert lines[0] == "FAILED auth: nobody gets in, either (getMember)"
    assert "\\x1b[31m" in lines[1]
    assert lines[2] == "  repeat:     nobody gets in, either (getMember)"
    assert lines[4] == "FAILED auth: somebody gets in (join)"
    assert list(told_reasons(outcomes)) == [
        "NOT PROVABLE statuses: outage is seen (join)\n  server.toml has no [outside.store]"
    ]
    assert list(told_table(outcomes))[-1].split() == ["all", "2", "2", "1", "0.0"]


def test_control_characters_are_written_out() -> None:
    assert visible("a\tb\nc\x1b[2J\x9b\r") == "a\tb\nc\\x1b[2J\\x9b\\x0d"


def test_markup_escapes_what_is_no_markup() -> None:
    assert tag("p", "<b>", tag("b", "&"), title='"<') == '<p title="&quot;&lt;">&lt;b&gt;<b>&amp;</b></p>'
    assert joined(["<", tag("br")], ", ") == "&lt;, <br>"


def test_one_cause_is_one_finding_whatever_it_is_of() -> None:
    texts = [
        f"{each}: a good token is refused\n  came: 401\n  documented: 200 at {each.place}" for each in (GET, JOIN, GET)
    ]
    told = Outcomes(known_claims())
    told.all += [
        Outcome("auth", f"user gets in [{number}]", each, State.FAILED, text)
        for number, (each, text) in enumerate(zip((GET, JOIN, GET), texts, strict=True))
    ]
    told.all += [
        Outcome("auth", "user gets in", GET, State.FAILED, f"{GET}: nothing came\n  came: nothing"),
        Outcome("statuses", "user gets in", GET, State.FAILED, texts[0]),
    ]
    assert [len(each.outcomes) for each in told.findings] == [3, 1, 1]
    assert told.findings[0].cause == "user gets in: …: a good token is refused"
    lines = list(told_failures(told, lambda each: each.name))
    assert (
        lines[0] == "FAILED auth: user gets in [0] (getMember)\n  and auth: user gets in [2] (getMember)\n"
        "  and auth: user gets in [1] (join)"
    )


def test_attacks_of_one_kind_are_one_cause() -> None:
    texts = [
        f"{count} of the attacks were not refused\n\n{each}: sent with Basic: 401 was to come\n  came: 20{count}"
        for count, each in ((1, GET), (3, JOIN))
    ]
    told = Outcomes(
        [],
        [
            Outcome("auth", "nobody gets in", each, State.FAILED, text)
            for each, text in zip((GET, JOIN), texts, strict=True)
        ],
    )
    [finding] = told.findings
    assert finding.cause == "nobody gets in: …: sent with Basic: … was to come"
