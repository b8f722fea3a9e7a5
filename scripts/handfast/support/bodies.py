"""Bodies of requests: by their media type, as JSON, text or bytes."""

import json
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.requests import Request

from .adapters import Adapter
from .problems import FieldError, Refused, message_of, pointer_to

T = TypeVar("T")
_TOO_DEEP = "is nested too deeply"
_WHOLE = {"int_type", "literal_error"}  # errors that 1.0 meets where 1 does not
_EXACT = 2**53  # beyond it, a float is no exact integer
MOST_ERRORS = 100


async def json_body(request: Request, adapter: Adapter[T], *media_types: str) -> T:
    """The body as JSON. Refuses another media type (415), too much (413), no JSON (400), a breach (422)."""
    check_media_type(request.headers.getlist("content-type"), media_types)
    content = await content_of(request)
    if b"NaN" in content or b"Infinity" in content:
        _parsed(content)  # Pydantic takes these for numbers
    try:
        return _validated(adapter, content)
    except ValidationError as error:
        data, found = _parsed(content), error
    if _WHOLE & {item["type"] for item in found.errors(include_url=False, include_input=False)}:
        try:
            return _validated(adapter, json.dumps(data))
        except ValidationError as error:
            found = error
    raise refusal(data, found)


def _validated(adapter: Adapter[T], content: bytes | str) -> T:
    return adapter.built.validate_json(content, strict=True, by_alias=True, by_name=False)


async def optional_json_body(request: Request, adapter: Adapter[T], *media_types: str) -> T | None:
    """The body as JSON, or None if the request has none."""
    if not await has_body(request):
        return None
    return await json_body(request, adapter, *media_types)


async def has_body(request: Request) -> bool:
    """Whether there is a body. One that says what it is stays unread."""
    return "content-type" in request.headers or bool(await content_of(request))


async def raw_body(request: Request, *media_types: str) -> bytes:
    """The body as it came. Refuses another media type (415) and too much (413)."""
    check_media_type(request.headers.getlist("content-type"), media_types)
    return await content_of(request)


async def text_body(request: Request, *media_types: str) -> str:
    """The same as text. Refuses what is not UTF-8 (422)."""
    try:
        return (await raw_body(request, *media_types)).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(422, errors=[FieldError("body", "", "is not UTF-8 text")]) from None


def is_sent(request: Request, *media_types: str) -> bool:
    """Whether the body is announced as one of the media types, with the parameters that it is declared with."""
    values = request.headers.getlist("content-type")
    if len(values) != 1:
        return False
    base, sent = values[0].partition(";")[0], _parameters(values[0])
    return any(_is_one_of(base, [item]) and _parameters(item).items() <= sent.items() for item in media_types)


def _parameters(media_type: str) -> dict[str, str]:
    """What a media type says of itself, such as a version; how text is encoded is no part of it."""
    pairs = (part.strip().lower().partition("=") for part in media_type.split(";")[1:])
    return {name: value.strip('"') for name, _, value in pairs if name and name != "charset"}


def _is_one_of(media_type: str, accepted: Sequence[str]) -> bool:
    base = media_type.strip().lower()
    return any(fnmatchcase(base, item.partition(";")[0].strip().lower()) for item in accepted)


def check_media_type(values: list[str], accepted: tuple[str, ...]) -> None:
    """Refuses what is not announced as one of the media types (415); a range stands for all that fit it."""
    if len(values) == 1 and values[0] in accepted:
        return
    media_type, _, parameters = (values[0] if len(values) == 1 else "").partition(";")
    if "/" not in media_type or not _is_one_of(media_type, accepted):
        raise Refused(415)
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415)


async def content_of(request: Request) -> bytes:
    """The whole body. Refuses too much (413)."""
    most: int = request.scope["handfast.max_body_bytes"]
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise Refused(413)
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise Refused(413)
        chunks.append(chunk)
    return b"".join(chunks)


def _parsed(content: bytes) -> Any:
    """The body as plain data, 1.0 as 1. Refuses what is no JSON (400) and what cannot be kept (422)."""
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant, parse_float=_number)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Refused(400) from None
    except RecursionError:
        raise Refused(422, errors=[FieldError("body", "", _TOO_DEEP)]) from None
    except ValueError:
        raise Refused(422, errors=[FieldError("body", "", "has a number with too many digits")]) from None


def refusal(data: Any, error: ValidationError) -> Refused:
    """422, with each place that breaks the schema. Asked only after validation failed."""
    found = error.errors(include_url=False, include_input=False, include_context=False)[:MOST_ERRORS]
    if found[0]["type"] == "json_invalid":
        deep = "recursion" in found[0]["msg"]
        message = _TOO_DEEP if deep else "has text or numbers that cannot be represented"
        return Refused(422, errors=[FieldError("body", "", message)])
    places = [pointer_to(_place(data, item["loc"], missing=item["type"] == "missing")) for item in found]
    messages = [message_of(item["msg"]) for item in found]
    return Refused(422, errors=[FieldError("body", *error) for error in zip(places, messages, strict=True)])


def _number(text: str) -> int | float:
    """JSON Schema 2020-12, 4.2.3: a number without a fraction is an integer, however it is written."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def _no_constant(name: str) -> float:
    raise json.JSONDecodeError(f"{name} is no JSON", name, 0)


def _place(data: Any, loc: tuple[int | str, ...], *, missing: bool) -> list[int | str]:
    """The tokens of an error's place that lead through the body; the others name branches of a union."""
    tokens: list[int | str] = []
    for index, token in enumerate(loc):
        steps = dict(enumerate(data)) if isinstance(data, list) else data if isinstance(data, dict) else {}
        if token in steps:
            data = steps[token]
        elif index < len(loc) - 1 or not missing:
            continue
        tokens.append(token)
    return tokens
