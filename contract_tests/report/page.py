"""The report as one HTML file that asks nobody for anything."""

import base64
import hashlib
import time
from pathlib import Path

from contract_tests.plan import Plan
from contract_tests.report import stash
from contract_tests.report.anchors import MARKS, Anchors
from contract_tests.report.grid import grid
from contract_tests.report.markup import Markup, joined, tag
from contract_tests.report.outcomes import State
from contract_tests.report.run import Done
from contract_tests.report.sections import claims_table, findings_told, reasons_told, sent_table, words_held

_STYLE = Path(__file__).with_name("page.css").read_text()
_SCRIPT = Path(__file__).with_name("page.js").read_text()


def write_page(file: Path, plan: Plan, done: Done, started: float) -> None:
    """Write the report of a run that began at `started`."""
    file.write_text(page(plan, done, started, time.time() - started), encoding="utf-8")


def page(plan: Plan, done: Done, started: float, seconds: float) -> str:
    title = f"{plan.document.data.get('info', {}).get('title', plan.document.spec.name)}: the proof"
    body = joined((_top(plan, done, title, started, seconds), _main(plan, done)), "\n")
    script = tag("script", Markup(_SCRIPT))
    return f"<!doctype html>\n{tag('html', _head(title), tag('body', body, script), lang='en')}\n"


def _head(title: str) -> Markup:
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Markup(_STYLE)),
    )


def _top(plan: Plan, done: Done, title: str, started: float, seconds: float) -> Markup:
    info = plan.document.data.get("info", {})
    facts = {
        "version": str(info.get("version", "")),
        "operations": str(len(plan.document.operations)),
        "specs": plan.document.spec.name,
        "server": plan.base_url or f"{done.stash.get(stash.BASE_URL, 'none')}, started for this",
        "seed": str(plan.seed),
        "budget": f"{plan.budget}: {plan.examples} examples of each operation",
        "began": time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(started)),
        "took": f"{seconds:.0f} s",
    }
    told = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts.items()]
    return tag("header", tag("h1", title), _verdict(done), tag("dl", *told))


def _verdict(done: Done) -> Markup:
    counts = done.outcomes.counts()
    if counts[State.FAILED]:
        failures = len(done.outcomes.findings)
        words = f"{failures} finding{'s' if failures > 1 else ''}, in {counts[State.FAILED]} of {counts.total()} tests"
        return _verdict_line(State.FAILED, words, "#failures")
    if done.is_interrupted or not done.is_proven:
        words = "broken off before the end" if done.is_interrupted else "nothing was proven"
        return _verdict_line(State.NOT_PROVABLE, words, "#claims")
    more = f"; {counts[State.NOT_PROVABLE]} could not be made" if counts[State.NOT_PROVABLE] else ""
    return _verdict_line(State.PROVEN, f"proven by {counts[State.PROVEN]} tests{more}", "#claims")


def _verdict_line(state: State, words: str, target: str) -> Markup:
    link = tag("a", f"{MARKS[state]} {words}", href=target)
    return tag("p", link, class_=f"verdict {state.value.replace(' ', '-')}")


def _main(plan: Plan, done: Done) -> Markup:
    outcomes, anchors = done.outcomes, Anchors(done.outcomes)
    parts = [
        ("operations", "Operations against claims", joined((_tools(), grid(plan.document, outcomes, anchors)))),
        ("failures", "Findings", findings_told(outcomes, anchors, plan.repeating) or tag("p", "None.")),
        ("reasons", "Not provable, and why", reasons_told(outcomes, anchors) or tag("p", "Everything could be tried.")),
        ("claims", "Claims", claims_table(outcomes)),
        ("words", "What held, in words", words_held(done.stash.get(stash.CLAIMS, None))),
        ("sent", "What was sent", sent_table(plan.document, done.stash.get(stash.LEDGER, None))),
    ]
    links = [tag("a", title, href=f"#{name}") for name, title, _ in parts]
    sections = [tag("section", tag("h2", title), content, id=name) for name, title, content in parts]
    return joined((tag("nav", *links, aria_label="sections"), tag("main", *sections)), "\n")


def _tools() -> Markup:
    legend = [
        tag("span", f"{MARKS[State.PROVEN]} proven", class_="proven"),
        tag("span", f"{MARKS[State.FAILED]} failed", class_="failed"),
        tag("span", f"{MARKS[State.NOT_PROVABLE]} not provable here", class_="not-provable"),
        tag("span", "empty: nothing is claimed of it"),
    ]
    return tag(
        "div",
        tag("label", "Filter ", tag("input", type="search", id="filter", placeholder="path, method or id ( / )")),
        tag("label", tag("input", type="checkbox", id="only-failed"), " only failed"),
        tag("label", tag("input", type="checkbox", id="only-open"), " only not provable"),
        tag("output", "", id="shown", for_="filter only-failed only-open"),
        tag("p", *legend, class_="legend"),
        class_="tools",
    )
