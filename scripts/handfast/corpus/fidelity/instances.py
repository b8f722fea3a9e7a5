"""Values of the types that handlers return, made from the types alone."""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import inspect
import sys
import types
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError

_DEEPEST = 12
_CHOICES = ("status", "media_type", "errors")
_PLAIN: dict[Any, Any] = {
    str: "word", bytes: b"word", int: 1, float: 1.5, bool: True, None: None, type(None): None, Any: {}, object: {},
    datetime: datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC), date: date(2024, 2, 29), UUID: UUID(int=7),
    SecretStr: SecretStr("word"),
}  # fmt: skip


def members(hint: Any) -> Iterator[Any]:
    """The types of a union, or the one type."""
    while hasattr(hint, "__value__"):
        hint = _aliased(hint)
    if get_origin(hint) is Annotated:
        yield from members(get_args(hint)[0])
    elif get_origin(hint) in (Union, types.UnionType):
        for member in get_args(hint):
            yield from members(member)
    else:
        yield hint


def _aliased(alias: Any) -> Any:
    """What an alias stands for, the names in it resolved in its module."""
    holder = type("Holder", (), {"__annotations__": {"value": alias.__value__}})
    return get_type_hints(holder, vars(sys.modules[alias.__module__]))["value"]


def instance(hint: Any, deep: int = 0) -> Any:
    """A value of a type; of an optional one a value that is there."""
    hint = next((kind for kind in members(hint) if kind is not type(None)), None)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is None and isinstance(hint, type):
        return {} if hint is dict else _of_class(hint, deep)
    return _of_origin(get_origin(hint), get_args(hint), deep)


def _of_origin(origin: Any, arguments: tuple[Any, ...], deep: int) -> Any:
    if origin is Annotated:
        return instance(arguments[0], deep)
    if origin is Literal:
        return arguments[0]
    if origin in (list, Sequence, set):
        return [instance(arguments[0], deep + 1)] if deep < _DEEPEST else []
    if origin in (dict, Mapping):
        return {}
    if origin is AsyncIterator:
        return _stream(arguments[0], deep)
    raise TypeError(f"no value of {origin}")


def _of_class(kind: type, deep: int) -> Any:
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    if issubclass(kind, BaseModel):
        kind.model_rebuild()  # built when it is first used, it has names of types for types until then
        wanted = {name: item for name, item in kind.model_fields.items() if item.is_required() or _tells(item)}
        return kind.model_construct(**{name: _field(field, deep) for name, field in wanted.items()})
    if dataclasses.is_dataclass(kind):
        return constructed(kind, deep)
    for text in ("https://example.com/a", "a@example.com", "192.0.2.1"):
        with contextlib.suppress(ValidationError):
            return TypeAdapter(kind).validate_python(text)
    return kind()


def _tells(field: Any) -> bool:
    """Whether a field may be what tells a class from others of a union."""
    return any(get_origin(kind) is Literal for kind in members(field.annotation))


def _field(field: Any, deep: int) -> Any:
    return instance(field.annotation, deep + 1) if deep < _DEEPEST else None


def constructed(make: Callable[..., Any], deep: int = 0, media_type: str = "") -> Any:
    """What a class makes of an argument for each of its parameters, also those that it could do without."""
    hints = get_type_hints(make if dataclasses.is_dataclass(make) else make.__init__)
    signature = inspect.signature(make).parameters
    given = {name: instance(hints[name], deep) for name in signature if name in hints and name not in _CHOICES}
    if "errors" in signature:
        given["errors"] = []
    if "status" in signature and signature["status"].default is inspect.Parameter.empty:
        given["status"] = 299
    if media_type:
        given["media_type"] = media_type
    return make(**given)


def media_types(make: Any, declared: list[str]) -> list[str]:
    """The media types that one can choose from when making it; an empty one where there is no choice."""
    raised = inspect.isclass(make) and issubclass(make, Exception)
    if not (raised or dataclasses.is_dataclass(make)) or "media_type" not in inspect.signature(make).parameters:
        return [""]
    chosen = get_args(get_type_hints(make.__init__ if raised else make)["media_type"])
    return list(chosen) or [name.replace("*/*", "text/plain").replace("/*", "/plain") for name in declared]


async def _stream(item: Any, deep: int) -> AsyncIterator[Any]:
    yield instance(item, deep)
