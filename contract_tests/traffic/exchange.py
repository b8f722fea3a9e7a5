"""A request and its answer, and how they are shown to people."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from contract_tests.spec.document import Operation
from contract_tests.spec.sources import parse
from contract_tests.traffic.curl import curl_line

_LONGEST_SHOWN = 600
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.1
_FIELD_VALUE = re.compile(r"[\t -~\x80-\U0010ffff]*")  # section 5.5: no control characters
_BAD_REQUEST = 400


@dataclass(frozen=True)
class Request:
    """What is sent for an operation. A body goes with its media type, as JSON; `raw` is sent instead, as it is."""

    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    media_type: str | None = None
    raw: bytes | None = None
    is_chunked: bool = False


@dataclass(frozen=True)
class Exchange:
    """What was sent for an operation, and what came back. Names of headers are in lower case."""

    operation: Operation
    method: str
    url: str
    status: int
    headers: dict[str, str]
    content: bytes
    request_headers: dict[str, str] = field(default_factory=dict)
    request_content: bytes = b""
    path_parameters: dict[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str | None:
        value = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return value or None

    @cached_property
    def body(self) -> Any:
        """The answer's body: parsed if it is JSON or YAML, text otherwise, None if there is none."""
        return read_body(self.content, self.media_type)

    @cached_property
    def request_body(self) -> Any:
        media_type = self.request_headers.get("content-type", "").partition(";")[0]
        return read_body(self.request_content, media_type)

    @property
    def is_for_the_parser(self) -> bool:
        """Whether the HTTP parser itself refused it, which no operation has to declare."""
        return self.status == _BAD_REQUEST and not is_http(self.request_headers)

    @property
    def curl(self) -> str:
        """A line for a shell that repeats the request. It shows secrets: mask it."""
        return curl_line(self.method, self.url, self.request_headers, self.request_content)

    def told(self, fault: str, status: int | str | None = None) -> str:
        """What is wrong: what came, what the specs say and where, and how to see it again."""
        operation = self.operation
        place = operation.place if status is None else operation.place_of(status)
        came = f"{self.status} {self.media_type or 'without a body'}"
        return "\n".join(
            [
                f"{operation}: {fault}",
                f"  came:       {came}: {shortened(self.content.decode(errors='replace'))}",
                f"  documented: {', '.join(operation.responses)} at {place}",
                f"  again:      {self.curl}",
            ]
        )


def read_body(content: bytes, media_type: str | None) -> Any:
    if not content:
        return None
    if media_type and (media_type == "application/json" or media_type.endswith("+json")):
        return json.loads(content)
    if media_type and "yaml" in media_type:
        return _yaml(content)
    return content.decode(errors="replace")


@lru_cache(maxsize=4)
def _yaml(content: bytes) -> Any:
    """A document that is served as YAML is long, and comes again and again: the same bytes are read once."""
    return parse(content)


def shortened(text: str, longest: int = _LONGEST_SHOWN) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def is_http(headers: Mapping[str, Any]) -> bool:
    """Whether header fields are what HTTP allows in a request; fuzzing also sends what it does not."""
    fields = {shown(name).lower(): shown(value) for name, value in headers.items()}
    length, coding = fields.get("content-length"), fields.get("transfer-encoding")
    framed = (length is None or length.isdecimal()) and coding in (None, "chunked") and None in (length, coding)
    return framed and all(
        _FIELD_NAME.fullmatch(name) and _FIELD_VALUE.fullmatch(value) for name, value in fields.items()
    )


def shown(part: str | bytes) -> str:
    return part.decode("latin-1") if isinstance(part, bytes) else part
