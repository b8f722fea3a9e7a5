"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import MISSING, ConfigDict, Field

from .formats import DateText, DateTimeText
from .support.models import Model


class Stranger(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    since: DateText


class Error(Model):
    message: str


class RefusalError(Model):
    kind: str
    message: str
    request_id: Annotated[str | MISSING, Field(alias="requestId")] = MISSING


class RefusalOther(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    at: DateTimeText


class Refusal(Model):
    code: int
    ok: bool
    error: RefusalError
    errors: list[str] | MISSING = MISSING
    other: RefusalOther | MISSING = MISSING


class GetJobResponse(Model):
    id: str | MISSING = MISSING


class GetJob409Response(Model):
    by: str | MISSING = MISSING


class AddJobBody(Model):
    name: str


class ListChecks422ResponseDetailItem(Model):
    loc: list[str | int]
    msg: str
    type: str


class ListChecks422Response(Model):
    detail: list[ListChecks422ResponseDetailItem] | MISSING = MISSING
