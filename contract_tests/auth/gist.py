"""One forgery of each kind, for where all of them would be too many: each operation may have a door of its own."""

from collections.abc import Iterator
from typing import Any

from contract_tests.auth.forgery import Forge, Token, encode, signed

_SPELLINGS = 3
"""Of the public key as a secret: the PEM, with its end of line and without, and as it is published."""
_ELSEWHERE = "https://another.example"


def gist_of_forgeries(forge: Forge, token: Token) -> Iterator[tuple[str, str]]:
    """Tokens that are not to be taken, each with what is wrong with it."""
    header, claims = token.header, token.claims
    yield "alg none", f"{encode({**header, 'alg': 'none'})}.{encode(claims)}."
    for key in (*forge.public[: _SPELLINGS - 1], *forge.public[-1:]):
        yield "HS256 with the public key as secret", signed({**header, "alg": "HS256"}, claims, key, "HS256")
    wrong: dict[str, dict[str, Any]] = {"iss": {"iss": _ELSEWHERE}, "aud": {"aud": _ELSEWHERE}}
    for name in (name for name in wrong if name in forge.claims):
        yield f"another {name}", forge.sign(header, {**claims, **wrong[name]})
    if isinstance(header.get("kid"), str):
        yield "the right key under a name of no key", forge.sign({**header, "kid": "no-such-key"}, claims)
