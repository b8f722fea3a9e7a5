"""Places: where the nodes of a JSON text stand, looked for when they are asked for.

A tree with the places of all nodes takes ten times as long to make as the data; of a large document few are asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\n\r]*")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # as YAML has them
_read = JSONDecoder().raw_decode
Members = dict[str, tuple[int, int]]


@dataclass
class Places:
    """Of a text that has been parsed, and gives no key twice."""

    text: str
    known: dict[int, Members] = field(default_factory=dict)
    """By the offset of an object or array, where each of its members stands: its key, and its value."""

    def of(self, tokens: list[str], *, key: bool = False) -> tuple[int, int]:
        """The line and column, from 1, of the node at a JSON pointer, or of its nearest parent; its key if asked."""
        node = mark = self._after(0)
        for token in tokens:
            if node not in self.known:
                self.known[node] = self._members(node)
            if token not in self.known[node]:
                break
            key_place, node = self.known[node][token]
            mark = key_place if key else node
        line = bisect_right(self._lines, mark)
        return line, mark - self._lines[line - 1] + 1

    def _members(self, start: int) -> Members:
        found: Members = {}
        if self.text[start] not in "{[":
            return found
        here = self._after(start + 1)
        while self.text[here] not in "}]":
            place = here
            if self.text[start] == "{":
                name, here = _read(self.text, here)
                here = self._after(self._after(here) + 1)  # the colon
            else:
                name = str(len(found))
            found[name] = (place, here)
            _, here = _read(self.text, here)
            here = self._after(here)
            if self.text[here] == ",":
                here = self._after(here + 1)
        return found

    def _after(self, here: int) -> int:
        """The first place from here on that is no white space."""
        found = _SPACE.match(self.text, here)
        return found.end() if found else here

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]
