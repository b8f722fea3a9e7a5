"""What the fake AI service can do for a request: good answers, and bytes that are not quite right.

A behaviour is a list of steps that may depend on the request: bytes to send, gates to wait at, other faults.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

PATIENCE_SECONDS = 60
DEFAULT_TEXT = "Hello from the fake."
DONE = b"data: [DONE]\n\n"
LAST_CHUNK = b"0\r\n\r\n"
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


class Close:
    """Close the connection here, whatever was promised."""


class Reset:
    """Reset the connection here, as a service does that has forgotten it."""


class Never:
    """Say nothing until the client hangs up."""


@dataclass
class Endless:
    """Say the same until the client hangs up."""

    piece: bytes


class Gate:
    """Holds an answer back until the test opens it; `reached` once an answer got this far."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._open = asyncio.Event()
        self._reached = threading.Event()

    def open(self) -> None:
        self._loop.call_soon_threadsafe(self._open.set)

    def wait_reached(self) -> None:
        assert self._reached.wait(PATIENCE_SECONDS), "no answer came to the gate"

    async def passed(self) -> None:
        self._reached.set()
        await self._open.wait()


CLOSE: Final = Close()
RESET: Final = Reset()
NEVER: Final = Never()


@dataclass
class Asked:
    """A request as it came, and what became of it."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    connection: int
    """Requests on one connection have the same number."""
    told: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    def wait_gone(self) -> None:
        assert self.gone.wait(PATIENCE_SECONDS), "the client did not hang up"

    def wait_told(self) -> None:
        assert self.told.wait(PATIENCE_SECONDS), "the answer did not come to its end"


Step = bytes | Gate | Close | Reset | Never | Endless
Behaviour = Callable[[Asked], Iterable[Step]]
"""What to do for a request: bytes to send, and what else can happen in between."""


def raw(*steps: Step) -> Behaviour:
    return lambda _: steps


def head(code: int, content_type: str = "application/json", **headers: str) -> bytes:
    """Return a status line and headers; `retry_after` becomes Retry-After."""
    lines = [f"HTTP/1.1 {code} {HTTPStatus(code).phrase}", f"content-type: {content_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def sized(code: int, body: bytes, content_type: str = "application/json", **headers: str) -> bytes:
    return head(code, content_type, **headers, content_length=str(len(body))) + body


def status(code: int, body: bytes = b'{"error": {"message": "no"}}', **headers: str) -> Behaviour:
    return raw(sized(code, body, **headers))


def page(body: bytes, content_type: str = "application/json") -> Behaviour:
    """Answer 200 with a body that may be anything."""
    return raw(sized(200, body, content_type))


def after(gate: Gate, behaviour: Behaviour) -> Behaviour:
    return lambda asked: [gate, *behaviour(asked)]


def completion(content: Any, finish: str | None = "stop", **message: Any) -> bytes:
    """Return the body of a whole answer."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": finish}
    whole = {"id": "c-1", "object": "chat.completion", "model": "fake", "choices": [choice], "usage": USAGE}
    return json.dumps(whole).encode()


def event(chunk: Any) -> bytes:
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def delta(content: Any, finish: str | None = None) -> bytes:
    """Return one event of a streamed answer."""
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    return event({"id": "c-1", "object": "chat.completion.chunk", "model": "fake", "choices": [choice]})


def stream(*steps: str | Step, finish: str | None = "stop", done: bool = True) -> Behaviour:
    """Stream texts as deltas; bytes are sent as they are, each in a chunk of its own."""
    last = [event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})] if finish else []
    usage = [event({"choices": [], "usage": USAGE}), DONE] if done else []
    role = event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}]})
    texts = (delta(step) if isinstance(step, str) else step for step in steps)
    return raw(*chunked(role, *texts, *last, *usage), LAST_CHUNK)


def chunked(*steps: Step, content_type: str = "text/event-stream") -> Iterator[Step]:
    """Begin a chunked body; it has an end only if LAST_CHUNK follows."""
    yield head(200, content_type, transfer_encoding="chunked")
    for step in steps:
        if isinstance(step, bytes):
            yield in_chunk(step)
        elif isinstance(step, Endless):
            yield Endless(in_chunk(step.piece))
        else:
            yield step


def in_chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def answer(text: str = DEFAULT_TEXT) -> Behaviour:
    """Answer as asked: as a stream, word by word, or as a whole."""

    def behaviour(asked: Asked) -> Iterable[Step]:
        if asked.body.get("stream"):
            return stream(*text.replace(" ", " \0").split("\0"))(asked)
        return page(completion(text))(asked)

    return behaviour
