"""Rules for what is deprecated: it says until when it is there."""

import pytest

from tests.handfast.lint.breaches import Contract


@pytest.mark.parametrize(
    ("said", "findings"),
    [
        (["deprecated: true", "x-sunset: 2027-01-31"], []),
        (["deprecated: true", "x-sunset: 2027-01-31", "x-deprecated-since: 2027-01-31"], []),
        (["deprecated: false"], []),
        (["deprecated: true"], ["101:7: getHealth: is deprecated, but no x-sunset says until when it is there"]),
        (["x-sunset: 2027-01-31"], ["101:7: getHealth: has x-sunset, but is not deprecated"]),
        (["x-deprecated-since: 2027-01-31"], ["101:7: getHealth: has x-deprecated-since, but is not deprecated"]),
        (["deprecated: true", "x-sunset: 31.1.2027"], ["102:7: getHealth: x-sunset is a day, such as 2027-01-31"]),
        (["deprecated: true", "x-sunset: 2027"], ["102:7: x-sunset takes a text"]),
        (
            ["deprecated: true", "x-sunset: 2027-01-31", "x-deprecated-since: 2027-02-01"],
            ["102:7: getHealth: x-sunset is before x-deprecated-since"],
        ),
    ],
)
def test_ends(contract: Contract, said: list[str], findings: list[str]) -> None:
    words = "".join(f"      {word}\n" for word in said)
    contract.replace("      operationId: getHealth\n", f"      operationId: getHealth\n{words}")
    assert contract.findings() == [f"openapi.yaml:{finding}" for finding in findings]
