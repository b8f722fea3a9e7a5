"""The file that says how a server is started: what makes no sense in it is told with its line, before anything runs."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contract_tests.users.actors_file import line_with

_WORLDS = ("first", "second", "planted", "limited")
_KINDS = ("postgres", "http", "jwks")


class ServerFileError(ValueError):
    """A server.toml that says what cannot be; the message begins with `file:line`."""


def check_server_file(file: Path, *, starts: bool) -> None:
    """Raise ServerFileError unless the file makes sense; `starts` if it has to say how a server is started."""
    try:
        text = file.read_text()
        told = tomllib.loads(text)
    except OSError as error:
        raise ServerFileError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ServerFileError(f"{file}:1: it is no UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ServerFileError(f"{file}:{line_of(error)}: {error}") from None
    for key, why in _faults(told, starts=starts):
        raise ServerFileError(f"{file}:{_line_of(text, key)}: {why}")
    for word, known in _unknown_words(told):
        there = ", ".join(f"{{{each}}}" for each in known)
        place = f"{file}:{line_with(text, '{' + word + '}')}"
        raise ServerFileError(f"{place}: nothing says what {{{word}}} is; there are {there}")


def line_of(error: tomllib.TOMLDecodeError) -> int:
    """The line that TOML was broken in."""
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 1


def _faults(told: dict[str, Any], *, starts: bool) -> Iterator[tuple[str, str]]:
    known = ("command", "ready_seconds", "environment", "outside", *_WORLDS)
    for name, value in told.items():
        if name not in known:
            yield name, f"`{name}` is not known; there are {', '.join(known)}"
        if name not in ("command", "ready_seconds") and not isinstance(value, dict):
            yield name, f"`{name}` has to be a table"
    seconds = told.get("ready_seconds", 1)
    if not isinstance(seconds, int | float) or not seconds > 0:
        yield "ready_seconds", "`ready_seconds` has to be a number above 0"
    if starts and "command" not in told:
        yield "", "it has no `command` that starts a server; or give a --base-url"
    command = told.get("command", ["it"])
    if not isinstance(command, list) or not command or not all(isinstance(each, str) for each in command):
        yield "command", "`command` has to be a list of texts"
    yield from _parts(told)


def _parts(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _texts("environment", told.get("environment", {}))
    yield from _texts("limited.environment", told.get("limited", {}).get("environment", {}))
    for name, part in told.get("outside", {}).items():
        if not isinstance(part, dict):
            yield name, f"[outside.{name}] has to be a table"
        elif part.get("kind") not in (None, *_KINDS):
            yield f"outside.{name}", f"[outside.{name}] `kind` is one of {', '.join(_KINDS)}"


def _unknown_words(told: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What stands in braces and has no meaning, with what would have one there."""
    own, outside = ["python", "folder", "secret"], told.get("outside", {})
    of_server = [*own, "port", *(f"{name}_url" for name in outside)]
    limited = told.get("limited", {}).get("environment", {})
    places: list[tuple[Any, list[str]]] = [([told.get("command", []), told.get("environment", {}), limited], of_server)]
    for part in outside.values():
        places += [(part.get("command", []), own)]
        if "kind" not in part:
            places += [(part.get("url", ""), [*own, "world"]), (part.get("copy", []), [*own, "source", "target"])]
            places += [(part.get(name, []), own) for name in ("fail", "heal")]
    for value, known in places:
        for word in re.findall(r"\{([a-z_]+)\}", json.dumps(value)):
            if word not in known:
                yield word, known


def _texts(name: str, table: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(table, dict):
        yield name, f"[{name}] has to be a table"
        return
    for key, value in table.items():
        if not isinstance(value, str):
            yield key, f"[{name}] `{key}` has to be a text: every variable of an environment is"


def _line_of(text: str, key: str) -> int:
    """Where a table or a key begins; the first line if it is not to be found."""
    if not key:
        return 1
    word = re.escape(key)
    pattern = re.compile(rf'\s*(?:\[+\s*{word}\s*\]|\[+\s*{word}\.|"?{word}"?\s*=)')
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)
