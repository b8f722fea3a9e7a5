import asyncio
import json

import pytest
from starlette.requests import Request

from backend.cursors import BadCursor
from backend.database_errors import ConnectionLost, DatabaseUnavailable
from backend.handlers.outcomes import on_outcome
from backend.security.passwords import PasswordsBusy
from backend.stores.outcomes import EmailTaken, OwnerMissing, RowMissing, RowStale
from generated import problems
from generated.support.problems import Operation, Problem


def answer(error: Exception, *declared: type[Problem]) -> tuple[int, str, dict[str, str]]:
    """Return status, code and headers of what an operation answers that declares these problems."""
    operation = Operation("anOperation", "GET", "/", (*declared, problems.InternalError))
    scope = {"type": "http", "headers": [], "state": {}, "handfast.operation": operation}
    response = asyncio.run(on_outcome(Request(scope), error))
    return response.status_code, json.loads(bytes(response.body))["error_code"], dict(response.headers)


@pytest.mark.parametrize(
    ("error", "declared", "expected"),
    [
        (RowMissing(), [problems.Unauthorized, problems.TaskNotFound], (404, "task_not_found")),
        (RowMissing(), [problems.Unauthorized, problems.SessionNotFound], (404, "session_not_found")),
        (RowMissing(), [problems.Unauthorized, problems.ConversationNotFound], (404, "conversation_not_found")),
        (RowMissing(), [problems.Unauthorized], (401, "unauthorized")),  # the caller's own, deleted meanwhile
        (OwnerMissing(), [problems.Unauthorized, problems.TaskNotFound], (401, "unauthorized")),
        (OwnerMissing(), [problems.InvalidCredentials], (401, "invalid_credentials")),
        (RowStale(), [problems.PreconditionFailed], (412, "precondition_failed")),
        (EmailTaken(), [problems.EmailTaken], (409, "email_taken")),
        (BadCursor(), [problems.ValidationFailed], (422, "validation_failed")),
        (DatabaseUnavailable("gone"), [problems.ServiceUnavailable], (503, "service_unavailable")),
        (ConnectionLost("gone"), [problems.ServiceUnavailable], (503, "service_unavailable")),
        # Where the assistant's own 503 is declared too, and before it.
        (
            DatabaseUnavailable("gone"),
            [problems.AssistantUnavailable, problems.ServiceUnavailable],
            (503, "service_unavailable"),
        ),
        (PasswordsBusy(), [problems.ServiceUnavailable], (503, "service_unavailable")),
    ],
)
def test_declared(error: Exception, declared: list[type[Problem]], expected: tuple[int, str]) -> None:
    assert answer(error, *declared)[:2] == expected


@pytest.mark.parametrize("error", [RowMissing(), RowStale(), EmailTaken(), OwnerMissing(), BadCursor()])
def test_undeclared_is_a_fault_of_ours(error: Exception) -> None:
    assert answer(error, problems.Forbidden)[:2] == (500, "internal_error")


def test_when_to_come_back() -> None:
    for error in (DatabaseUnavailable("gone"), PasswordsBusy()):
        assert int(answer(error, problems.ServiceUnavailable)[2]["retry-after"]) >= 1
