"""From the wire to typed values: parameters.

A parameter's text is turned into the JSON that it stands for and validated as JSON is, strictly, so that one set of
rules holds everywhere.
"""

from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast
from urllib.parse import parse_qsl, unquote

from pydantic import ValidationError
from starlette.requests import Request

from .adapters import Adapter
from .decoders import Decoder, Tree, array, choices, encoded, fields
from .problems import FieldError, Refused, message_of, pointer_to
from .styles import Style, tree_of

T = TypeVar("T")
MOST_ERRORS = 100


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T]):
    """A declared parameter: where it is, how its text is read, what it has to be, and what it is when left out."""

    place: str
    name: str
    decode: Decoder
    adapter: Adapter[T]
    default: T | None = None
    required: bool = False
    style: str = ""
    explode: bool | None = None
    empty: bool = False


class Reading:
    """Reads the parameters of one request; what is wrong with any of them is refused together, with 422."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._errors: list[FieldError] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._errors and error is None:
            raise Refused(422, errors=self._errors[:MOST_ERRORS])

    def __call__(self, parameter: Parameter[T]) -> T:
        """The value. One that is wrong is noted, and nothing that is returned then is ever used."""
        try:
            return self._value(parameter)
        except ValidationError as error:
            self._note(parameter, error)
        except UnicodeDecodeError:
            self._errors.append(_error(parameter, "is not UTF-8 text"))
        except ValueError as error:
            self._errors.append(_error(parameter, str(error)))
        return cast("T", parameter.default)

    def _value(self, parameter: Parameter[T]) -> T:
        """The value, of the first of its types that takes it; the refusal of the first that could read it."""
        refusal: ValueError = ValueError("is required")
        written: list[str] | Tree | None = None
        for decode in choices(parameter.decode):
            try:
                written = self._written(parameter, decode)
                if written is not None:
                    return parameter.adapter.built.validate_json(encoded(decode, written), strict=True)
            except ValueError as error:
                refusal = refusal if isinstance(refusal, ValidationError) else error
            else:
                if parameter.required:
                    raise refusal
                return cast("T", parameter.default)
        if parameter.empty and written == [""]:
            return cast("T", parameter.default)  # nothing may stand for it, where that is no value of its own
        raise refusal

    def _written(self, parameter: Parameter[Any], decode: Decoder) -> list[str] | Tree | None:
        """What the request says of a parameter: texts, or for an object those of its properties."""
        style, place = Style.of(parameter), parameter.place
        if place == "querystring":
            return self._whole_query(decode)
        if isinstance(decode, fields):
            return style.object(parameter.name, decode, self._pairs(place, parameter.name))
        values = self._values(place, parameter.name)
        if values is None:
            return None
        return style.array(parameter.name, values) if isinstance(decode, array) else style.scalar(values)

    def _values(self, place: str, name: str) -> list[str] | None:
        if place == "query":
            values = self._in_query.get(name)
            return None if values is None else [_utf8(value) for value in values]
        if place == "path":
            return [self._request.scope["path_params"][name].decode()]
        if place == "header":
            lines = self._request.headers.getlist(name)
            return [", ".join(lines)] if lines else None
        return [value for key, value in _cookies(self._request) if key == name] or None

    def _pairs(self, place: str, name: str) -> list[tuple[str, str]]:
        """What may be of an object: all of the query or the cookies, or the one text that has the name."""
        if place == "query":
            return [(key, _utf8(value)) for key, values in self._in_query.items() for value in values]
        if place == "cookie":
            return _cookies(self._request)
        return [(name, value) for value in self._values(place, name) or ()]

    def _whole_query(self, decode: Decoder) -> list[str] | Tree | None:
        query: bytes = self._request.scope["query_string"]
        if not query:
            return None
        if isinstance(decode, fields):
            return tree_of(self._pairs("query", ""), decode)
        return [unquote(query.decode("latin-1"))]

    @cached_property
    def _in_query(self) -> dict[str, list[str]]:
        return _query(self._request.scope["query_string"])

    def _note(self, parameter: Parameter[Any], error: ValidationError) -> None:
        for found in error.errors(include_url=False, include_input=False, include_context=False):
            message = "has too many digits" if found["type"] == "json_invalid" else message_of(found["msg"])
            self._errors.append(_error(parameter, message, found["loc"]))


def path_text(request: Request, name: str) -> str | None:
    """A path parameter as text, unchecked; None if it is no text at all."""
    try:
        value: bytes = request.scope["path_params"][name]
        return value.decode()
    except UnicodeDecodeError:
        return None


def _error(parameter: Parameter[Any], message: str, loc: tuple[int | str, ...] = ()) -> FieldError:
    return FieldError(parameter.place, pointer_to((parameter.name, *loc)), message)


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


def _cookies(request: Request) -> list[tuple[str, str]]:
    pairs = (
        part.strip().partition("=") for line in request.headers.getlist("cookie") for part in line.split(";")
    )
    return [(name.strip(), value.strip().strip('"')) for name, _, value in pairs if name]
