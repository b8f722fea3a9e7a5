"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from pydantic import ConfigDict

from .formats import DateTimeText
from .support.models import Model


class Order(Model):
    item: str


class Sent(Model):
    model_config = ConfigDict(
        arbitrary_types_allowed=True,
    )
    order: Order
    at: DateTimeText
