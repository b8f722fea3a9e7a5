from typing import Any

import httpx
import pytest

from tests.backend.people import Person

GONE = "01a1a5c0-3f6e-7c41-9a52-7d1f0b8e64c3"


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]
    return response.status_code, response.json()["error_code"]


def test_create_and_get(ada: Person) -> None:
    made = ada.make_task(due_at="2026-12-01T17:00:00+01:00", priority="high")
    assert made.json()["due_at"] == "2026-12-01T16:00:00Z"
    assert made.headers["location"] == f"{ada.tasks}/{made.json()['id']}"
    found = ada.client.get(made.headers["location"])
    assert found.status_code == 200
    assert found.json() == made.json()
    assert found.headers["etag"] == made.headers["etag"]


def test_replace_gives_defaults_to_what_is_left_out(ada: Person) -> None:
    task = ada.make_task(description="Every status.", priority="high").headers["location"]
    response = ada.client.put(task, json={"title": "New"})
    assert response.status_code == 200
    assert (response.json()["description"], response.json()["priority"]) == ("", "medium")


def test_update_leaves_alone_what_is_left_out(ada: Person) -> None:
    made = ada.make_task(description="Every status.", due_at="2026-12-01T17:00:00Z")
    response = ada.client.patch(made.headers["location"], json={"due_at": None})
    assert response.status_code == 200
    changed = response.json()
    assert changed["updated_at"] >= made.json()["updated_at"]
    assert changed == {**made.json(), "due_at": None, "updated_at": changed["updated_at"]}
    assert response.headers["etag"] != made.headers["etag"]


def test_toggle_and_delete(ada: Person) -> None:
    task = ada.make_task().headers["location"]
    assert [ada.client.patch(f"{task}/complete").json()["completed"] for _ in range(2)] == [True, False]
    deleted = ada.client.delete(task)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert problem(ada.client.delete(task)) == (404, "task_not_found")


def test_list(ada: Person) -> None:
    for number in range(5):
        ada.make_task(title=f"Task {number}", completed=number % 2 == 0)
    titles: list[str] = []
    query: dict[str, Any] = {"limit": 2, "sort": "title"}
    while True:
        page = ada.client.get(ada.tasks, params=query).json()
        titles += [task["title"] for task in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert titles == [f"Task {number}" for number in range(5)]
    assert len(ada.client.get(ada.tasks, params={"completed": "true", "q": "TASK"}).json()["items"]) == 3


def test_if_match(ada: Person) -> None:
    made = ada.make_task()
    task, tag = made.headers["location"], made.headers["etag"]
    stale = ada.client.patch(task, json={"title": "New"}, headers={"If-Match": f'"x", {tag}'}).headers["etag"]
    for header in (tag, f"W/{stale}", '"x"'):
        headers = {"If-Match": header}
        assert problem(ada.client.put(task, json={"title": "a"}, headers=headers)) == (412, "precondition_failed")
        assert problem(ada.client.patch(task, json={"title": "a"}, headers=headers)) == (412, "precondition_failed")
        assert problem(ada.client.patch(task, json={}, headers=headers)) == (412, "precondition_failed")
        assert problem(ada.client.patch(f"{task}/complete", headers=headers)) == (412, "precondition_failed")
        assert problem(ada.client.delete(task, headers=headers)) == (412, "precondition_failed")
    assert ada.client.get(task).json()["title"] == "New"
    assert problem(ada.client.delete(task, headers={"If-Match": "no tag"})) == (422, "validation_failed")
    assert problem(ada.client.delete(f"{ada.tasks}/{GONE}", headers={"If-Match": tag})) == (404, "task_not_found")
    assert ada.client.delete(task, headers={"If-Match": "*"}).status_code == 204


def test_if_none_match(ada: Person) -> None:
    made = ada.make_task()
    task, tag = made.headers["location"], made.headers["etag"]
    for header in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        response = ada.client.get(task, headers={"If-None-Match": header})
        assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", tag)
    for header in ('"x"', "no tag", tag.strip('"')):
        assert ada.client.get(task, headers={"If-None-Match": header}).status_code == 200


def test_user_does_not_see_other(ada: Person, eve: Person) -> None:
    task = ada.make_task().json()["id"]
    for path in (ada.tasks, f"{ada.tasks}/{task}", "/api/nobody/tasks", "/api/%00/tasks", "/api/a%2Fb/tasks"):
        assert problem(eve.client.get(path)) == (403, "forbidden")
    theirs = eve.client.get(f"{eve.tasks}/{task}")
    missing = eve.client.get(f"{eve.tasks}/{GONE}")
    assert problem(theirs) == problem(missing) == (404, "task_not_found")
    assert {**theirs.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert eve.client.get(eve.tasks).json()["items"] == []
    assert eve.client.delete(f"{eve.tasks}/{task}").status_code == 404
    assert ada.client.get(f"{ada.tasks}/{task}").status_code == 200


def test_method_that_is_not_there(ada: Person) -> None:
    response = ada.client.post(f"{ada.tasks}/{GONE}")
    assert problem(response) == (405, "method_not_allowed")
    assert {"GET", "PUT", "PATCH", "DELETE"} <= set(response.headers["allow"].split(", "))


@pytest.mark.parametrize("name", ["limit", "sort", "completed", "priority", "cursor", "q"])
def test_parameters_of_another_kind(ada: Person, name: str) -> None:
    response = ada.client.get(ada.tasks, params={name: "\u0000"})
    assert problem(response) == (422, "validation_failed")
    (error,) = response.json()["errors"]
    assert (error["in"], error["pointer"]) == ("query", f"/{name}")


def test_cursors_are_good_for_their_list_only(ada: Person, eve: Person) -> None:
    for person in (ada, eve):
        for _ in range(2):
            person.make_task(completed=True)
    cursor = ada.client.get(ada.tasks, params={"limit": 1}).json()["next_cursor"]
    assert ada.client.get(ada.tasks, params={"cursor": cursor}).status_code == 200
    edited = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")
    for client, path, query in (
        (ada.client, ada.tasks, {"cursor": edited}),
        (ada.client, ada.tasks, {"cursor": "A"}),
        (ada.client, ada.tasks, {"cursor": cursor, "completed": "true"}),
        (ada.client, ada.tasks, {"cursor": cursor, "sort": "title"}),
        (ada.client, "/api/auth/sessions", {"cursor": cursor}),
        (eve.client, eve.tasks, {"cursor": cursor}),
    ):
        response = client.get(path, params=query)
        assert problem(response) == (422, "validation_failed")
        assert response.json()["errors"][0]["pointer"] == "/cursor"
