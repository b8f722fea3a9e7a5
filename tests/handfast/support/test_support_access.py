"""Access: alternatives of credentials, as the document has them."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import Request

from handfast.support.access import any_of, any_of_or_nobody
from handfast.support.problems import Problem, Refused

Check = Callable[[Request], Awaitable[str]]


class Unauthorized(Problem):
    status = 401
    title = "Unauthorized"
    error_code = "unauthorized"


class Unavailable(Problem):
    status = 503
    title = "Unavailable"
    error_code = "unavailable"


def accepting(caller: str) -> Check:
    async def check(_: Request) -> str:
        return caller

    return check


def refusing(error: Exception) -> Check:
    async def check(_: Request) -> str:
        raise error

    return check


NOBODY = refusing(Unauthorized())
REFUSED = refusing(Refused(401))


def request(*headers: tuple[str, str]) -> Request:
    return Request(
        {
            "type": "http",
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        }
    )


def caller(*alternatives: tuple[Check, ...]) -> str:
    return asyncio.run(any_of(request(), *alternatives))


def test_the_first_alternative_that_passes_counts() -> None:
    assert caller((accepting("a"),), (accepting("b"),)) == "a"
    assert caller((NOBODY,), (REFUSED,), (accepting("c"),)) == "c"


def test_an_alternative_passes_only_whole() -> None:
    assert caller((accepting("a"), NOBODY), (accepting("b"),)) == "b"
    assert caller((accepting("a"), accepting("b"))) == "a"
    with pytest.raises(Refused, match="401"):
        caller((accepting("a"), NOBODY))


def test_none_is_401() -> None:
    with pytest.raises(Refused, match="401"):
        caller((NOBODY,), (REFUSED,))


@pytest.mark.parametrize("error", [Unavailable(), Refused(503), ZeroDivisionError()])
def test_what_is_no_refusal_of_the_credential_goes_on(error: Exception) -> None:
    """A check that is down must not let another alternative decide."""
    with pytest.raises(type(error)):
        caller((refusing(error),), (accepting("b"),))


PLACES = [("header", "Authorization"), ("header", "X-Key"), ("cookie", "session"), ("query", "key")]


def test_nobody_is_allowed_where_the_document_says_so() -> None:
    assert asyncio.run(any_of_or_nobody(request(("X-Other", "x")), PLACES, (NOBODY,))) is None


@pytest.mark.parametrize("header", [("Authorization", "Bearer x"), ("X-Key", "x"), ("Cookie", "session=x")])
def test_a_bad_credential_is_not_nobody(header: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="401"):
        asyncio.run(any_of_or_nobody(request(header), PLACES, (NOBODY,)))


def test_a_bad_key_in_the_query_is_not_nobody() -> None:
    asked = request()
    asked.scope["query_string"] = b"key=x"
    with pytest.raises(Refused, match="401"):
        asyncio.run(any_of_or_nobody(asked, PLACES, (NOBODY,)))


def test_a_credential_of_a_scheme_that_is_not_asked_for_is_nobody() -> None:
    assert asyncio.run(any_of_or_nobody(request(("Cookie", "session=x")), PLACES[:1], (NOBODY,))) is None


def test_a_good_credential_is_somebody() -> None:
    found = asyncio.run(any_of_or_nobody(request(("Authorization", "Bearer x")), PLACES, (accepting("a"),)))
    assert found == "a"
