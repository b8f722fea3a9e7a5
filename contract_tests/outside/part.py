"""One thing outside of the server, as server.toml declares it under the name that the spec's x-needs has for it."""

from abc import ABC, abstractmethod
from typing import Any

MAIN = "main"
"""The world of the server that all tests share."""


class NotProvable(Exception):
    """What cannot be done with this server; the message says which line of the TOML is missing."""


class Part(ABC):
    """Something that the server needs: where it is, how it can fail, and that it is well again."""

    modes: tuple[str, ...] = ()
    """Ways to fail."""

    is_cold: bool = False
    """Whether it is asked once and remembered, so that only a server which starts while it fails feels it."""

    is_remade: bool = False
    """Whether another one like it may be started beside it, so that what befalls one is nothing to the other."""

    def __init__(self, name: str) -> None:
        self.name = name

    def words(self, world: str) -> dict[str, str]:  # noqa: ARG002 - most are the same in every world
        """What stands for its placeholders in server.toml, for a server that lives in this world."""
        return {}

    @abstractmethod
    def fail(self, mode: str) -> None:
        """Fail in this way until told to heal: for the main world at least."""

    @abstractmethod
    def heal(self) -> None:
        """Be as it was."""

    def copy(self, source: str, target: str) -> None:  # noqa: B027 - most keep nothing
        """Make a world of which everything here is as in another one. No server may run on either."""

    def close(self) -> None:  # noqa: B027 - most have nothing to give up
        """End what was started for it."""

    def identify(self, subject: str) -> str | None:  # noqa: ARG002 - most know nobody
        """A token for a user that only this part vouches for; None if it does not do that."""
        return None


def filled(words: dict[str, str], value: Any) -> Any:
    """Put words where their names stand in braces, wherever that is; other braces stay."""
    if isinstance(value, dict):
        return {name: filled(words, item) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(words, item) for item in value]
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace("{" + name + "}", word)
    return value
