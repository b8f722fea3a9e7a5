"""The table of operations against claims."""

from collections.abc import Iterator

from contract_tests.report.anchors import MARKS, Anchors
from contract_tests.report.markup import Markup, joined, tag
from contract_tests.report.outcomes import Claim, Outcome, Outcomes, State
from contract_tests.spec.document import Document, Operation

_MOST_IN_TOOLTIP = 3
_LONGEST_IN_TOOLTIP = 240


def grid(document: Document, outcomes: Outcomes, anchors: Anchors) -> Markup:
    """A row for each operation, and one for what is about none of them; a column for each claim."""
    head = tag("tr", tag("th", "operation", scope="col", class_="corner"), *map(_heading, outcomes.claims))
    operations = [*document.operations.values(), None]
    rows = joined((_row(each, outcomes.claims, anchors) for each in operations), "\n")
    table = tag("table", tag("thead", head), tag("tbody", rows, id="rows"), class_="grid")
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label="operations against claims")


def _heading(claim: Claim) -> Markup:
    return tag("th", tag("a", claim.name, href=f"#claim-{claim.name}", title=claim.sentence), scope="col")


def _row(operation: Operation | None, claims: list[Claim], anchors: Anchors) -> Markup:
    found = [_tried(anchors.cell(operation, claim.name)) for claim in claims]
    states = {each.state for cell in found for each in cell}
    cells = [_cell(cell, claim, anchors) for cell, claim in zip(found, claims, strict=True)]
    failed, open_ = State.FAILED in states, State.NOT_PROVABLE in states
    return tag("tr", _named(operation), *cells, data_failed=failed, data_open=open_)


def _tried(outcomes: list[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.state is not State.IDLE]


def _named(operation: Operation | None) -> Markup:
    if operation is None:
        return tag("th", "the API as a whole", scope="row")
    words = joined(operation.path.split("/"), joined((tag("wbr"), "/")))  # may be broken where a segment begins
    path = joined((tag("b", operation.method), words), " ")
    return tag("th", tag("code", path), tag("small", tag("span", operation.id), " ", operation.place), scope="row")


def _cell(outcomes: list[Outcome], claim: Claim, anchors: Anchors) -> Markup:
    if not outcomes:
        return tag("td")
    worst = next(state for state in State if any(each.state is state for each in outcomes))
    parts = joined(_parts(outcomes, anchors), " ")
    return tag("td", parts, class_=_class(worst), title=_tooltip(claim, outcomes))


def _parts(outcomes: list[Outcome], anchors: Anchors) -> Iterator[Markup]:
    """Each state with its sign and how often; what is told at length below leads there."""
    for state in State:
        found = [each for each in outcomes if each.state is state]
        if not found:
            continue
        told = joined((f"{MARKS[state]} {len(found)}", tag("i", f" {state.value}")))
        if state is State.PROVEN:
            yield tag("span", told, class_=_class(state))
        else:
            yield tag("a", told, href=f"#{anchors.name(found[0])}", class_=_class(state))


def _tooltip(claim: Claim, outcomes: list[Outcome]) -> str:
    lines = [f"{claim.name}: {claim.sentence}"]
    told = [f"{MARKS[each.state]} {each.test}: {each.text}" for each in outcomes if each.state is not State.PROVEN]
    lines += [each[:_LONGEST_IN_TOOLTIP] for each in told[:_MOST_IN_TOOLTIP]]
    proven = sum(each.state is State.PROVEN for each in outcomes)
    return "\n".join([*lines, *([f"{MARKS[State.PROVEN]} {proven} proven"] if proven else [])])


def _class(state: State) -> str:
    return state.value.replace(" ", "-")
