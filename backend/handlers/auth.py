"""Accounts, access tokens and sessions."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend.current import user_agent
from backend.security.limits import Limits
from backend.security.passwords import Passwords
from backend.security.tokens import Tokens
from backend.stores.refused_tokens import RefusedTokenStore
from backend.stores.sessions import SessionStore
from backend.stores.users import UserStore
from generated.apis.auth import AuthApi, RegisterUser201
from generated.problems import InvalidCredentials
from generated.schemas import AccessToken, LogIn, SessionPage, User, UserRegister, UserUpdate
from generated.security import Caller


@dataclass(frozen=True, slots=True)
class Auth(AuthApi):
    users: UserStore
    sessions: SessionStore
    refused_tokens: RefusedTokenStore
    limits: Limits
    passwords: Passwords
    tokens: Tokens
    session_length: timedelta

    async def register_user(self, body: UserRegister) -> RegisterUser201:
        await self.limits.admit_registration()
        user = await self.users.register(body, await self.passwords.hash(body.password))
        return RegisterUser201(user, location="/api/auth/me")

    async def log_in(self, body: LogIn) -> AccessToken:
        await self.limits.admit_log_in(body.email)
        user = await self._user_of(body)
        now = datetime.now(UTC).replace(microsecond=0)  # a token knows whole seconds
        end = now + self.session_length
        session_id = await self.sessions.owned_by(user.id).create(expires_at=end, user_agent=user_agent())
        return AccessToken(
            access_token=self.tokens.issue(user.id, session_id, issued_at=now, expires_at=end),
            token_type="Bearer",  # noqa: S106 - not a token
            expires_in=int(self.session_length.total_seconds()),
            user=user,
        )

    async def log_out(self, caller: Caller) -> None:
        if caller.session:
            await self.sessions.owned_by(caller.id).revoke(caller.session)
        else:  # another issuer's token, which has no session here
            await self.refused_tokens.refuse(caller)

    async def list_sessions(self, caller: Caller, *, limit: int, cursor: str | None) -> SessionPage:
        return await self.sessions.owned_by(caller.id).page(caller.session, limit=limit, cursor=cursor)

    async def revoke_session(self, caller: Caller, session_id: str) -> None:
        await self.sessions.owned_by(caller.id).revoke(session_id)

    async def get_current_user(self, caller: Caller) -> User:
        return await self.users.get(caller.id)

    async def update_current_user(self, caller: Caller, body: UserUpdate) -> User:
        return await self.users.update(caller.id, body)

    async def delete_current_user(self, caller: Caller) -> None:
        await self.users.delete(caller.id)

    async def _user_of(self, credentials: LogIn) -> User:
        """Return whose the credentials are; it takes as long for an unknown address as for a wrong password."""
        account = await self.users.by_email(credentials.email)
        kept = account.password_hash if account else None
        if not await self.passwords.is_right(credentials.password, kept) or account is None:
            raise InvalidCredentials
        if self.passwords.is_outdated(account.password_hash):
            await self.users.rehash(account.user.id, await self.passwords.hash(credentials.password))
        return account.user
