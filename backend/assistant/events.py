"""A reader of server-sent events: bytes in pieces of any size to the data of events."""

import re
from collections.abc import Iterator

from backend.assistant.interface import AssistantFailed

MAX_BYTES = 65_536  # in one line, and in the data of one event
LINE_END = re.compile(rb"\r\n|\n|\r")
BOM = b"\xef\xbb\xbf"


class EventReader:
    """Names, ids and comments are passed over; raises AssistantFailed for what is too long or no UTF-8."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._data: list[bytes] = []
        self._size = 0
        self._begun = False

    def feed(self, received: bytes) -> Iterator[str]:
        """Yield the data of the events that are complete by now."""
        may_end = self._rest.endswith(b"\r") or LINE_END.search(received)
        self._rest += received
        lines = self._complete_lines() if may_end else []
        yield from self._events(lines)
        if len(self._rest) > MAX_BYTES:
            raise AssistantFailed("oversized")

    def end(self) -> Iterator[str]:
        """Yield the last event, if nothing is missing of it but the blank line."""
        last = bytes(self._rest.rstrip(b"\r"))
        if not last or last.replace(b" ", b"") == b"data:[DONE]":
            yield from self._events([last, b""])

    def _events(self, lines: list[bytes]) -> Iterator[str]:
        for line in lines:
            event = self._take(line)
            if event is not None:
                yield event

    def _complete_lines(self) -> list[bytes]:
        *lines, rest = LINE_END.split(bytes(self._rest))
        if not rest and self._rest.endswith(b"\r"):
            rest = lines.pop() + b"\r"  # which may be half of a line's end
        self._rest = bytearray(rest)
        return lines

    def _take(self, line: bytes) -> str | None:
        if not self._begun:
            self._begun = True
            line = line.removeprefix(BOM)
        if line:
            name, _, value = line.partition(b":")
            if name == b"data":
                self._data.append(value.removeprefix(b" "))
                self._size += len(line)
            if len(line) > MAX_BYTES or self._size > MAX_BYTES:
                raise AssistantFailed("oversized")
            return None
        data, self._data, self._size = self._data, [], 0
        joined = b"\n".join(data)
        return decoded(joined) if joined else None  # nothing but a heartbeat is no event


def decoded(received: bytes) -> str:
    try:
        return received.decode()
    except UnicodeDecodeError:
        raise AssistantFailed("garbage") from None
