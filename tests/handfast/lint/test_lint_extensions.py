"""Rules for our extensions: known, in their place, and naming what is there."""

import pytest

from tests.handfast.lint.breaches import NOBODY, Contract


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            "summary: Get my name\n",
            "summary: Get my name\n      x-vendor: 1\n",
            ["openapi.yaml:89:7: x-vendor is no extension that this house knows"],
        ),
        (
            "summary: Get my name\n",
            "summary: Get my name\n      x-owner: true\n",
            ["openapi.yaml:89:7: x-owner belongs on: parameter; not on: operation"],
        ),
        (
            "x-search: [title]",
            "x-search: title",
            ["openapi.yaml:18:32: x-search takes a list"],
        ),
        (
            "x-sort: {title: title}",
            "x-sort: [title]",
            ["openapi.yaml:19:35: x-sort takes a mapping"],
        ),
        (
            "x-filter: done",
            "x-filter: [done]",
            ["openapi.yaml:17:35: x-filter takes a text"],
        ),
        (
            "x-caller-owned: true",
            "x-caller-owned: 'yes'",
            [
                f"openapi.yaml:85:5: getMe: {NOBODY}",
                "openapi.yaml:89:7: x-caller-owned takes a boolean",
            ],
        ),
    ],
)
def test_known_extensions(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


@pytest.mark.parametrize(
    ("old", "new", "findings"),
    [
        (
            "      x-page: {items: items, next: next_cursor, limit: limit, cursor: cursor}\n",
            "",
            ["openapi.yaml:9:5: listNotes: filters or sorts a list, but has no x-page"],
        ),
        *(
            (
                f"{role}: {name}{after}",
                f"{role}: none{after}",
                [f"openapi.yaml:14:7: listNotes: x-page names no {role} that is there"],
            )
            for role, name, after in (
                ("next", "next_cursor", ", limit"),
                ("limit", "limit", ", cursor"),
                ("cursor", "cursor", "}\n"),
            )
        ),
        (
            "x-page: {items: items, ",
            "x-page: {",
            [
                "openapi.yaml:9:5: listNotes: the parameter 'done' names 'done', which no item has",
                "openapi.yaml:9:5: listNotes: the parameter 'q' names 'title', which no item has",
                "openapi.yaml:9:5: listNotes: the parameter 'sort' names 'title', which no item has",
                "openapi.yaml:14:7: listNotes: x-page names no items that is there",
            ],
        ),
        (
            "x-filter: done",
            "x-filter: finished",
            ["openapi.yaml:9:5: listNotes: the parameter 'done' names 'finished', which no item has"],
        ),
        (
            "x-search: [title]",
            "x-search: [title, text]",
            ["openapi.yaml:9:5: listNotes: the parameter 'q' names 'text', which no item has"],
        ),
        (
            "x-sort: {title: title}",
            "x-sort: {title: name, -title: name}",
            ["openapi.yaml:9:5: listNotes: the parameter 'sort' names 'name', which no item has"],
        ),
    ],
)
def test_list_extensions(contract: Contract, old: str, new: str, findings: list[str]) -> None:
    contract.replace(old, new)
    assert contract.findings() == findings


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("x-sort: {title: title}, x-nulls: last", []),
        ("x-sort: {title: title}, x-nulls: never", ["x-nulls is `first` or `last`"]),
        ("x-nulls: last", ["x-nulls is about an order, and there is no x-sort"]),
    ],
)
def test_places_of_nulls(contract: Contract, said: str, found: list[str]) -> None:
    contract.replace("x-sort: {title: title}", said)
    assert [each.partition(": ")[2] for each in contract.findings()] == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('x-filter: done, x-compare: ">="', []),
        ("x-filter: done, x-compare: above", ["x-compare is one of `>=`, `>`, `<=`, `<`"]),
        ('x-compare: "<"', ["x-compare is about a filter, and there is no x-filter"]),
    ],
)
def test_comparisons(contract: Contract, said: str, found: list[str]) -> None:
    contract.replace("x-filter: done", said)
    assert [each.partition(": ")[2] for each in contract.findings()] == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("x-order: [-title, done]", []),
        ("x-order: [-colour]", ["listNotes: x-order names 'colour', which no item has"]),
        ("x-order: -title", ["x-order takes a list"]),
        ("x-order: [1]", ["listNotes: x-order names properties, each with `-` before it if it descends"]),
    ],
)
def test_orders(contract: Contract, said: str, found: list[str]) -> None:
    contract.replace("operationId: listNotes", f"operationId: listNotes\n      {said}")
    assert [each.partition(": ")[2] for each in contract.findings()] == found


def test_only_lists_have_an_order(contract: Contract) -> None:
    contract.replace("operationId: createNote", "operationId: createNote\n      x-order: [title]")
    assert [each.partition(": ")[2] for each in contract.findings()] == [
        "createNote: x-order is about a list, and there is no x-page"
    ]


@pytest.mark.parametrize(
    ("old", "found"), [("done: {type: boolean", []), ("Id: {type: string", ["x-current is of a boolean"])]
)
def test_current_items_say_so_by_a_boolean(contract: Contract, old: str, found: list[str]) -> None:
    contract.replace(old, f"{old}, x-current: true", file="shared.yaml")
    assert [each.partition(": ")[2] for each in contract.findings()] == found


def test_idempotency_key_is_a_header(contract: Contract) -> None:
    contract.replace("x-filter: done", "x-idempotency-key: true")
    assert [each.partition(": ")[2] for each in contract.findings()] == ["x-idempotency-key belongs on a header"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("x-counts-by: [address, body.title]", ["createNote: x-counts-by is about a limit, and there is no 429"]),
        (
            "x-counts-by: [address, body.colour]",
            [
                "createNote: x-counts-by is about a limit, and there is no 429",
                "createNote: x-counts-by: 'body.colour' is none of address, body.size, body.title, user",
            ],
        ),
    ],
)
def test_counted_limits(contract: Contract, said: str, found: list[str]) -> None:
    contract.replace("operationId: createNote", f"operationId: createNote\n      {said}")
    assert [each.partition(": ")[2] for each in contract.findings()] == found
