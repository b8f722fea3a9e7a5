import asyncio
import threading
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from pydantic import SecretStr

from backend.security import passwords
from backend.security.passwords import Passwords, PasswordsBusy

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
RIGHT, WRONG = SecretStr("correct horse"), SecretStr("wrong horse")


def test_hash_is_argon2id_as_owasp_asks() -> None:
    parameters = extract_parameters(asyncio.run(Passwords().hash(RIGHT)))
    assert parameters.type.name == "ID"
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2


def test_right_and_wrong() -> None:
    async def check() -> None:
        checked = Passwords(CHEAP)
        kept = await checked.hash(RIGHT)
        assert await checked.is_right(RIGHT, kept)
        assert not await checked.is_right(WRONG, kept)

    asyncio.run(check())


def test_nobody_takes_one_verification_too() -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's name
            verified.append(str(hash))
            return super().verify(hash, password)

    checked = Passwords(Counting(time_cost=1, memory_cost=16, parallelism=1))
    assert not asyncio.run(checked.is_right(RIGHT, None))
    assert len(verified) == 1
    assert extract_parameters(verified[0]).memory_cost == 16


def test_one_password_however_it_is_composed() -> None:
    async def check() -> None:
        checked = Passwords(CHEAP)
        assert await checked.is_right(SecretStr("cafe\u0301 \ufb01"), await checked.hash(SecretStr("caf\u00e9 fi")))

    asyncio.run(check())


def test_hashes_of_other_parameters_are_outdated() -> None:
    kept = asyncio.run(Passwords(CHEAP).hash(RIGHT))
    assert not Passwords(CHEAP).is_outdated(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).is_outdated(kept)


def test_so_many_at_a_time_and_so_many_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    most = threading.Lock()
    running, seen = 0, 0
    release = threading.Event()

    class Slow(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - argon2's name
            nonlocal running, seen
            with most:
                running += 1
                seen = max(seen, running)
            release.wait(10)
            with most:
                running -= 1
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "MOST_WAITING", 12)
    checked = Passwords(Slow(time_cost=1, memory_cost=8, parallelism=1))

    async def crowd() -> list[bool]:
        waiting = [asyncio.create_task(checked.is_right(WRONG, None)) for _ in range(12)]
        await asyncio.sleep(0)
        with pytest.raises(PasswordsBusy):
            await checked.is_right(WRONG, None)
        release.set()
        return await asyncio.gather(*waiting)

    assert asyncio.run(crowd()) == [False] * 12
    assert seen <= passwords.THREADS
    assert not asyncio.run(checked.is_right(WRONG, None))  # room again
