"""Failures: declared error responses whose body is no problem's document, and those that have none.

Problem
├── Failure   has a body that the handler gives
└── Bare      has no body
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from starlette.responses import Response
from starlette.types import Scope

from .adapters import Adapter
from .gaps import filled
from .problems import FieldError, Problem, Refused, phrase_of, request_id
from .responses import accepted
from .values import header_text


class Failure(Problem):
    """An error with a body that the handler gives. Raise one of its subclasses."""

    error_code: ClassVar[str] = ""
    media_type: ClassVar[str]
    media_types: ClassVar[tuple[str, ...]] = ()
    """Where several say the same JSON: the one that the client would rather have is sent."""
    adapter: ClassVar[Adapter[Any] | None] = None
    refusal: ClassVar[Any] = None
    """What the server itself says in this body, with gaps; None if it cannot say it so."""

    def __init__(
        self,
        content: Any,
        *,
        status: int | None = None,
        headers: Mapping[str, Any] | None = None,
        media_type: str | None = None,
    ) -> None:
        written = {name: header_text(value) for name, value in (headers or {}).items() if value is not None}
        super().__init__(status=status, headers=written)
        self.content = content
        self.chosen = media_type

    def response(self, scope: Scope) -> Response:
        """The body as it is declared. Content of another type is an error, not a response."""
        adapter = type(self).adapter
        content = adapter.built.dump_json(self.content, warnings="error") if adapter else self.content
        headers = dict(self.headers)
        return Response(content, self.status, headers, self.chosen or self._accepted(scope))

    @classmethod
    def _accepted(cls, scope: Scope) -> str:
        return accepted(scope, *cls.media_types) if cls.media_types else cls.media_type

    @classmethod
    def refused(cls, scope: Scope, status: int, refused: Refused) -> Response | None:
        if cls.refusal is None:
            return None
        phrase = phrase_of(status)
        said = {
            "detail": refused.detail or next(map(_worded, refused.errors), phrase),
            "status": status,
            "status_text": str(status),
            "error_code": phrase.lower().replace(" ", "_").replace("-", "_"),
            "request_id": request_id(scope),
        }
        content = filled(cls.refusal, said)
        text = json.dumps(content, ensure_ascii=False) if cls.adapter else str(content)
        return Response(text, status, dict(cls.fixed_headers), cls._accepted(scope))


class Bare(Problem):
    """An error without a body: status and headers are all that is sent. Raise one of its subclasses."""

    def response(self, scope: Scope) -> Response:  # noqa: ARG002
        return Response(None, self.status, dict(self.headers))

    @classmethod
    def refused(cls, scope: Scope, status: int, refused: Refused) -> Response | None:  # noqa: ARG003
        return Response(None, status, dict(cls.fixed_headers))


def _worded(error: FieldError) -> str:
    return f"{error.in_} {error.pointer}: {error.message}" if error.pointer else f"{error.in_}: {error.message}"
