"""The rows that all servers answer from, and the operations that are measured on them."""

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import jwt
import psycopg
from uuid_utils.compat import uuid7

from backend.migrations import migrate
from bench.load import Operation

ISSUER = "handfast"
LISTED = 20
STRANGERS = 200
TASKS_OF_A_STRANGER = 50
LIFE = timedelta(days=1)

ADD_USERS = """
    INSERT INTO users (id, issuer, subject, email, password_hash, name, assistant_instructions, created_at)
    SELECT id, %s, id, id || '@example.com', NULL, 'Somebody', '', now() FROM unnest(%s::text[]) AS id
"""
ADD_SESSIONS = """
    INSERT INTO sessions (id, user_id, created_at, expires_at, user_agent)
    SELECT id, user_id, now(), %s, 'bench' FROM unnest(%s::uuid[], %s::text[]) AS given (id, user_id)
"""
ADD_TASKS = """
    INSERT INTO tasks
    (id, user_id, title, description, completed, priority, due_at, created_at, updated_at, version)
    SELECT gen_random_uuid(), user_id, 'Task ' || number, 'What there is to say about task ' || number || '.',
           number %% 3 = 0, (ARRAY['low', 'medium', 'high'])[number %% 3 + 1]::task_priority,
           CASE WHEN number %% 2 = 0 THEN now() + number * interval '1 hour' END,
           now() - number * interval '1 minute', now() - number * interval '1 second', 1
    FROM unnest(%s::text[]) AS user_id, generate_series(1, %s) AS number
"""
TIDY = "VACUUM ANALYZE"
IDS = "SELECT id::text FROM tasks WHERE user_id = %s ORDER BY created_at"


class Client(NamedTuple):
    """A user with a live session."""

    id: str
    token: str


class World(NamedTuple):
    """What is in the database, as far as requests are about it."""

    reader: Client
    writer: Client
    ended: Client
    task_ids: list[str]


def fill(url: str, secret: str) -> World:
    """Migrate the empty database and fill it: who is measured is one of many."""
    migrate(url)
    end = datetime.now(UTC) + LIFE
    users = [str(uuid7()) for _ in range(STRANGERS + 3)]
    sessions = [uuid7() for _ in users]
    clients = [
        Client(user, _token(user, str(session), end, secret)) for user, session in zip(users, sessions, strict=True)
    ]
    reader, writer, ended = clients[:3]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(ADD_USERS, [ISSUER, users])
        connection.execute(ADD_SESSIONS, [end, sessions, users])
        connection.execute("DELETE FROM sessions WHERE user_id = %s", [ended.id])
        connection.execute(ADD_TASKS, [[reader.id], LISTED])
        connection.execute(ADD_TASKS, [users[3:], TASKS_OF_A_STRANGER])
        connection.execute(TIDY)
        ids = [str(row[0]) for row in connection.execute(IDS, [reader.id])]
    return World(reader, writer, ended, ids)


def forget_writes(url: str, world: World) -> None:
    """Take out what was created, so that each round begins with the same rows."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM tasks WHERE user_id = %s", [world.writer.id])
        connection.execute(TIDY)


def operations(world: World) -> tuple[Operation, ...]:
    reader, writer = world.reader, world.writer
    task = {"title": "Write the contract", "description": "Every status, header and bound.", "priority": "high"}
    bodies = [json.dumps({**task, "due_at": due}).encode() for due in (None, "2027-03-01T17:00:00+01:00")]
    tasks = f"/api/{reader.id}/tasks"
    return (
        Operation("list", 200, (_request("GET", f"{tasks}?limit={LISTED}", reader),)),
        Operation("get", 200, tuple(_request("GET", f"{tasks}/{task_id}", reader) for task_id in world.task_ids)),
        Operation("create", 201, tuple(_request("POST", f"/api/{writer.id}/tasks", writer, body) for body in bodies)),
    )


def _token(user_id: str, session_id: str, end: datetime, secret: str) -> str:
    claims = {"iss": ISSUER, "sub": user_id, "sid": session_id, "iat": int((end - LIFE).timestamp())}
    return jwt.encode({**claims, "exp": int(end.timestamp())}, secret, "HS256")


def _request(method: str, target: str, client: Client, body: bytes = b"") -> bytes:
    lines = [
        f"{method} {target} HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: bench",
        "Accept: application/json",
        f"Authorization: Bearer {client.token}",
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
