"""Accounts."""

from backend.database import Database
from backend.database_errors import UniqueViolated
from backend.stores import user_statements as statements
from backend.stores.ids import new_id
from backend.stores.outcomes import EmailTaken, RowMissing
from backend.stores.subject_locks import lock_subject
from backend.stores.user_statements import Account
from generated.schemas import User, UserRegister, UserUpdate


def normalise_email(email: str) -> str:
    """Write the address as it is kept and compared; the contract lets only ASCII through."""
    return email.lower()


class UserStore:
    """Accounts of any issuer by id; by e-mail only those that were registered here, with `issuer`."""

    def __init__(self, database: Database, issuer: str) -> None:
        self._database = database
        self._issuer = issuer

    async def register(self, body: UserRegister, password_hash: str) -> User:
        """Make an account, or raise EmailTaken."""
        values = {
            "user_id": str(new_id()),
            "issuer": self._issuer,
            "email": normalise_email(body.email),
            "password_hash": password_hash,
            "name": body.name,
        }
        try:
            user = await self._database.fetch_one(statements.REGISTER, values)
        except UniqueViolated:
            raise EmailTaken from None
        return _there(user)

    async def by_email(self, email: str) -> Account | None:
        values = {"issuer": self._issuer, "email": normalise_email(email)}
        return await self._database.fetch_one(statements.BY_EMAIL, values)

    async def get(self, user_id: str) -> User:
        return _there(await self._database.fetch_one(statements.GET, {"user_id": user_id}))

    async def update(self, user_id: str, body: UserUpdate) -> User:
        """Change what was sent."""
        sent = body.model_dump(exclude_unset=True)
        values = {
            "user_id": user_id,
            "name": sent.get("name"),
            "assistant_instructions": sent.get("preferences", {}).get("assistant_instructions"),
        }
        return _there(await self._database.fetch_one(statements.UPDATE, values))

    async def rehash(self, user_id: str, password_hash: str) -> None:
        """Keep another hash of the same password."""
        await self._database.execute(statements.REHASH, {"user_id": user_id, "password_hash": password_hash})

    async def delete(self, user_id: str) -> None:
        """Delete the account and all that is its user's, and leave a tombstone, at once or not at all."""
        async with self._database.transaction() as transaction:
            await lock_subject(transaction, user_id)
            deleted = await transaction.execute(statements.DELETE, {"user_id": user_id})
        if not deleted:
            raise RowMissing


def _there(user: User | None) -> User:
    if user is None:
        raise RowMissing
    return user
