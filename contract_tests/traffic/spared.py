"""Users who are there for good: nothing that may be the end of them is sent in their name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from contract_tests.outside.part import NotProvable
from contract_tests.spec.document import Operation


@dataclass
class Spared:
    """Which operations are not sent with the tokens of whom."""

    reasons: dict[str, str] = field(default_factory=dict)
    """By the id of an operation: why it is not sent."""
    tokens: set[str] = field(default_factory=set)

    def check(self, operation: Operation, sent: Iterable[str]) -> None:
        """Raise NotProvable if the operation might end the user of a token that is sent."""
        if operation.id not in self.reasons:
            return
        text = "\n".join(sent)
        if any(token in text or quote_plus(token) in text for token in self.tokens):
            raise NotProvable(self.reasons[operation.id])


def may_end_caller(operation: Operation) -> bool:
    """Whether it deletes what is no thing of the caller's, and so may be the caller or the token."""
    return operation.method == "DELETE" and operation.is_secured and not operation.resources
