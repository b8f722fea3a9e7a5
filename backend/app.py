"""The application, wired by hand: what is made once, and who gets it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from backend.assistant import OfflineAssistant, ServiceAssistant
from backend.cursors import Cursors
from backend.database import Database
from backend.docs import add_proof, make_docs
from backend.editions import Editions
from backend.handlers.auth import Auth
from backend.handlers.chat import Chat
from backend.handlers.outcomes import add_outcome_handlers
from backend.handlers.public import Public
from backend.handlers.tasks import Tasks
from backend.logs import configure_logs
from backend.middleware import surround
from backend.migrations import migrate
from backend.security.authentication import BearerAuthenticator
from backend.security.issuer_keys import IssuerKeys
from backend.security.issuers import OtherIssuer
from backend.security.jwks import Jwks
from backend.security.limits import Limits
from backend.security.passwords import Passwords
from backend.security.tokens import Tokens
from backend.security.verification import Verifier
from backend.server import ON_STOPPING
from backend.settings import Settings, SettingsInvalid, read_settings
from backend.stores.conversations import ConversationStore
from backend.stores.rate_limits import RateLimitStore
from backend.stores.refused_tokens import RefusedTokenStore
from backend.stores.sessions import SessionStore
from backend.stores.tasks import TaskStore
from backend.stores.users import UserStore
from backend.stores.visitors import VisitorStore
from generated.drafts import drafts_router
from generated.routes import auth_router, chat_router, mount, public_router, tasks_router
from generated.security import Authenticate

NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}  # its spans carry queries


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application; its database is opened and migrated when it starts.

    The settings must name a database: `python -m backend` fills in the embedded one.
    """
    settings = settings or read_settings()
    if settings.database_url is None:
        raise SettingsInvalid(["DATABASE_URL: is not set; `python -m backend` starts a database of its own"])
    configure_logs(settings)
    parts = Parts(settings, settings.database_url.get_secret_value())
    app = FastAPI(lifespan=parts.running, openapi_url=None, redirect_slashes=False, telemetry=NO_TELEMETRY)
    authenticate = Authenticate(bearer_auth=parts.bearer())
    mount(
        app,
        auth_router(parts.auth(), authenticate),
        tasks_router(Tasks(parts.tasks), authenticate),
        chat_router(parts.chat, authenticate),
        public_router(Public(parts.database, Editions(settings.editions_folder), make_docs(settings))),
        *([] if settings.environment == "production" else [drafts_router(authenticate)]),
        max_body_bytes=settings.max_body_bytes,
        keep_alive_seconds=settings.stream_keep_alive_seconds,
    )
    if settings.proof_report:
        add_proof(app, settings.proof_report)
    add_outcome_handlers(app)
    surround(app, settings)
    return app


class Parts:
    """What handlers share, and what is opened and closed with the application."""

    def __init__(self, settings: Settings, url: str) -> None:
        self._settings = settings
        self._url = url
        secret = settings.secret_bytes
        self.database = Database(
            url, pool_size=settings.database_pool_size, prepare=settings.database_prepared_statements
        )
        cursors = Cursors(secret)
        self.users = UserStore(self.database, settings.token_issuer)
        self.sessions = SessionStore(self.database, cursors)
        self.tasks = TaskStore(self.database, cursors)
        self.passwords = Passwords()
        self.tokens = Tokens(secret, issuer=settings.token_issuer)
        self.keys = IssuerKeys(Jwks(settings.auth_jwks_url)) if settings.auth_jwks_url else None
        self.chat = Chat(
            self.users,
            ConversationStore(self.database, cursors),
            OfflineAssistant(self.tasks) if settings.uses_offline_assistant else ServiceAssistant(settings),
            history=settings.ai_history_messages,
            keep_alive=settings.stream_keep_alive_seconds,
        )

    def bearer(self) -> BearerAuthenticator:
        settings = self._settings
        other = OtherIssuer(
            settings.auth_issuer, settings.auth_audience, settings.auth_user_claim, settings.token_issuer
        )
        verifier = Verifier(self.tokens, other, self.keys)
        return BearerAuthenticator(verifier, self.sessions, VisitorStore(self.database))

    def auth(self) -> Auth:
        return Auth(
            users=self.users,
            sessions=self.sessions,
            refused_tokens=RefusedTokenStore(self.database),
            limits=Limits(RateLimitStore(self.database, self._settings.secret_bytes), self._settings),
            passwords=self.passwords,
            tokens=self.tokens,
            session_length=timedelta(seconds=self._settings.token_seconds),
        )

    @asynccontextmanager
    async def running(self, _: FastAPI) -> AsyncIterator[dict[str, Callable[[], None]]]:
        """Bring the database up to date and open it, until the application stops.

        What it gives is for the server: whom to tell that it is about to stop, while requests are still being served.
        """
        await asyncio.to_thread(migrate, self._url)
        await self.database.open()
        try:
            yield {ON_STOPPING: self.chat.stop}
        finally:
            await self.chat.close()  # what it saves needs the database
            self.passwords.close()
            if self.keys is not None:
                await self.keys.close()
            await self.database.close()
