"""Echoes: what a request names is what its answer is about."""

from __future__ import annotations

from typing import Any

from handfast import names
from handfast.examples.answers import Answer, Answers
from handfast.mock.asking import Asked


def echoed(answers: Answers, answer: Answer, asked: Asked) -> Answer:
    """The answer with the path's parameters in the properties that are called alike, where they fit."""
    if not answer.is_json or not isinstance(answer.value, dict):
        return answer
    value = answer.value
    ends_with = asked.scope["handfast.operation"].path.rpartition("/")[2]
    for name, text in asked.path_texts.items():
        key = property_for(value, name, last=ends_with == f"{{{name}}}")
        if key is None:
            continue
        for said in _readings(text):
            changed = {**value, key: said}
            if type(said) is type(value[key]) and answers.schemas.fits(answer.schema, changed):
                value = changed
                break
    return answer if value is answer.value else answer.holding(value)


def property_for(value: dict[str, Any], parameter: str, *, last: bool) -> str | None:
    """The property that a path parameter is the value of: `petId` is `petId`, or `id` where the path ends with it."""
    wanted = names.snake(parameter)
    known = {names.snake(key): key for key in value}
    if wanted in known:
        return known[wanted]
    tail = wanted.rpartition("_")[2]
    return known.get(tail) if last and tail in ("id", "name", "key", "uuid", "slug") else None


def _readings(text: str) -> list[Any]:
    """A text, and the number that it may be."""
    try:
        return [text, int(text)]
    except ValueError:
        return [text]
