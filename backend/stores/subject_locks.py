"""The lock of a subject: whoever makes or deletes its user holds it until the transaction ends."""

from hashlib import sha256

from sqlalchemy import BigInteger, bindparam, func, select

from backend.database import Transaction
from backend.statements import Statement

LOCK = Statement(select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger))), tuple)


async def lock_subject(transaction: Transaction, subject: str) -> None:
    """Wait until nobody else has the lock; what the transaction reads from then on is newer than what they wrote."""
    await transaction.execute(LOCK, {"key": lock_key(subject)})


def lock_key(subject: str) -> int:
    digest = sha256(b"handfast subject " + subject.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
