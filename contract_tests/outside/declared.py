"""Parts as server.toml declares them."""

from pathlib import Path
from typing import Any

from contract_tests.outside.commands import Commanded
from contract_tests.outside.doubles import Double, read_answers
from contract_tests.outside.keys import Keys
from contract_tests.outside.part import NotProvable, Part, filled
from contract_tests.outside.postgres import Postgres


def make_part(
    name: str, told: dict[str, Any], file: Path, words: dict[str, str], environment: dict[str, str] | None
) -> Part:
    """Start what `[outside.NAME]` says. Raises NotProvable if the server cannot know of it.

    `environment` is that of commands; None if somebody else started the server.
    """
    place = f"{file}: [outside.{name}]"
    told = filled(words, told) if told.get("kind") else told
    kind, port = told.get("kind"), int(told.get("port", 0))
    if kind is None:
        return Commanded(name, told, words, file.parent, place)
    if environment is None and not port:
        raise NotProvable(
            f"{place} has no `port = …`, so a server that somebody else started cannot have been told of it"
        )
    if kind == "postgres":
        if "url" in told:
            return Postgres(name, told["url"], port=port)
        if "command" in told:
            return Postgres.started(name, told["command"], environment or {}, port)
        raise NotProvable(f"{place} has neither `url` nor `command`")
    if kind == "http":
        return Double(name, read_answers(told.get("answers", []), file.parent, place), port)
    if kind == "jwks":
        return Keys(name, told.get("path", "/"), told.get("claims", {}), port)
    raise ValueError(f"{place}: `kind` is postgres, http or jwks, not {kind}")
