"""From the wire to typed values: parameters and bodies.

A parameter's text is turned into the JSON that it stands for and validated as JSON is, strictly, so that one set of
rules holds everywhere.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from .problems import FieldError, Refused

T = TypeVar("T")
Decoder = Callable[[list[str]], str]
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
_TOO_DEEP = "is nested too deeply"
_WHOLE = {"int_type", "literal_error"}  # errors that 1.0 meets where 1 does not
_EXACT = 2**53  # beyond it, a float is no exact integer
_MOST_ERRORS = 100
_LONGEST_MESSAGE = 500


def text(values: list[str]) -> str:
    """A string, written as itself."""
    return json.dumps(_single(values))


def integer(values: list[str]) -> str:
    value = _single(values)
    if not _INTEGER.fullmatch(value):
        raise ValueError("should be an integer")
    return value


def number(values: list[str]) -> str:
    value = _single(values)
    if not _NUMBER.fullmatch(value):
        raise ValueError("should be a number")
    return value


def boolean(values: list[str]) -> str:
    value = _single(values)
    if value not in ("true", "false"):
        raise ValueError("should be true or false")
    return value


def array(item: Decoder, separator: str | None = None) -> Decoder:
    """An array: a value for each item, or one value with its items separated."""

    def decode(values: list[str]) -> str:
        parts = values if separator is None else _single(values).split(separator)
        return f"[{','.join(item([part]) for part in parts)}]"

    return decode


def _single(values: list[str]) -> str:
    if len(values) != 1:
        raise ValueError("is given more than once")
    return values[0]


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T]):
    """A declared parameter: where it is, how its text is read, what it has to be, and what it is when left out."""

    place: str
    name: str
    decode: Decoder
    adapter: TypeAdapter[T]
    default: T | None = None
    required: bool = False


class Reading:
    """Reads the parameters of one request; what is wrong with any of them is refused together, with 422."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._errors: list[FieldError] = []
        self._query: dict[str, list[str]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._errors and error is None:
            raise Refused(422, errors=self._errors[:_MOST_ERRORS])

    def __call__(self, parameter: Parameter[T]) -> T:
        """The value. One that is wrong is noted, and nothing that is returned then is ever used."""
        try:
            values = self._values(parameter.place, parameter.name)
            if values is not None:
                return parameter.adapter.validate_json(parameter.decode(values), strict=True)
        except ValidationError as error:
            self._note(parameter, error)
        except UnicodeDecodeError:
            self._errors.append(_error(parameter, "is not UTF-8 text"))
        except ValueError as error:
            self._errors.append(_error(parameter, str(error)))
        else:
            if parameter.required:
                self._errors.append(_error(parameter, "is required"))
        return cast("T", parameter.default)

    def _values(self, place: str, name: str) -> list[str] | None:
        if place == "query":
            if self._query is None:
                self._query = _query(self._request.scope["query_string"])
            values = self._query.get(name)
            return None if values is None else [_utf8(value) for value in values]
        if place == "path":
            return [self._request.scope["path_params"][name].decode()]
        if place == "header":
            lines = self._request.headers.getlist(name)
            return [", ".join(lines)] if lines else None
        cookie = self._request.cookies.get(name)
        return None if cookie is None else [cookie]

    def _note(self, parameter: Parameter[Any], error: ValidationError) -> None:
        for found in error.errors(include_url=False, include_input=False, include_context=False):
            message = "has too many digits" if found["type"] == "json_invalid" else _message(found["msg"])
            self._errors.append(_error(parameter, message, found["loc"]))


def path_text(request: Request, name: str) -> str | None:
    """A path parameter as text, unchecked; None if it is no text at all."""
    try:
        value: bytes = request.scope["path_params"][name]
        return value.decode()
    except UnicodeDecodeError:
        return None


def _error(parameter: Parameter[Any], message: str, loc: tuple[int | str, ...] = ()) -> FieldError:
    return FieldError(parameter.place, _pointer((parameter.name, *loc)), message)


def _query(query: bytes) -> dict[str, list[str]]:
    """The values of each name, their escapes undone but not yet decoded as UTF-8."""
    values: dict[str, list[str]] = {}
    if query:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
        for name, value in pairs:
            values.setdefault(_utf8(name, "replace"), []).append(value)
    return values


def _utf8(value: str, errors: str = "strict") -> str:
    return value if value.isascii() else value.encode("latin-1").decode("utf-8", errors)


async def json_body(request: Request, adapter: TypeAdapter[T], *media_types: str) -> T:
    """The body as JSON. Refuses another media type (415), too much (413), no JSON (400), a breach (422)."""
    _check_media_type(request.headers.getlist("content-type"), media_types)
    content = await _content(request)
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
    raise _refusal(data, found)


def _validated(adapter: TypeAdapter[T], content: bytes | str) -> T:
    return adapter.validate_json(content, strict=True, by_alias=True, by_name=False)


async def optional_json_body(request: Request, adapter: TypeAdapter[T], *media_types: str) -> T | None:
    """The body as JSON, or None if the request has none."""
    if not await has_body(request):
        return None
    return await json_body(request, adapter, *media_types)


async def has_body(request: Request) -> bool:
    """Whether there is a body. One that says what it is stays unread."""
    return "content-type" in request.headers or bool(await _content(request))


async def raw_body(request: Request, *media_types: str) -> bytes:
    """The body as it came. Refuses another media type (415) and too much (413)."""
    _check_media_type(request.headers.getlist("content-type"), media_types)
    return await _content(request)


async def text_body(request: Request, *media_types: str) -> str:
    """The same as text. Refuses what is not UTF-8 (422)."""
    try:
        return (await raw_body(request, *media_types)).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(422, errors=[FieldError("body", "", "is not UTF-8 text")]) from None


def _check_media_type(values: list[str], accepted: tuple[str, ...]) -> None:
    if len(values) == 1 and values[0] in accepted:
        return
    media_type, _, parameters = (values[0] if len(values) == 1 else "").partition(";")
    if media_type.strip().lower() not in accepted:
        raise Refused(415)
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415)


async def _content(request: Request) -> bytes:
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


def _refusal(data: Any, error: ValidationError) -> Refused:
    """422, with each place that breaks the schema. Asked only after validation failed."""
    found = error.errors(include_url=False, include_input=False, include_context=False)[:_MOST_ERRORS]
    if found[0]["type"] == "json_invalid":
        deep = "recursion" in found[0]["msg"]
        message = _TOO_DEEP if deep else "has text or numbers that cannot be represented"
        return Refused(422, errors=[FieldError("body", "", message)])
    places = [_pointer(_place(data, item["loc"], missing=item["type"] == "missing")) for item in found]
    messages = [_message(item["msg"]) for item in found]
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


def _pointer(tokens: "list[int | str] | tuple[int | str, ...]") -> str:
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def _message(message: str) -> str:
    return message.removeprefix("Value error, ")[:_LONGEST_MESSAGE]
