"""Validators and serialisers that are built when they are first used.

Building one walks everything that its type reaches, and where hundreds of models hold each other that is all of them,
each time. A server of a thousand operations would take minutes to start, to build what few requests ever ask for.
"""

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from time import monotonic
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter

T = TypeVar("T")
_waiting: "deque[Adapter[Any]]" = deque()


class Adapter(Generic[T]):
    """A type, and what Pydantic builds of it when it is first used, or when `build_adapters` comes to it."""

    def __init__(self, type_: Any) -> None:
        self._type = type_
        _waiting.append(self)

    @cached_property
    def built(self) -> TypeAdapter[T]:
        """The validator and serialiser. The models that the type names are built first: their adapters share them."""
        for model in _models_of(self._type):
            model.model_rebuild()
        adapter = TypeAdapter[T](self._type)
        adapter.rebuild()
        return adapter


def build_adapters(seconds: float) -> None:
    """Builds what is not built yet for as long as this: in a small package everything, before the first request."""
    end = monotonic() + seconds
    while _waiting and monotonic() < end:
        _ = _waiting.popleft().built


def _models_of(type_: Any) -> Iterator[type[BaseModel]]:
    """The models that a type names, without those that they hold."""
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        yield type_
    for part in get_args(type_):
        yield from _models_of(part)
