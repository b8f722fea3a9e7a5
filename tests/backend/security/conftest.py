from collections.abc import Iterator

import pytest

from tests.backend.issuer import Issuer, open_issuer


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}  # the loop that serves


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with open_issuer() as issuer:
        yield issuer
