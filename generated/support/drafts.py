"""Drafts: operations that nobody has promised yet, and so nobody has written. Examples answer for them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from .problems import Refused

_PREFERRED = re.compile(r'(?:^|[,;\s])code\s*=\s*"?([1-5][0-9]{2})\b', re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """An answer of a draft, made of the document's examples and schemas when this package was."""

    status: int
    media_type: str | None = None
    content: str | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def example_response(request: Request, *examples: Example) -> Response:
    """The first example, or that of the status that the request prefers: `Prefer: code=404` (RFC 7240)."""
    wanted = _PREFERRED.search(", ".join(request.headers.getlist("prefer")))
    chosen = [example for example in examples if wanted and example.status == int(wanted[1])]
    for example in chosen or examples:
        headers = {**example.headers, **({"Preference-Applied": f"code={example.status}"} if chosen else {})}
        return Response(example.content, example.status, headers, example.media_type)
    raise Refused(501)
