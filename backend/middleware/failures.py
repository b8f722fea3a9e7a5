"""The innermost layer: an exception that nothing else caught becomes a 500 and a traceback in the log.

A request that the server gives up on, as it stops, becomes a 503.
"""

import asyncio

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.database_errors import DatabaseError
from backend.logs import get_logger
from backend.migrations import MigrationError
from generated.problems import ServiceUnavailable
from generated.support.problems import internal_error, operation_of, problem_response

RETRY_SECONDS = 5


class Failures:
    """Answers with the operation's own 500 problem: the framework's is plain text, and outside of CORS."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._start(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            return  # it went away: there is nobody to answer, and nothing is wrong here
        except asyncio.CancelledError:
            await self._give_up(scope, receive, send)
        except Exception:  # noqa: BLE001 - this is where blindness is due
            self._log.exception("unhandled exception")
            if scope["state"]["status"] is None:
                await internal_error(scope)(scope, receive, send)

    async def _give_up(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a handler that was cancelled, which uvicorn would show a traceback of."""
        if scope["state"]["status"] is not None:
            return
        operation = operation_of(scope)
        if operation is not None and ServiceUnavailable in operation.problems:
            response = problem_response(scope, ServiceUnavailable(retry_after=RETRY_SECONDS))
        else:
            response = internal_error(scope)
        await response(scope, receive, send)

    async def _start(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say in one line what the database has against starting, where the framework shows a traceback."""

        async def send_without_traceback(message: Message) -> None:
            await send({"type": message["type"]})

        try:
            await self._app(scope, receive, send_without_traceback)
        except (DatabaseError, MigrationError) as error:
            self._log.error("the server cannot start", reason=str(error))
            raise
        except Exception:
            self._log.exception("the server cannot start")
            raise
