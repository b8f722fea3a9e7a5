"""That the servers do the same: each answers each question with the same status and the same body.

They share a database, so what is read has to be equal to the last character; of what is made, ids and times differ.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import httpx

from bench.rows import LISTED, World
from bench.servers import Server

NOBODY = "0192f0c1-2b6d-7b52-8b1e-3f5a4c9d7e10"
DIFFERS = {"id", "created_at", "updated_at"}
SENT_TOO = ("content-type", "etag", "www-authenticate")


JSON = {"Content-Type": "application/json"}
GOOD_QUERIES = ("", "limit=20", "limit=5&sort=title", "completed=true", "priority=high&sort=-due_at", "q=task+1")
BAD_QUERIES = ("limit=0", "limit=101", "sort=colour", "priority=urgent", "completed=perhaps")
BODIES: tuple[tuple[int, dict[str, Any]], ...] = (
    (201, {"title": "Least"}),
    (201, {"title": "Ünïcode", "description": "\n", "completed": True, "priority": "low", "due_at": None}),
    (201, {"title": "Due", "priority": "high", "due_at": "2027-03-01T17:00:00.125+01:00"}),
    (422, {}),
    (422, {"title": ""}),
    (422, {"title": "x" * 201}),
    (422, {"title": "nul \x00"}),
    (422, {"title": "x", "priority": "urgent"}),
    (422, {"title": "x", "due_at": "1969-01-01T00:00:00Z"}),
    (422, {"title": "x", "due_at": "2027-03-01T17:00:00"}),
    (422, {"title": "x", "user_id": "somebody"}),
)


class NotEquivalent(Exception):
    """Two servers answer differently: what they do in a second says nothing."""


class Question(NamedTuple):
    name: str
    method: str
    path: str
    status: int
    headers: dict[str, str]
    body: bytes | None = None


def check_equivalence(servers: Sequence[Server], world: World) -> int:
    """Ask every server everything; return how many questions there were, or raise NotEquivalent."""
    asked = questions(world)
    answers = {server.name: _ask(server, asked) for server in servers}
    first, *others = answers
    for other in others:
        for question, one, another in zip(asked, answers[first], answers[other], strict=True):
            if one != another:
                raise NotEquivalent(f"{question.name}: {first} answers {one}, {other} {another}")
    pages = {server.name: _walk(server, world) for server in servers}
    if any(pages[other] != pages[first] for other in others):
        raise NotEquivalent(f"walking the pages of a list: {pages}")
    return len(asked) + 1


def questions(world: World) -> list[Question]:
    reader, writer = world.reader, world.writer
    mine, one = f"/api/{reader.id}/tasks", f"/api/{reader.id}/tasks/{world.task_ids[0]}"
    created = f"/api/{writer.id}/tasks"
    signed, _, signature = reader.token.rpartition(".")
    forged = f"{signed}.{signature[::-1]}"
    return [
        *(Question(f"list {query}", "GET", f"{mine}?{query}", 200, _bearer(reader.token)) for query in GOOD_QUERIES),
        *(Question(f"list {query}", "GET", f"{mine}?{query}", 422, _bearer(reader.token)) for query in BAD_QUERIES),
        Question("list of nobody", "GET", mine, 401, {}),
        Question("list with a forged token", "GET", mine, 401, _bearer(forged)),
        Question("list after log-out", "GET", f"/api/{world.ended.id}/tasks", 401, _bearer(world.ended.token)),
        Question("list of another", "GET", mine, 403, _bearer(writer.token)),
        Question("get", "GET", one, 200, _bearer(reader.token)),
        Question("get what is known", "GET", one, 304, {**_bearer(reader.token), "If-None-Match": '"1"'}),
        Question("get nothing", "GET", f"{mine}/{NOBODY}", 404, _bearer(reader.token)),
        Question("get another's", "GET", f"{created}/{world.task_ids[0]}", 404, _bearer(writer.token)),
        Question("get as another", "GET", one, 403, _bearer(writer.token)),
        Question("create for nobody", "POST", created, 401, JSON, b'{"title": "x"}'),
        Question("create for another", "POST", mine, 403, _bearer(writer.token) | JSON, b'{"title": "x"}'),
        *(
            Question(f"create {body}", "POST", created, status, _bearer(writer.token) | JSON, json.dumps(body).encode())
            for status, body in BODIES
        ),
    ]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _ask(server: Server, asked: Sequence[Question]) -> list[dict[str, Any]]:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        answers = []
        for question in asked:
            response = client.request(question.method, question.path, headers=question.headers, content=question.body)
            if response.status_code != question.status:
                raise NotEquivalent(
                    f"{question.name}: {server.name} answers {response.status_code}, not {question.status}"
                )
            answers.append(_essence(response))
    return answers


def _essence(response: httpx.Response) -> dict[str, Any]:
    """Keep of an answer what has to be the same; errors may be worded differently, down to their media type."""
    answer: dict[str, Any] = {"status": response.status_code}
    if response.is_error or not response.content:
        return answer
    answer.update({name: response.headers.get(name) for name in SENT_TOO})
    body = response.json()
    if location := response.headers.get("location"):
        answer["location"] = location.replace(body["id"], "…")
        body = {name: type(value).__name__ if name in DIFFERS else value for name, value in body.items()}
    elif "next_cursor" in body:
        body = {**body, "next_cursor": body["next_cursor"] is not None}
    return {**answer, "body": body}


def _walk(server: Server, world: World) -> list[str]:
    """List the ids on all pages, in a order that needs more than the id."""
    ids: list[str] = []
    parameters = {"limit": "7", "sort": "-priority"}
    url = f"{server.url}/api/{world.reader.id}/tasks"
    for _ in range(LISTED):
        page = httpx.get(url, params=parameters, headers=_bearer(world.reader.token), trust_env=False).json()
        ids += [task["id"] for task in page["items"]]
        if page["next_cursor"] is None:
            return ids
        parameters["cursor"] = page["next_cursor"]
    raise NotEquivalent(f"the pages of {server.name} have no end")
