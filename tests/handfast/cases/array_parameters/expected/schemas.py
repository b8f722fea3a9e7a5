"""The schemas of the document, as Pydantic models."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypeAliasType

Words = TypeAliasType("Words", Annotated[list[str], Field(max_length=2)])
