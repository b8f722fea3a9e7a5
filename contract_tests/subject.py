"""What is under test: the document, and tests that are made for each of its operations and promises."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.ledger import Promise, promises_of

SPEC = Path(os.environ.get("HANDFAST_SPEC") or Path(__file__).parent.parent / "specs" / "openapi.yaml")
DOCUMENT = Document(
    SPEC,
    os.environ.get("HANDFAST_BASE_URL") or None,
    os.environ.get("HANDFAST_LEAVE_OUT", "").splitlines(),
    has_drafts=bool(os.environ.get("HANDFAST_DRAFTS")),
)


def each_operation(select: Callable[[Operation], bool] = lambda _: True) -> pytest.MarkDecorator:
    """Run a test for every operation that is selected."""
    chosen = [each for each in DOCUMENT.operations.values() if select(each)]
    return pytest.mark.parametrize("operation", chosen, ids=[each.id for each in chosen])


def each_promise(select: Callable[[Promise], bool] = lambda _: True) -> pytest.MarkDecorator:
    """Run a test for every declared answer that is selected."""
    chosen = [each for each in promises_of(DOCUMENT) if select(each)]
    return pytest.mark.parametrize("promise", chosen, ids=[str(each) for each in chosen])
