"""Whether a handler was given what was sent."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from pydantic import BaseModel, RootModel, SecretStr
from pydantic_core import PydanticSerializationError, to_jsonable_python

_NEAR = 1e-9


def plain(value: Any) -> Any:
    """A value as the JSON that it was made of; of a model what was set."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, BaseModel):
        return _of_model(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "filename") and hasattr(value, "content"):
        return plain(value.content)
    return value if isinstance(value, bytes) else _jsonable(value)


def _of_model(value: BaseModel) -> Any:
    if isinstance(value, RootModel):
        return plain(value.root)
    type(value).model_rebuild()  # what is met within another has no aliases until then
    names = {name: field.alias or name for name, field in type(value).model_fields.items()}
    own = {names[name]: plain(getattr(value, name)) for name in names if name in value.model_fields_set}
    return {**own, **{name: plain(item) for name, item in (value.model_extra or {}).items()}}


def _jsonable(value: Any) -> Any:
    try:
        return to_jsonable_python(value)
    except PydanticSerializationError:
        return repr(value)


def same(sent: Any, got: Any) -> bool:
    """Whether both mean the same; moments in time and numbers may be written in several ways."""
    if isinstance(sent, dict) and isinstance(got, dict):
        return sent.keys() == got.keys() and all(same(item, got[key]) for key, item in sent.items())
    if isinstance(sent, list) and isinstance(got, list):
        return len(sent) == len(got) and all(map(same, sent, got))
    if isinstance(sent, bool) or isinstance(got, bool):
        return sent is got
    if isinstance(sent, int | float) and isinstance(got, int | float):
        return abs(sent - got) <= _NEAR * max(1, abs(sent))
    return _same_text(sent, got) if isinstance(sent, str) else bool(sent == got)


def _same_text(sent: str, got: Any) -> bool:
    if isinstance(got, bytes):
        return sent.encode() == got or base64.b64encode(got).decode() == sent
    if not isinstance(got, str):
        return False
    return sent == got or sent.lower() == got.lower() or _moment(sent) == _moment(got) != ""


def texts(value: Any) -> Any:
    """A value as it is when its scalars were written as texts."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, bytes) else str(value).lower() if isinstance(value, bool) else str(value)


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text.upper()).astimezone().isoformat()
    except (ValueError, OverflowError):
        return ""
