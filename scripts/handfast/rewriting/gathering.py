"""Gathering: error responses that several operations write out to the word, as one component with a name.

So they make one exception, `NotFound`, and not one for each of a thousand operations.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from handfast import names
from handfast.spec.document import Document
from handfast.spec.operations import operations
from handfast.spec.pointers import child

_FEW_WORDS = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,3}\.?")
_MOST_WORDS = 6
_SAY_NOTHING = {"Error", "Failure", "Parameter", "Problem", "Request", "Response"}
_OPEN = {"4XX": "ClientError", "5XX": "ServerError", "DEFAULT": "UnexpectedError"}


def gathered(document: Document) -> Document:
    """The document, in which schemas have names already, with a component for each repeated error response."""
    found = [(at, text) for pointer, _, _, node in operations(document) for at, text, _ in _written_out(node, pointer)]
    counted = Counter(text for _, text in found)
    repeated = {text: at for at, text in reversed(found) if counted[text] > 1}
    if not repeated:
        return document
    components = dict(document.data.get("components", {}))
    responses = dict(components.get("responses", {}))
    origins, made = dict(document.origins), dict[str, str]()
    taken = {*_SAY_NOTHING, *map(names.pascal, responses)}
    for text in dict.fromkeys(text for _, text in found if text in repeated):
        status, response = json.loads(text)
        own = _named(status, response, taken)
        taken.add(own)
        made[text], responses[own] = f"#/components/responses/{own}", response
        origins[child("", "components", "responses", own)] = document.origin(repeated[text])
    data = {**document.data, "components": {**components, "responses": responses}}
    result = replace(document, data=data, origins=origins)
    for pointer, _, _, node in operations(result):
        _refer(node, pointer, made)
    return result


def _written_out(node: dict[str, Any], pointer: str) -> Iterator[tuple[str, str, str]]:
    """The error responses of an operation that are no references, as (pointer, text, status)."""
    responses = node.get("responses") or {}
    good = any(status[0] in "123" for status in responses)
    for status, response in responses.items():
        error = status[0] not in "123x" and (good or status != "default")
        if error and isinstance(response, dict) and "$ref" not in response:
            text = json.dumps([status.upper(), response], default=str)
            yield child(pointer, "responses", status), text, status


def _refer(node: dict[str, Any], pointer: str, made: dict[str, str]) -> None:
    again = {status: {"$ref": made[text]} for _, text, status in _written_out(node, pointer) if text in made}
    if again:
        node["responses"] = {**node["responses"], **again}


def _named(status: str, response: dict[str, Any], taken: set[str]) -> str:
    """A few words of its description, the phrase of its status, or what else tells it from others."""
    said, phrase = str(response.get("description", "")).strip(), _OPEN.get(status) or _phrase(status)
    begun = names.pascal(" ".join(names.words(said)[:_MOST_WORDS])) if names.words(said) else phrase
    body = "".join(names.pascal(name) for name in _bodies(response)[:1])
    wanted = [names.pascal(said)] if _FEW_WORDS.fullmatch(said) else []
    wanted += [phrase, begun, f"{phrase}{body}", f"{phrase}{status.capitalize()}"]
    return next((name for name in wanted if name not in taken), names.unique(wanted[-1], taken))


def _bodies(response: dict[str, Any]) -> list[str]:
    """The names of the schemas that it holds."""
    schemas = [media.get("schema") for media in (response.get("content") or {}).values() if isinstance(media, dict)]
    return [str(item["$ref"]).rpartition("/")[2] for item in schemas if isinstance(item, dict) and "$ref" in item]


def _phrase(status: str) -> str:
    try:
        return names.pascal(HTTPStatus(int(status)).phrase)
    except ValueError:
        return f"Status{status}"
