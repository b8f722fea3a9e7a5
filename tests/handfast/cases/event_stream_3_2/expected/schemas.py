"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from .support.models import Model


class Value(Model):
    value: int


class WatchPricesTick(Model):
    symbol: str
    price: float
