"""Memory: what was made can be read back, changed and deleted, for as long as the server runs.

Nothing is known of the API but its paths: `/notes/{id}` names the things that `POST /notes` makes. Whatever would make
an answer that does not fit its schema is left out of it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

from handfast.examples.answers import Answer, Answers
from handfast.mock.asking import Asked
from handfast.mock.echoes import property_for

_MOST = 1000
_FIRST = 1001
_CHANGES = ("PUT", "PATCH")
_OF_PATHS = "/-._~!$&'()*+,;=:@"


class Gone(Exception):
    """What is asked for was deleted."""


@dataclass
class Memory:
    """The things that were made, by the path of each."""

    answers: Answers
    templates: frozenset[str]
    things: OrderedDict[str, Any] = field(default_factory=OrderedDict)
    """By path; None for what was deleted."""
    made: int = 0

    def __post_init__(self) -> None:
        self._items = {
            template.rpartition("/")[0]: template.rpartition("/")[2][1:-1]
            for template in self.templates
            if template.endswith("}") and template.rpartition("/")[2].startswith("{")
        }

    def recalled(self, answer: Answer, asked: Asked, method: str, template: str) -> Answer:
        """The answer, as far as it is about what was made before; what it makes or changes is kept. Raises Gone."""
        path = asked.scope["path"].rstrip("/")
        if template in self._items:
            if method == "POST":
                return self._added(answer, asked, path, self._items[template])
            return self._listed(answer, path) if method == "GET" else answer
        if template.rpartition("/")[0] not in self._items or path not in self.things:
            return answer
        return self._item(answer, asked, method, path)

    def _item(self, answer: Answer, asked: Asked, method: str, path: str) -> Answer:
        known = self.things[path]
        if known is None:
            raise Gone
        if method == "DELETE":
            self.things[path] = None
            return answer
        now = self._with(answer, known)
        if method not in _CHANGES:
            return now
        now = self._with(now, asked.json)
        self._keep(path, {**known, **(asked.json if isinstance(asked.json, dict) else {})})
        return now

    def _added(self, answer: Answer, asked: Asked, path: str, parameter: str) -> Answer:
        answer = self._with(answer, asked.json)
        if not (answer.is_json and isinstance(answer.value, dict)):
            return answer
        name = property_for(answer.value, parameter, last=True)
        if name is None:
            return answer
        for key in self._keys(answer.value[name]):
            named = {**answer.value, name: key}
            if self.answers.schemas.fits(answer.schema, named):
                place = f"{path}/{key}"
                self._keep(place, named)
                located = {name: _place(asked, value, place) for name, value in answer.headers.items() if _leads(name)}
                return replace(answer.holding(named), headers={**answer.headers, **located})
        return answer

    def _keys(self, like: Any) -> list[Any]:
        """Names for a new thing that are like the one that it would have had."""
        self.made += 1
        number = _FIRST + self.made
        if isinstance(like, int):
            return [number, self.made]
        text = str(like)
        return [str(UUID(int=number)) if _is_uuid(text) else f"{text}-{number}", str(number), f"{text}{number}"]

    def _listed(self, answer: Answer, path: str) -> Answer:
        """A list with what was made in it, and nothing else once something was."""
        things = {place: thing for place, thing in self.things.items() if place.rpartition("/")[0] == path}
        if not things or not answer.is_json:
            return answer
        there = [thing for thing in things.values() if thing is not None]
        for value in _with_list(answer.value, there):
            if self.answers.schemas.fits(answer.schema, value):
                return answer.holding(value)
        return answer

    def _with(self, answer: Answer, said: Any) -> Answer:
        """The answer with the members of a thing, those that fit."""
        if not (answer.is_json and isinstance(answer.value, dict) and isinstance(said, dict)):
            return answer
        fits, value = self.answers.schemas.fits, answer.value
        if fits(answer.schema, {**value, **said}):
            return answer.holding({**value, **said})
        for name, item in said.items():
            if fits(answer.schema, {**value, name: item}):
                value = {**value, name: item}
        return answer.holding(value)

    def _keep(self, path: str, thing: Any) -> None:
        self.things[path] = json.loads(json.dumps(thing))
        self.things.move_to_end(path)
        while len(self.things) > _MOST:
            self.things.popitem(last=False)


def _with_list(value: Any, things: list[Any]) -> list[Any]:
    """The ways to put things into a list, or into an object's first one."""
    if isinstance(value, list):
        return [things]
    names = [name for name, item in value.items() if isinstance(item, list)] if isinstance(value, dict) else []
    return [{**value, name: things} for name in names]


def _leads(header: str) -> bool:
    return header.lower() in ("location", "content-location")


def _place(asked: Asked, like: str, path: str) -> str:
    """Where a thing is: with the server's name, where the address that stands there has one."""
    written = quote(path, safe=_OF_PATHS)
    return written if like.startswith("/") else str(asked.request.base_url.replace(path=written))


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
