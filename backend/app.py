"""The application, wired by hand: what is made once, and who gets it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from backend.assistant import Assistant, OfflineAssistant, ServiceAssistant
from backend.cursors import Cursors
from backend.database import Database
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
from backend.settings import Settings, SettingsInvalid, read_settings
from backend.stores.conversations import ConversationStore
from backend.stores.rate_limits import RateLimitStore
from backend.stores.refused_tokens import RefusedTokenStore
from backend.stores.sessions import SessionStore
from backend.stores.tasks import TaskStore
from backend.stores.users import UserStore
from backend.stores.visitors import VisitorStore
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
    url, secret = settings.database_url.get_secret_value(), settings.secret_bytes
    database = Database(url, pool_size=settings.database_pool_size, prepare=settings.database_prepared_statements)
    cursors = Cursors(secret)
    passwords = Passwords()
    tokens = Tokens(secret, issuer=settings.token_issuer)
    sessions = SessionStore(database, cursors)
    keys = IssuerKeys(Jwks(settings.auth_jwks_url)) if settings.auth_jwks_url else None
    other = OtherIssuer(settings.auth_issuer, settings.auth_audience, settings.auth_user_claim, settings.token_issuer)
    bearer = BearerAuthenticator(Verifier(tokens, other, keys), sessions, VisitorStore(database))
    users = UserStore(database, settings.token_issuer)
    auth = Auth(
        users=users,
        sessions=sessions,
        refused_tokens=RefusedTokenStore(database),
        limits=Limits(RateLimitStore(database, secret), settings),
        passwords=passwords,
        tokens=tokens,
        session_length=timedelta(seconds=settings.token_seconds),
    )
    chat = make_chat(settings, users, ConversationStore(database, cursors), TaskStore(database, cursors))

    def lifespan(_: FastAPI) -> AbstractAsyncContextManager[None]:
        return running(url, database, passwords, keys, chat)

    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False, telemetry=NO_TELEMETRY)
    authenticate = Authenticate(bearer_auth=bearer)
    mount(
        app,
        auth_router(auth, authenticate),
        tasks_router(Tasks(TaskStore(database, cursors)), authenticate),
        chat_router(chat, authenticate),
        public_router(Public(database)),
        max_body_bytes=settings.max_body_bytes,
        keep_alive_seconds=settings.stream_keep_alive_seconds,
    )
    add_outcome_handlers(app)
    surround(app, settings)
    return app


def make_chat(settings: Settings, users: UserStore, conversations: ConversationStore, tasks: TaskStore) -> Chat:
    """Make the chat with the assistant that the settings ask for."""
    assistant: Assistant = OfflineAssistant(tasks) if settings.uses_offline_assistant else ServiceAssistant(settings)
    return Chat(
        users,
        conversations,
        assistant,
        history=settings.ai_history_messages,
        keep_alive=settings.stream_keep_alive_seconds,
    )


@asynccontextmanager
async def running(
    url: str, database: Database, passwords: Passwords, keys: IssuerKeys | None, chat: Chat
) -> AsyncIterator[None]:
    """Bring the database up to date and open it, until the application stops."""
    await asyncio.to_thread(migrate, url)
    await database.open()
    try:
        yield
    finally:
        await chat.close()  # what it saves needs the database
        passwords.close()
        if keys is not None:
            await keys.close()
        await database.close()
