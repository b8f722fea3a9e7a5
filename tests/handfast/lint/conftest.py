"""The contract that each test of a rule breaks."""

from pathlib import Path

import pytest

from tests.handfast.lint.breaches import Contract


@pytest.fixture
def contract(folder: Path) -> Contract:
    return Contract(folder)
