"""Depth: documents are nested deeper than Python usually lets functions call themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_DEEP = 20_000
P = ParamSpec("P")
T = TypeVar("T")


def deeply(function: Callable[P, T]) -> Callable[P, T]:
    """The function, free to call itself thousands of times."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> T:
        usual = sys.getrecursionlimit()
        sys.setrecursionlimit(max(usual, _DEEP))
        try:
            return function(*args, **kwargs)
        finally:
            sys.setrecursionlimit(usual)

    return called
