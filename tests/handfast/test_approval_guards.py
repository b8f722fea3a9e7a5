"""What is guarded is judged by what it guards: told of each operation, at the line of the word or where it was."""

import pytest

from handfast.approval import guards
from handfast.approval.verdicts import judge
from handfast.spec.document import load
from tests.handfast.approved import needs_tools
from tests.handfast.documents import Write

DOCUMENT = """\
openapi: 3.1.0
info: {title: Notes, version: "1.2.0"}
security: [{token: []}]
paths:
  /{user_id}/notes:
    parameters:
      - {$ref: "#/components/parameters/Owner"}
    get:
      x-needs: [database]
      x-page: {items: /items}
      parameters:
        - {name: done, in: query, x-filter: done, schema: {type: boolean}}
      responses: {"204": {description: Done.}}
    post:
      responses:
        "204": {description: Done.}
        "409":
          description: Taken.
          x-discloses: whoever is new
  /health:
    get: {security: [], deprecated: true, responses: {"204": {description: Well.}}}
  /me:
    get:
      x-caller-owned: true
      deprecated: false
      responses: {"204": {description: Done.}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
  parameters:
    Owner: {name: user_id, in: path, required: true, x-owner: true, schema: {type: string}}
"""
OWNER = "x-owner of the path parameter user_id"
READ, WRITE, ME = "GET /{user_id}/notes", "POST /{user_id}/notes", "GET /me"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            ", x-owner: true",
            "",
            [
                f"32:5 {READ} {OWNER} is gone, and was true: major",
                f"32:5 {WRITE} {OWNER} is gone, and was true: major",
            ],
        ),
        ("x-caller-owned: true", "summary: Me", [f"23:5 {ME} x-caller-owned is gone, and was true: major"]),
        (
            "deprecated: true",
            "x-caller-owned: true",
            ["21:25 GET /health x-caller-owned is true, and was not there: minor"],
        ),
        (
            "x-filter: done",
            "x-filter: seen",
            [f'12:35 {READ} x-filter of the query parameter done is "seen", and was "done": major'],
        ),
        ("[database]", "[keys]", [f'9:7 {READ} x-needs is ["keys"], and was ["database"]: patch']),
        (
            "x-discloses: whoever is new",
            "x-other: whoever is new",
            [f'17:9 {WRITE} x-discloses of the response 409 is gone, and was "whoever is new": minor'],
        ),
        ("security: [], ", "", ["21:5 GET /health asks for token, and asked for nothing: major"]),
        ("deprecated: false", "security: [{}]", [f"25:7 {ME} asks for nothing, and asked for token: major"]),
        (
            "deprecated: false",
            "security: [{token: []}, {key: []}]",
            [f"25:7 {ME} asks for token or key, and asked for token: minor"],
        ),
        ("deprecated: false", "security: [{token: []}]", []),  # as before
        ("user_id", "id", []),  # what it is called promises nothing
    ],
)
def test_each_change_of_what_is_guarded(write: Write, old: str, new: str, found: list[str]) -> None:
    assert old in DOCUMENT
    before, after = load(write(DOCUMENT, "old.yaml")), load(write(DOCUMENT.replace(old, new), "new.yaml"))
    assert [
        f"{str(after.locate(item.pointer, key=True)).partition(':')[2]} {item.operation} {item.message}: {item.impact}"
        for item in guards.changes(before, after, hidden=True)
    ] == found


def test_an_owner_goes_under_another_name(write: Write) -> None:
    before = load(write(DOCUMENT, "old.yaml"))
    after = load(write(DOCUMENT.replace("user_id", "id").replace(", x-owner: true", ""), "new.yaml"))
    assert {item.message for item in guards.changes(before, after, hidden=True)} == {
        "x-owner of the path parameter id is gone, and was true"
    }


def test_what_clients_do_not_get_is_not_told_to_them(write: Write) -> None:
    published = "\n".join(line for line in DOCUMENT.splitlines() if "x-needs" not in line and "x-caller" not in line)
    before, after = load(write(published, "old.yaml")), load(write(DOCUMENT, "new.yaml"))
    assert list(guards.changes(before, after, hidden=False)) == []
    assert len(list(guards.changes(before, after, hidden=True))) == 2


@needs_tools
def test_the_verdict_is_by_what_is_guarded_and_says_it_once(write: Write) -> None:
    without = DOCUMENT.replace(", x-owner: true", "").replace("items: /items", "items: /notes")
    verdict = judge(load(write(DOCUMENT, "old.yaml")), load(write(without.replace("security: [], ", ""), "new.yaml")))
    assert verdict.bump == "major"
    assert sorted(
        (item.operation, item.message.partition(" ")[0], str(item.place)) for item in verdict.differences
    ) == [
        ("GET /health", "asks", "new.yaml:21:5"),
        (READ, "x-owner", "new.yaml:32:5"),
        (READ, "x-page", "new.yaml:10:7"),
        (WRITE, "x-owner", "new.yaml:32:5"),
    ]
