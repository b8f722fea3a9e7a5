"""The file that says how users come to be: read, and refused with the line of what is wrong in it."""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests.spec.document import Document

_TEXTS, _TEXT = [str], str
_TABLES: dict[str, dict[str, Any]] = {
    "register": {"operation": _TEXT, "body": dict, "token": _TEXT, "user_id": _TEXT},
    "log_in": {"operation": _TEXT, "body": dict, "token": _TEXT, "user_id": _TEXT, "seconds": int},
    "command": {"run": _TEXTS, "token": _TEXT, "user_id": _TEXT, "seconds": int},
    "users": {"user_id": _TEXT, "user_id_from": _TEXT, "token_from": _TEXT},
    "ends": {"token": _TEXTS, "other_token": _TEXTS, "user": _TEXTS},
    "forge": {
        "algorithm": _TEXT,
        "key": _TEXT,
        "key_from": _TEXT,
        "key_file": _TEXT,
        "jwks_file": _TEXT,
        "claims": _TEXTS,
        "user": _TEXT,
        "session": _TEXT,
        "leeway_seconds": int,
        "max_length": int,
    },
}
_NEEDED = {
    "register": {"operation", "body"},
    "log_in": {"operation", "body", "token", "user_id"},
    "command": {"run", "token", "user_id"},
    "users": {"token_from"},
    "forge": {"algorithm"},
}
_OF_USERS, _OF_SERVERS = ("unique", "password"), ("secret", "folder", "python")
_PLACES_OF_WORDS = (
    ("register", "body", _OF_USERS),
    ("log_in", "body", _OF_USERS),
    ("command", "run", (*_OF_USERS, "python")),
    ("forge", "key", _OF_SERVERS),
    ("forge", "key_file", _OF_SERVERS),
)
_WORDS = {str: "a text", int: "a whole number", dict: "a table"}


def line_with(text: str, word: str) -> int:
    """The line in which a word stands first."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if word in line), 1)


class ActorsFileError(ValueError):
    """An actors file that says what cannot be; the message begins with `file:line`."""


@dataclass(frozen=True)
class ActorsFile:
    """What an actors file says, which is known to make sense."""

    file: Path
    text: str
    told: dict[str, Any]

    @classmethod
    def read(cls, file: Path, document: Document) -> "ActorsFile":
        try:
            text = file.read_text()
            read = cls(file, text, tomllib.loads(text))
        except OSError as error:
            raise ActorsFileError(f"{file}: {error.strerror}") from None
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            raise ActorsFileError(f"{file}:{line[1] if line else 1}: {error}") from None
        read._check(document)
        return read

    def table(self, name: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.told.get(name)
        return found

    def place(self, table: str, key: str = "", number: int = 0) -> str:
        """`file:line` of a table or a key in it; `number` counts tables of the same name."""
        seen, at = -1, 1
        for line, text in enumerate(self.text.splitlines(), 1):
            header = re.match(r"\s*\[\[?\s*([\w-]+)", text)
            if header:
                seen += header[1] == table
                if header[1] == table and seen == number:
                    at = line
            elif seen == number and at > 1 and re.match(rf"\s*{re.escape(key)}\s*=", text) and key:
                return f"{self.file}:{line}"
        return f"{self.file}:{at}"

    def refuse(self, table: str, why: str, key: str = "", number: int = 0) -> ActorsFileError:
        return ActorsFileError(f"{self.place(table, key, number)}: [{table}] {why}")

    def _check(self, document: Document) -> None:
        for name, value in self.told.items():
            if name not in _TABLES:
                raise self.refuse(name, f"is not known; there are {', '.join(_TABLES)}")
            if not isinstance(value, list if name == "users" else dict):
                raise self.refuse(name, "has to be written as [[users]]" if name == "users" else "has to be a table")
            for number, table in enumerate(value if name == "users" else [value]):
                self._check_table(name, table, number)
                self._check_operations(name, table, document)
        self._check_words()
        self._check_ways(document)

    def _check_table(self, name: str, table: dict[str, Any], number: int) -> None:
        known = _TABLES[name]
        for key, value in table.items():
            if key not in known:
                raise self.refuse(name, f"does not take `{key}`, but {', '.join(known)}", key, number)
            kind = known[key]
            if isinstance(kind, list):
                fits, what = isinstance(value, list) and all(isinstance(each, str) for each in value), "a list of texts"
            else:
                fits, what = isinstance(value, kind) and not isinstance(value, bool), _WORDS[kind]
            if not fits:
                raise self.refuse(name, f"`{key}` has to be {what}", key, number)
        missing = sorted(_NEEDED.get(name, set()) - table.keys())
        if missing:
            raise self.refuse(name, f"has no `{missing[0]}`", number=number)
        pointers = [key for key in ("token", "user_id") if name in ("register", "log_in", "command") and key in table]
        for key in pointers:
            if not table[key].startswith("/"):
                raise self.refuse(name, f"`{key}` has to be a JSON pointer, such as /data/token", key, number)

    def _check_operations(self, name: str, table: dict[str, Any], document: Document) -> None:
        named = [("operation", table["operation"])] if "operation" in table else []
        if name == "ends":
            named = [(key, each) for key, operations in table.items() for each in operations]
        for key, operation in named:
            if operation not in document.operations:
                raise self.refuse(name, f"`{operation}` is no operation of {document.spec}", key)
            if name != "ends" and not document.operations[operation].bodies:
                raise self.refuse(name, f"`{operation}` takes no body", key)

    def _check_words(self) -> None:
        """Nothing may stand in braces that nothing is put in place of."""
        for name, key, known in _PLACES_OF_WORDS:
            text = json.dumps((self.table(name) or {}).get(key, ""))
            for word in re.findall(r"\{([a-z_]+)\}", text):
                if word not in known:
                    told = ", ".join("{" + each + "}" for each in known)
                    place = f"{self.file}:{line_with(self.text, '{' + word + '}')}"
                    raise ActorsFileError(
                        f"{place}: [{name}] `{key}`: nothing says what {{{word}}} is; there are {told}"
                    )

    def _check_ways(self, document: Document) -> None:
        ways = [name for name in ("register", "command", "users") if name in self.told]
        if not ways and not any(any(each.security) for each in document.operations.values()):
            return  # nobody is asked who they are
        if len(ways) != 1:
            problem = f"there are {' and '.join(ways)}" if ways else "there is none"
            raise ActorsFileError(f"{self.file}:1: [register], [command] or [[users]] makes users, and {problem}")
        if "users" in self.told and len(self.told["users"]) < 2:
            raise self.refuse("users", "there have to be two at least, an owner and a stranger")
        for number, user in enumerate(self.told.get("users", [])):
            if ("user_id" in user) == ("user_id_from" in user):
                raise self.refuse("users", "takes one of `user_id` and `user_id_from`", number=number)
        if "register" in self.told and "log_in" not in self.told:
            if not {"token", "user_id"} <= self.told["register"].keys():
                raise self.refuse("register", "has to say where its answer has `token` and `user_id`, without [log_in]")
        elif "log_in" in self.told and "register" not in self.told:
            raise self.refuse("log_in", "goes with [register] only")
        keys = [key for key in ("key", "key_from", "key_file") if key in self.told.get("forge", {})]
        if "forge" in self.told and len(keys) != 1:
            raise self.refuse("forge", "takes one of `key`, `key_from` and `key_file`")
