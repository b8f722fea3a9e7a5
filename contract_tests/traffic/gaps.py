"""What was never reached, as a ledger knows it: in words that follow the name of an operation, empty if it was.

What the document gives nobody a way to is for the caller to know.
"""

from contract_tests.spec.document import Operation
from contract_tests.spec.links import Link
from contract_tests.traffic.ledger import Ledger, Promise
from contract_tests.traffic.roll import Sender


def holds_own(operation: Operation) -> bool:
    """Whether what it shows or touches is the caller's alone."""
    return operation.is_secured and (bool(operation.owners) or operation.is_caller_owned)


def names_somebody(operation: Operation) -> bool:
    """Whether the path says whose a thing is, or which one: so another user can ask for it."""
    return holds_own(operation) and bool(operation.owners or operation.resources)


def success_gap(ledger: Ledger, operation: Operation) -> str:
    return "" if ledger.roll.served(operation) else "never succeeded, so most of what was tried on it proves nothing"


def status_gap(ledger: Ledger, promise: Promise) -> str:
    return "" if ledger.has(promise) else f"was never answered with {promise}"


def link_gap(ledger: Ledger, operation: Operation, link: Link) -> str:
    is_followed = ledger.roll.trails.has(operation, link)
    return "" if is_followed else f"has the link {link.name} to {link.target}, which never led to a success"


def attack_gap(ledger: Ledger, operation: Operation) -> str:
    senders = ledger.roll.senders(operation)
    if Sender.NOBODY not in senders:
        return "was never tried without a credential"
    return "" if Sender.FORGER in senders else "was never tried with a credential that is no good"


def stranger_gap(ledger: Ledger, operation: Operation) -> str:
    is_tried = Sender.STRANGER in ledger.roll.senders(operation)
    return "" if is_tried else "was never tried by another user than the owner"


def users_gap(ledger: Ledger, operation: Operation) -> str:
    """What is the caller's alone is told from what is everybody's only if there are two callers."""
    return "" if len(ledger.roll.served(operation) - {""}) > 1 else "did not succeed for two users"
