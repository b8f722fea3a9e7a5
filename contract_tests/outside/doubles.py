"""A double of an HTTP service: a real server that gives the answers which server.toml declares, or fails."""

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from contract_tests.outside.part import NotProvable, Part
from contract_tests.outside.proxy import Proxy

_KEPT = 1000
_GARBAGE = b"\x00\xff<!garbage"
_STRANGE = {"text/event-stream": b'data: {"strange": []}\n\n'}


@dataclass(frozen=True)
class Answer:
    """What is said at a path, to requests whose JSON body has certain properties."""

    path: str
    content: bytes
    status: int = 200
    media_type: str = "application/json"
    when: dict[str, Any] = field(default_factory=dict)

    def suits(self, path: str, body: Any) -> bool:
        told = body if isinstance(body, dict) else {}
        return path == self.path and all(told.get(name, False) == value for name, value in self.when.items())


@dataclass(frozen=True)
class Received:
    """A request that the server under test made."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes


FAILURES: dict[str, Callable[[Answer], Answer]] = {
    "error": lambda answer: replace(answer, status=500),  # whatever the body is: the status says that it failed
    "denied": lambda answer: Answer(answer.path, b'{"error": {"message": "no"}}', 401),
    "busy": lambda answer: Answer(answer.path, b'{"error": {"message": "later"}}', 429),
    "garbage": lambda answer: Answer(answer.path, _GARBAGE, answer.status, answer.media_type),
    "strange": lambda answer: replace(answer, content=_STRANGE.get(answer.media_type, b'{"strange": []}\n')),
    "cut": lambda answer: answer,
}
"""What each way to fail makes of a good answer; `cut` is how it is sent."""


class Double(Part):
    """A service behind a door: the door refuses and hangs, the service says what is wrong."""

    modes = (*Proxy.modes, *FAILURES)

    def __init__(self, name: str, answers: list[Answer], port: int = 0) -> None:
        super().__init__(name)
        self.is_remade = not port
        self.answers = answers
        self.mode: str | None = None
        self.received: deque[Received] = deque(maxlen=_KEPT)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name=name, daemon=True)
        self._thread.start()
        self._proxy = Proxy(("127.0.0.1", self._server.server_address[1]), port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._proxy.port}"

    def words(self, world: str) -> dict[str, str]:  # noqa: ARG002 - it is the same one for all
        return {f"{self.name}_url": self.url}

    def fail(self, mode: str) -> None:
        """From one failure to the next without a good answer in between."""
        if mode in Proxy.modes:
            self._proxy.fail(mode)
            self.mode = None
        else:
            self.mode = mode
            self._proxy.drop_held()
            self._proxy.heal()

    def heal(self) -> None:
        self.mode = None
        self._proxy.heal()

    def close(self) -> None:
        self._proxy.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, path: str, body: Any) -> Answer:
        """What is to be said now."""
        good = next((each for each in self.answers if each.suits(path, body)), None)
        if good is None:
            return Answer(path, b'{"error": "the TOML declares no answer to this"}', 404)
        return FAILURES[self.mode](good) if self.mode else good


def _handler_of(double: Double) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            content = self._read()
            headers = {name.lower(): value for name, value in self.headers.items()}
            double.received.append(Received(self.command, self.path, headers, content))
            try:
                body = json.loads(content) if content else None
            except ValueError:
                body = None
            self._say(double.answer(self.path.partition("?")[0], body), whole=double.mode != "cut")

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any  # noqa: N815 - as the base has it

        def log_message(self, *_: object) -> None:
            pass

        def _read(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            content = b""
            while size := int(self.rfile.readline().partition(b";")[0], 16):
                content += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return content

        def _say(self, answer: Answer, *, whole: bool) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(answer.content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            if self.command != "HEAD":
                self.wfile.write(answer.content if whole else answer.content[: len(answer.content) // 2])

    return Handler


def read_answers(told: list[dict[str, Any]], folder: Path, place: str) -> list[Answer]:
    """The answers of a part in server.toml; files are named from its folder."""
    answers = []
    for each in told:
        if "body_file" in each:
            content = (folder / each["body_file"]).read_bytes()
        elif "body" in each:
            content = each["body"].encode()
        else:
            raise NotProvable(f"{place}: the answer at {each.get('path')} has neither `body` nor `body_file`")
        named = {key: each[key] for key in ("status", "media_type", "when") if key in each}
        answers.append(Answer(each["path"], content, **named))
    return answers
