"""The fake AI service, assistants that ask it, and what they log."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from backend.assistant import AssistantFailed, Prompt, ServiceAssistant, Turn
from backend.assistant.exchanges import Exchanges
from backend.logs import configure_logs
from backend.settings import Settings
from tests.backend.upstream import FakeService, fake_service

SECRET = "W5rV0mQy8Jk2Zt7Xb4Nc9Lf1Hg6Pd3Sa"
KEY = "sk-sentinel-of-the-key"
QUESTION = "A sentinel of the question?"
PROMPT = Prompt("ada", "", (Turn("user", QUESTION),))

Make = Callable[..., ServiceAssistant]
Logged = Callable[[], dict[str, Any]]


class Pauses(list[float]):
    """The pauses that were made, none of which took any time; `before_each` runs instead."""

    before_each: Callable[[], object] = staticmethod(lambda: None)

    async def sleep(self, seconds: float) -> None:
        self.append(seconds)
        self.before_each()


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}  # the loop that serves


@pytest.fixture
def service() -> Iterator[FakeService]:
    with fake_service() as service:
        yield service


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


def settings(**others: Any) -> Settings:
    given = {"better_auth_secret": SECRET, "log_format": "json", "ai_model": "fake", "ai_system_prompt": "Be kind."}
    return Settings(_env_file=None, **{**given, **others})


@pytest.fixture
async def make(service: FakeService, pauses: Pauses) -> AsyncIterator[Make]:
    """Make an assistant with settings that are not as usual; each logs as the server would."""
    made: list[ServiceAssistant] = []

    def make_one(**others: Any) -> ServiceAssistant:
        key = others.pop("ai_api_key", KEY)
        chosen = settings(**{"ai_base_url": service.url, **others})
        configure_logs(chosen)
        exchanges = Exchanges(
            chosen.ai_base_url or "",
            None if key is None else SecretStr(key),  # one that the settings would refuse, too
            timeout=chosen.ai_timeout_seconds,
            total=chosen.ai_total_seconds,
            sleep=pauses.sleep,
            chance=lambda: 0.5,
        )
        made.append(ServiceAssistant(chosen, exchanges))
        return made[-1]

    yield make_one
    for assistant in made:
        await assistant.close()


@pytest.fixture
def assistant(make: Make) -> ServiceAssistant:
    return make()


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Callable[[], dict[str, Any]]:
    """Return the one line that a call has left in the log, and see that it says nothing that it should not."""

    def read() -> dict[str, Any]:
        out = capsys.readouterr().out
        assert "sentinel" not in out
        (line,) = [json.loads(line) for line in out.splitlines()]
        assert line["event"] == "assistant"
        assert line.pop("milliseconds") >= 0
        wanted = ("level", "outcome", "attempts", "status", "prompt_tokens", "completion_tokens")
        assert set(line) == {"timestamp", "event", *wanted}
        return {name: line[name] for name in wanted}

    return read


async def failure(assistant: ServiceAssistant) -> AssistantFailed:
    with pytest.raises(AssistantFailed) as caught:
        await assistant.answer(PROMPT)
    assert caught.value.__cause__ is None
    assert "sentinel" not in str(caught.value)
    return caught.value
