"""Passwords, which are kept as Argon2id hashes only."""

import asyncio
import os
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from pydantic import SecretStr

Result = TypeVar("Result")

# What OWASP's cheat sheet on password storage asks for at least: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
THREADS = max(1, min(4, os.cpu_count() or 1))
MOST_WAITING = 200


class PasswordsBusy(Exception):
    """More passwords wait to be hashed than will be done in a few seconds."""


class Passwords:
    """Hashes and checks in threads of its own, so that the event loop goes on; only so many may wait."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="passwords")
        self._waiting = 0
        self._nobody = hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: SecretStr) -> str:
        return await self._run(self._hasher.hash, _normal(password))

    async def is_right(self, password: SecretStr, password_hash: str | None) -> bool:
        """Compare with a hash; without one (there is no such user) take as long, and say no."""
        is_right = await self._run(self._verify, password_hash or self._nobody, _normal(password))
        return is_right and password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether a hash was made with other parameters than are used today."""
        return self._hasher.check_needs_rehash(password_hash)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except VerifyMismatchError:
            return False

    async def _run(self, work: Callable[..., Result], *arguments: str) -> Result:
        if self._waiting >= MOST_WAITING:
            raise PasswordsBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        finally:
            self._waiting -= 1


def _normal(password: SecretStr) -> str:
    """Write the password in one way, whatever way the keyboard composes its accents (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password.get_secret_value())
