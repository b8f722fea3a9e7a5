"""Cross-origin requests: which pages of other origins may call this server from a browser."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from backend.current import current_scope
from generated.support.problems import Refused, refusal_response

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SENT = ("Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Request-ID")
EXPOSED = ("Location", "ETag", "Retry-After", "Deprecation", "Sunset", "X-Request-ID", "X-Contract")


class Origins(CORSMiddleware):
    """Starlette's CORS, whose refusals are problems. Cookies are not let through: there are none."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        super().__init__(app, allow_origins=origins, allow_methods=METHODS, allow_headers=SENT, expose_headers=EXPOSED)

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code == HTTPStatus.OK:
            return response
        detail = "This origin may not send such a request."
        refusal = refusal_response(current_scope.get(), Refused(response.status_code, detail))
        refusal.headers["Vary"] = response.headers["Vary"]
        return refusal
