"""The server behaves as a process: its log tells no secrets, and it stops when it is told to."""

import signal

import pytest

from contract_tests.conformance.runs import Run
from contract_tests.servers.grounds import Grounds
from contract_tests.servers.server import Server
from contract_tests.statuses.apart import OutagesApart
from contract_tests.traffic.mask import Mask

_BY_THE_SIGNAL = 128 + signal.SIGTERM  # as many end that have put their house in order


def skip_if_not_ours(server: Server) -> None:
    if server.process is None:
        pytest.skip("the server was started by somebody else")


@pytest.mark.looks_back
def test_log_has_no_traceback(grounds: Grounds, server: Server, run: Run, mask: Mask) -> None:
    """Neither that of the server which all tests share, nor those of others that were started for some."""
    skip_if_not_ours(server)
    assert run.requests
    assert server.log.strip(), "there is no log"
    for each in grounds.servers:
        before, found, after = each.log.partition("Traceback (most recent call last)")
        assert not found, mask(before[-500:] + found + after[:3000])


@pytest.mark.looks_back
def test_log_has_no_secret(grounds: Grounds, server: Server, run: Run, mask: Mask) -> None:
    skip_if_not_ours(server)
    assert run.requests
    told = [mask(line) for each in grounds.servers for line in each.log.splitlines() if mask.found_in(line)]
    assert told == [], "a token or a password stands in the log"


@pytest.mark.looks_back
def test_no_server_ended_by_itself(grounds: Grounds, server: Server, run: Run, mask: Mask) -> None:
    skip_if_not_ours(server)
    assert run.requests
    told = [each.what_became_of_it() for each in grounds.servers]
    if any(told):
        pytest.fail(mask("\n".join(filter(None, told))), pytrace=False)


@pytest.mark.stops_server
def test_server_stops_when_it_is_told(server: Server, apart: OutagesApart | None, mask: Mask) -> None:
    """One that has been well, and one that has lived through outages."""
    skip_if_not_ours(server)
    for each in [server, *([apart.server] if apart and apart.server else [])]:
        code = each.stop()
        if code not in (0, _BY_THE_SIGNAL):
            told = f"it was told to stop, and ended with {code}; its log ends with\n{each.log[-2000:]}"
            pytest.fail(mask(told), pytrace=False)
