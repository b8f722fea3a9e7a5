"""Where a session leaves what its report needs."""

import pytest

from contract_tests.report.claims import Claims
from contract_tests.servers.server import Server
from contract_tests.traffic.ledger import Ledger
from contract_tests.traffic.mask import Mask

MASK = pytest.StashKey[Mask]()
LEDGER = pytest.StashKey[Ledger]()
CLAIMS = pytest.StashKey[Claims]()
SERVER = pytest.StashKey[Server]()
BASE_URL = pytest.StashKey[str]()
IS_PART = pytest.StashKey[bool]()
"""Whether some tests were picked out of those that there are."""
