"""What stores and the database could not do, as the problems that the operation declares for it."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from backend.cursors import BadCursor
from backend.database_errors import DatabaseUnavailable
from backend.logs import get_logger
from backend.security.passwords import PasswordsBusy
from backend.stores.outcomes import EmailTaken, OwnerMissing, RowMissing, RowStale
from generated import problems
from generated.support.problems import FieldError, Problem, internal_error, operation_of, problem_response

RETRY_SECONDS = 5
STATUSES: dict[type[Exception], tuple[int, ...]] = {
    # Where the document knows no 404, what is missing is the caller's own: deleted since the token was looked at.
    RowMissing: (404, 401),
    OwnerMissing: (401,),
    RowStale: (412,),
    EmailTaken: (409,),
}


def add_outcome_handlers(app: FastAPI) -> None:
    """Answer with problems, so that no handler has to catch what every handler would have to."""
    for kind in (*STATUSES, BadCursor, DatabaseUnavailable, PasswordsBusy):
        app.add_exception_handler(kind, on_outcome)


async def on_outcome(request: Request, error: Exception) -> Response:
    problem = problem_of(request, error)
    if problem is None:
        get_logger().error("an outcome that the operation does not declare", outcome=type(error).__name__)
        return internal_error(request.scope)
    return problem_response(request.scope, problem)


def problem_of(request: Request, error: Exception) -> Problem | None:
    if isinstance(error, BadCursor):
        fault = FieldError("query", "/cursor", "does not belong to this list")
        return problems.ValidationFailed(errors=[fault])
    if isinstance(error, DatabaseUnavailable):
        get_logger().warning("the database is unavailable", reason=str(error))
        return problems.ServiceUnavailable(retry_after=RETRY_SECONDS)
    if isinstance(error, PasswordsBusy):
        return problems.ServiceUnavailable(retry_after=RETRY_SECONDS)
    operation = operation_of(request.scope)
    declared = [operation and operation.problem(status) for status in STATUSES[type(error)]]
    return next((problem() for problem in declared if problem), None)
