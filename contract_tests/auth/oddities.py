"""Good credentials written oddly: whether they are taken is a matter of taste, and breaking at them is none."""

from collections.abc import Iterator
from typing import Any

from contract_tests.auth.attacks import Attack, Target, bearer
from contract_tests.auth.attacks_with_key import forged

_EXTRA_HEADERS: dict[str, dict[str, Any]] = {
    "no typ": {"typ": None},
    "typ at+jwt": {"typ": "at+jwt"},
    "typ in lower case": {"typ": "jwt"},
    "a kid that nobody knows": {"kid": "no-such-key"},
    "a kid that is a path": {"kid": "../../../../dev/null"},
    "a kid that is long": {"kid": "k" * 2_000},
    "a kid with a NUL": {"kid": "key\0"},
    "a kid that is a list": {"kid": ["key"]},
    "a kid that is a number": {"kid": 1},
    "an address of keys": {"jku": "https://keys.invalid/"},
    "a fingerprint": {"x5t": "AAAA"},
    "members that nobody knows": {"x-unheard-of": {"a": [1, None]}},
}
_EXTRA_CLAIMS: dict[str, dict[str, Any]] = {
    "claims that nobody knows": {"x-unheard-of": {"a": [1, None, 1e300]}, "": "", "\u00e9\U0001f600": "\u2028"},
    "a deep claim": {"x-unheard-of": [[[[[[[[[[]]]]]]]]]]},
    "jti that is a number": {"jti": 1},
    "nbf that is true": {"nbf": True},
    "nbf that is a fraction": {"nbf": 1.5},
    "nbf that is negative": {"nbf": -1},
    "iat that is a fraction": {"iat": 1_700_000_000.5},
    "iat that is 1e300 in the past": {"iat": -1e300},
    "exp that is a fraction": {"exp": 32_503_680_000.5},
    "exp that is 1e300": {"exp": 1e300},
    "exp beyond a float": {"exp": 10**400},
    "exp beyond the years": {"exp": 10**15},
    "a scope that is a list": {"scope": ["a", 1]},
}


def odd_headers(target: Target) -> Iterator[Attack]:
    """The good token with blanks or cases around it that a reader may put up with."""
    good = target.victim.token
    for name, value in {
        "two spaces": f"Bearer  {good}",
        "a tab": f"Bearer\t{good}",
        "a parameter behind": f"Bearer {good}, realm=api",
        "padding": f"Bearer {good}=",
    }.items():
        yield Attack(name, (("Authorization", value),))
    yield Attack("the same header twice", (("Authorization", f"Bearer {good}"),) * 2)


def odd_tokens(target: Target) -> Iterator[Attack]:
    """Tokens with a good signature, and something in them that need not be looked at."""
    forge, token = target.forge, target.token
    if forge is None or token is None:
        return
    for name, extra in _EXTRA_HEADERS.items():
        header = {key: value for key, value in {**token.header, **extra}.items() if value is not None}
        if "kid" not in extra or "kid" not in token.header:
            yield bearer(name, forge.sign(header, token.claims))
    without = {key: value for key, value in token.header.items() if key != "kid"}
    yield bearer("no kid", forge.sign(without, token.claims))
    for name, extra in _EXTRA_CLAIMS.items():
        yield forged(target, name, {**token.claims, **extra})
