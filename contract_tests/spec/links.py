"""What one answer says of the requests that may follow it."""

from dataclasses import dataclass
from typing import Any

from contract_tests.spec.sources import Mapping


@dataclass(frozen=True)
class Link:
    """A link of an answer: with what of this exchange the operation that it names is called."""

    status: str
    target: str
    parameters: Mapping
    body: Any
    name: str = ""
    place: str = ""
    adds: tuple[Mapping, ...] = ()
    """Rows that the exchange has put into the list that the link leads to, each by some of its properties."""
