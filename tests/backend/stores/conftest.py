"""Stores on an empty database, and two users."""

from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from backend.cursors import Cursors
from backend.database import Database
from backend.stores.conversations import ConversationStore, OwnedConversations
from backend.stores.rate_limits import RateLimitStore
from backend.stores.refused_tokens import RefusedTokenStore
from backend.stores.sessions import SessionStore
from backend.stores.tasks import TaskStore
from backend.stores.users import UserStore
from backend.stores.visitors import VisitorStore
from generated.schemas import User, UserRegister
from tests.backend.databases import Databases, open_server

ISSUER = "handfast"
SECRET = b"a secret of the tests, 32 bytes!"


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}  # the loop that serves


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with open_server() as server:
        yield Databases(server)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    with databases.fresh() as url:
        yield url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def users(database: Database) -> UserStore:
    return UserStore(database, ISSUER)


@pytest.fixture
def visitors(database: Database) -> VisitorStore:
    return VisitorStore(database)


@pytest.fixture
def refused_tokens(database: Database) -> RefusedTokenStore:
    return RefusedTokenStore(database)


@pytest.fixture
def sessions(database: Database) -> SessionStore:
    return SessionStore(database, Cursors(SECRET))


@pytest.fixture
def tasks(database: Database) -> TaskStore:
    return TaskStore(database, Cursors(SECRET))


@pytest.fixture
def rate_limits(database: Database) -> RateLimitStore:
    return RateLimitStore(database, SECRET)


def registration(name: str) -> UserRegister:
    return UserRegister(email=f"{name}@example.com", password=SecretStr("correct horse"), name=name)


@pytest.fixture
async def ada(users: UserStore) -> User:
    return await users.register(registration("ada"), "a hash")


@pytest.fixture
async def eve(users: UserStore) -> User:
    return await users.register(registration("eve"), "a hash")


@pytest.fixture
def conversations(database: Database) -> ConversationStore:
    return ConversationStore(database, Cursors(SECRET))


@pytest.fixture
def of_ada(conversations: ConversationStore, ada: User) -> OwnedConversations:
    return conversations.owned_by(ada.id)


@pytest.fixture
def of_eve(conversations: ConversationStore, eve: User) -> OwnedConversations:
    return conversations.owned_by(eve.id)
