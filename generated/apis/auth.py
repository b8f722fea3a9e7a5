"""Operations tagged `auth`: what a handler implements, and what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from ..schemas import AccessToken, LogIn, SessionPage, User, UserRegister, UserUpdate
from ..security import Caller
from ..support.problems import Refused


@dataclass(frozen=True, slots=True)
class RegisterUser201:
    """201: The account is made."""

    content: User
    location: str


class AuthApi(ABC):
    """Operations tagged `auth`. Accounts, access tokens and sessions. What these touch is always the caller's
    own.
    """

    @abstractmethod
    async def register_user(self, body: UserRegister) -> RegisterUser201:
        """POST /api/auth/register: Make an account."""

    @abstractmethod
    async def log_in(self, body: LogIn) -> AccessToken:
        """POST /api/auth/login: Get an access token."""

    @abstractmethod
    async def log_out(self, caller: Caller) -> None:
        """POST /api/auth/logout: End the current session."""

    @abstractmethod
    async def list_sessions(self, caller: Caller, *, limit: int, cursor: str | None) -> SessionPage:
        """GET /api/auth/sessions: List one's sessions."""

    @abstractmethod
    async def revoke_session(self, caller: Caller, session_id: str) -> None:
        """DELETE /api/auth/sessions/{session_id}: End one session."""

    @abstractmethod
    async def get_current_user(self, caller: Caller) -> User:
        """GET /api/auth/me: Get one's account."""

    @abstractmethod
    async def update_current_user(self, caller: Caller, body: UserUpdate) -> User:
        """PATCH /api/auth/me: Change one's account."""

    @abstractmethod
    async def delete_current_user(self, caller: Caller) -> None:
        """DELETE /api/auth/me: Delete one's account."""


class UnimplementedAuth(AuthApi):
    """Answers every operation with 501, until somebody writes the handlers."""

    async def register_user(self, body: UserRegister) -> RegisterUser201:
        raise Refused(501)

    async def log_in(self, body: LogIn) -> AccessToken:
        raise Refused(501)

    async def log_out(self, caller: Caller) -> None:
        raise Refused(501)

    async def list_sessions(self, caller: Caller, *, limit: int, cursor: str | None) -> SessionPage:
        raise Refused(501)

    async def revoke_session(self, caller: Caller, session_id: str) -> None:
        raise Refused(501)

    async def get_current_user(self, caller: Caller) -> User:
        raise Refused(501)

    async def update_current_user(self, caller: Caller, body: UserUpdate) -> User:
        raise Refused(501)

    async def delete_current_user(self, caller: Caller) -> None:
        raise Refused(501)
