"""How often one client may try to register and to log in."""

from backend.current import client_network
from backend.settings import Settings
from backend.stores.rate_limits import RateLimitStore
from generated.problems import TooManyRequests


class Limits:
    """Counts attempts, whatever becomes of them, and refuses those beyond the limit."""

    def __init__(self, store: RateLimitStore, settings: Settings) -> None:
        self._store = store
        self._log_in = settings.login_limit, settings.login_seconds
        self._register = settings.register_limit, settings.register_seconds

    async def admit_registration(self) -> None:
        await self._admit(f"register {client_network()}", *self._register)

    async def admit_log_in(self, email: str) -> None:
        await self._admit(f"log in {client_network()} {email.lower()}", *self._log_in)

    async def _admit(self, key: str, limit: int, seconds: int) -> None:
        if wait := await self._store.hit(key, limit, seconds):
            raise TooManyRequests(retry_after=wait)
