"""Failures: declared error responses whose body is no problem's document."""

from collections.abc import Mapping
from typing import Any, ClassVar

from starlette.responses import Response
from starlette.types import Scope

from .adapters import Adapter
from .problems import Problem
from .values import header_text


class Failure(Problem):
    """An error with a body that the handler gives. Raise one of its subclasses."""

    error_code: ClassVar[str] = ""
    media_type: ClassVar[str]
    adapter: ClassVar[Adapter[Any] | None] = None

    def __init__(self, content: Any, *, status: int | None = None, headers: Mapping[str, Any] | None = None) -> None:
        written = {name: header_text(value) for name, value in (headers or {}).items() if value is not None}
        super().__init__(status=status, headers=written)
        self.content = content

    def response(self, scope: Scope) -> Response:  # noqa: ARG002 - nothing of the request is in it
        """The body as it is declared. Content of another type is an error, not a response."""
        adapter = type(self).adapter
        content = adapter.built.dump_json(self.content, warnings="error") if adapter else self.content
        headers = dict(self.headers)
        return Response(content, self.status, headers, self.media_type)
