"""Refusals: what a request gets that breaks the contract, in the words of the document where it has some."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from handfast.examples.answers import Answer, Answers
from handfast.examples.preferences import Preferences

REASON = "X-Mock-Reason"
_STAND_INS = {
    400: (400, 422), 401: (401, 403, 400), 403: (403, 401), 406: (406, 400), 413: (413, 400, 422), 415: (415, 400, 422),
    422: (422, 400),
}  # fmt: skip
_TELLING = ("detail", "message", "error_description", "description", "title", "error")
_LONGEST = 300
_REASONS = {
    400: "the body is not what its media type says",
    401: "there are no credentials of those that are asked for",
    403: "the path names another user than the credentials",
    413: "the body is too large",
    415: "the body is of no media type that is declared",
}
_UNAUTHORIZED = 401


def statuses_for(refused: Any) -> tuple[int, ...]:
    """The statuses that may stand for a refusal, the best first."""
    found = _STAND_INS.get(refused.status, (refused.status,))
    in_path_only = bool(refused.errors) and all(error.in_ == "path" for error in refused.errors)
    return (*found, 404) if in_path_only else found


def refusal(answers: Answers, pointer: str, wanted: Preferences, refused: Any, house: Response) -> Response:
    """The response to a request that is refused; `house` is the one that a real server gives."""
    reason = reason_of(refused)
    answer = answers.failure(pointer, statuses_for(refused), wanted)
    if answer is None or answer.why:
        house.headers[REASON] = reason
        return house
    headers = {**answer.headers, REASON: reason}
    if answer.is_json:
        document = {**_members_of(house), "status": answer.status}
        answer = next((item for item in _told(answers, answer, document, reason)), answer)
    if refused.status == _UNAUTHORIZED:
        headers.setdefault("WWW-Authenticate", "Bearer")
    return Response(answer.content, answer.status, headers, answer.media_type)


def reason_of(refused: Any) -> str:
    """What is wrong, on a line that a header can hold."""
    places = [f"{error.in_} {error.pointer}: {error.message}" for error in refused.errors]
    text = "; ".join(places) or refused.detail or _REASONS.get(refused.status, f"refused with {refused.status}")
    return "".join(letter for letter in text if letter.isascii() and letter.isprintable())[:_LONGEST]


def _members_of(house: Response) -> dict[str, Any]:
    """What the server itself says, if that is an object: it says it as the document wants it, a list maybe or text."""
    try:
        said = json.loads(bytes(house.body))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _told(answers: Answers, answer: Answer, document: dict[str, Any], reason: str) -> Any:
    """Bodies that fit and say what is wrong."""
    if answers.schemas.fits(answer.schema, document) and answer.media_type == "application/problem+json":
        yield answer.holding(document)
    if not isinstance(answer.value, dict):
        return
    for name in _TELLING:
        if isinstance(answer.value.get(name), str):
            told = {**answer.value, name: reason}
            if answers.schemas.fits(answer.schema, told):
                yield answer.holding(told)
