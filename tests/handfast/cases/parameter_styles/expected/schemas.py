"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from enum import StrEnum

from pydantic import MISSING, ConfigDict

from .support.models import Model


class Page(Model):
    number: int | MISSING = MISSING
    size: int | MISSING = MISSING


class Point(Model):
    model_config = ConfigDict(
        extra="forbid",
    )
    x: int | MISSING = MISSING
    y: int | MISSING = MISSING


class Sort(StrEnum):
    name = "name"
    age = "age"


class Filter(Model):
    name: str | MISSING = MISSING
    ages: list[int] | MISSING = MISSING
    at: Point | MISSING = MISSING


class QueryInline(Model):
    a: int | MISSING = MISSING


class QueryCrumb(Model):
    left: str | MISSING = MISSING
    eaten: int | MISSING = MISSING
