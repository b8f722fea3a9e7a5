"""Regular expressions: which engine can hold a text against one.

Documents have them as ECMAScript knows them. Pydantic's own engine reads most; Python's reads look-around besides.
"""

from __future__ import annotations

import re
import warnings
from functools import cache

from pydantic_core import SchemaError, SchemaValidator, core_schema


@cache
def engine_of(pattern: str) -> str | None:
    """`rust`, `python`, or None where neither reads it."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        pass
    else:
        return "rust"
    return "python" if is_python(pattern) else None


@cache
def is_python(pattern: str) -> bool:
    """Whether Python's own engine reads a pattern."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError, Warning):
        return False
    return True
