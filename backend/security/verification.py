"""Which key a token is held against: the algorithm that it names decides, and each has keys of its own.

HS256 is of the secret that this server shares with its own frontend; all other algorithms are of the public keys
at AUTH_JWKS_URL. No key is ever tried with an algorithm of the other kind.
"""

from backend.security.compact import LONGEST, CompactToken, read_token
from backend.security.issuer_keys import IssuerKeys
from backend.security.issuers import OtherIssuer, Visit
from backend.security.keys import ALGORITHMS, KeySet
from backend.security.refusals import TokenRefused
from backend.security.tokens import ALGORITHM, Claims, Tokens


class Verifier:
    """Verifies tokens of this server and of one other; knows nothing of sessions and users."""

    def __init__(self, tokens: Tokens, other: OtherIssuer, keys: IssuerKeys | None = None) -> None:
        self._tokens = tokens
        self._other = other
        self._keys = keys

    async def verify(self, token: str) -> Claims | Visit:
        """Return what a token of ours says, or whose visit another one announces; raise TokenRefused for the rest.

        KeysUnavailable: it needs the other issuer's keys, and there are none.
        """
        if len(token) > LONGEST:
            raise TokenRefused("oversized")
        return self._tokens.recognise(token) or await self._read(read_token(token))

    async def _read(self, token: CompactToken) -> Claims | Visit:
        if token.algorithm == ALGORITHM:
            self._tokens.check_signature(token)
            claims = token.claims()
            if claims.get("iss") == self._tokens.issuer:
                return self._tokens.accept(claims)
        else:
            await self._check_signature(token)
            claims = token.claims()
        return self._other.read(claims, token.digest())

    async def _check_signature(self, token: CompactToken) -> None:
        if self._keys is None or token.algorithm not in ALGORITHMS:
            raise TokenRefused("algorithm")
        keys = await self._keys.current()
        fault = _fault(token, keys)
        if fault in {"key", "signature"}:  # a key made anew may have the name of the old one
            newer = await self._keys.newer_than(keys)
            fault = _fault(token, newer) if newer is not keys else fault
        if fault:
            raise TokenRefused(fault)


def _fault(token: CompactToken, keys: KeySet) -> str | None:
    """Tell in a word why no key verifies the token; None if one does."""
    if not keys.named(token.key_id):
        return "key"
    fitting = keys.fitting(token.key_id, token.algorithm)
    if not fitting:
        return "algorithm"
    verified = any(key.verifies(token.algorithm, token.signed, token.signature) for key in fitting)
    return None if verified else "signature"
