"""The other parts of the page: claims, failures, reasons, what held in words, what was sent."""

from collections.abc import Callable

from contract_tests.report.anchors import MARKS, Anchors
from contract_tests.report.claims import Claims
from contract_tests.report.markup import Markup, joined, tag
from contract_tests.report.outcomes import Finding, Outcome, Outcomes, State
from contract_tests.report.summary import MOST_WHOLE
from contract_tests.spec.document import Document
from contract_tests.traffic.ledger import Ledger

_ORDER = (State.PROVEN, State.FAILED, State.NOT_PROVABLE)
_MOST_UNFOLDED = 3


def claims_table(outcomes: Outcomes) -> Markup:
    """Every claim with what it claims, and its counts."""
    names = [f"{MARKS[state]}\N{NO-BREAK SPACE}{state.value}" for state in _ORDER]
    head = [tag("th", name, scope="col", class_="number") for name in (*names, "seconds")]
    rows = [_claim_row(outcomes, each.name, each.sentence) for each in outcomes.claims]
    rows.append(_claim_row(outcomes, None, "All of it."))
    columns = tag("tr", tag("th", "claim", scope="col"), *head)
    return tag("div", tag("table", tag("thead", columns), tag("tbody", *rows), class_="claims"), class_="wide")


def _claim_row(outcomes: Outcomes, name: str | None, sentence: str) -> Markup:
    counts = outcomes.counts(name)
    seconds = sum(each.seconds for each in (outcomes.all if name is None else outcomes.of(name)))
    cells = [
        tag("td", str(counts[state]), class_=f"number {state.value.replace(' ', '-')}" if counts[state] else "number")
        for state in _ORDER
    ]
    title = tag(
        "th", tag("b", name or "all"), tag("small", sentence), scope="row", id=f"claim-{name}" if name else False
    )
    return tag("tr", title, *cells, tag("td", f"{seconds:.1f}", class_="number"))


def findings_told(outcomes: Outcomes, anchors: Anchors, repeating: Callable[[Outcome], str]) -> Markup:
    """Each finding: the tests that failed for it, what the first of them say, and the command that repeats it."""
    return joined((_finding(each, anchors, repeating) for each in outcomes.findings), "\n")


def _finding(finding: Finding, anchors: Anchors, repeating: Callable[[Outcome], str]) -> Markup:
    failed = finding.outcomes
    texts = [tag("pre", text, tabindex="0") for text in finding.texts]
    told, more = texts[:MOST_WHOLE], texts[MOST_WHOLE:]
    if more:
        told.append(tag("details", tag("summary", f"{len(more)} more, of the same cause"), *more))
    again = tag("p", "again: ", tag("code", repeating(failed[0])), class_="again")
    return _article(failed, State.FAILED, anchors, *told, again)


def reasons_told(outcomes: Outcomes, anchors: Anchors) -> Markup:
    """Each reason once, with all tests that it is of."""
    told = outcomes.reasons.items()
    return joined(
        (_article(found, State.NOT_PROVABLE, anchors, tag("pre", text, tabindex="0")) for text, found in told), "\n"
    )


def _article(outcomes: list[Outcome], state: State, anchors: Anchors, *content: Markup) -> Markup:
    title, *others = dict.fromkeys(_title(each) for each in outcomes)
    more = [tag("ul", *(tag("li", each) for each in others))] if others else []
    if len(others) > _MOST_UNFOLDED:
        more = [tag("details", tag("summary", f"and {len(others)} more"), *more)]
    heading = tag("h3", f"{MARKS[state]} ", title)
    name = anchors.name(outcomes[0])
    return tag("article", heading, *more, *content, id=name, class_=state.value.replace(" ", "-"))


def _title(outcome: Outcome) -> Markup:
    parts = [tag("b", outcome.claim), f": {outcome.test}"]
    if outcome.operation:
        parts += [" ", tag("code", outcome.operation.id), " ", tag("small", outcome.operation.place)]
    return joined(parts)


def words_held(claims: Claims | None) -> Markup:
    """What held in words, each with the operations that it held for."""
    found: dict[str, list[str]] = {}
    for operation_id, told in (claims.table if claims else {}).items():
        for each in told:
            found.setdefault(each, []).append(operation_id)
    rows = [
        tag("li", tag("details", tag("summary", f"{words} ({len(ids)})"), tag("p", tag("code", ", ".join(ids)))))
        for words, ids in sorted(found.items())
    ]
    return tag("ul", *rows, class_="words") if rows else tag("p", "Nothing was noted in words.")


def sent_table(document: Document, ledger: Ledger | None) -> Markup:
    """Requests of each operation, by the status that came."""
    sent = ledger.sent if ledger else {}
    statuses = sorted({status for _, status in sent})
    head = [tag("th", str(each), scope="col", class_="number") for each in ("requests", *statuses)]
    rows = []
    for operation in document.operations.values():
        counts = [sent.get((operation.id, status), 0) for status in statuses]
        cells = [
            tag("td", f"{count:,}" if count else "", class_="number" if operation.declares(status) else "number other")
            for status, count in zip(statuses, counts, strict=True)
        ]
        total = tag("td", tag("b", f"{sum(counts):,}"), class_="number")
        rows.append(tag("tr", tag("th", tag("code", operation.id), scope="row"), total, *cells))
    table = tag("table", tag("thead", tag("tr", tag("th", "operation", scope="col"), *head)), tag("tbody", *rows))
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label="requests by status")
