"""The module of drafts: their routes, with examples in the place of handlers."""

from __future__ import annotations

from collections.abc import Iterator

from handfast.examples.answers import Answer, Answers
from handfast.examples.preferences import Preferences
from handfast.examples.schemas import Schemas
from handfast.model.contract import Operation
from handfast.rewriting.mending import mended
from handfast.spec.document import Document
from handfast.spec.operations import responses


def examples_of(document: Document, drafts: tuple[Operation, ...]) -> dict[str, list[str]]:
    """What each draft may answer, by its operationId, as Python code: its success first, then what else is declared."""
    whole = mended(document)
    answers = Answers(Schemas(whole), document.warn)
    return {draft.id: [_code(answer) for answer in _answers(whole, answers, draft.pointer)] for draft in drafts}


def _answers(document: Document, answers: Answers, pointer: str) -> Iterator[Answer]:
    declared = [status for status, _ in responses(document.find(f"#{pointer}")) if status.isdigit()]
    found: dict[int, Answer] = {}
    for status in (None, *declared):
        answer = answers.success(pointer, Preferences(status))
        if answer.why is None:
            found.setdefault(answer.status, answer)
        else:
            document.warn(pointer, f"the draft has no example at {answer.why}")
    yield from found.values()


def _code(answer: Answer) -> str:
    parts = [repr(answer.status)]
    if answer.media_type is not None:
        parts += [repr(answer.media_type), repr(_text(answer.content))]
    if answer.headers:
        parts.append(f"headers={answer.headers!r}")
    return f"Example({', '.join(parts)})"


def _text(content: bytes) -> str | bytes:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content
