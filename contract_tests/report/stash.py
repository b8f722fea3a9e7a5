"""Where a session leaves what its report needs."""

import pytest

from contract_tests.claims import Claims
from contract_tests.ledger import Ledger
from contract_tests.mask import Mask

MASK = pytest.StashKey[Mask]()
LEDGER = pytest.StashKey[Ledger]()
CLAIMS = pytest.StashKey[Claims]()
BASE_URL = pytest.StashKey[str]()
