"""What all tests share."""

import os
import time

import pytest

LONGEST = ("test_readme.py", "test_first_api.py", "test_new_resource.py", "test_new_owned.py", "test_foreign.py")
"""The files that take longest: begun last, they would keep one core busy after all others have nothing to do."""

# One moment for all processes of a run: names of tests are made of it, and have to be the same in each.
os.environ.setdefault("HANDFAST_TESTS_NOW", str(int(time.time())))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; of paths that overlap pytest keeps the wider ones, in their order."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
