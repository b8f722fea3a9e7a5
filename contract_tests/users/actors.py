"""Users of the server under test: made when they are needed, and thrown away, or a fixed set that takes turns."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from contract_tests.spec.document import Operation
from contract_tests.traffic.credentials import credentials_for
from contract_tests.traffic.exchange import Exchange, Request
from contract_tests.traffic.expressions import Absent, point
from contract_tests.traffic.spared import may_end_caller
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors_file import ActorsFile

ACTORS_FILE = Path(__file__).parent.parent / "actors.toml"
ACTORS_FILE_VARIABLE = "HANDFAST_ACTORS"
COMMAND_SECONDS = 60
ENDS = ("token", "other_token", "user")
_RENEWED_AFTER = 0.7  # of a token's life, so that it outlives the test that it is given to


@dataclass(frozen=True)
class Actor:
    """A user and one token of theirs; the id and the token always belong together."""

    user_id: str
    token: str
    unique: str
    password: str

    def __repr__(self) -> str:
        return f"Actor({self.user_id})"


def actors_file() -> Path:
    return Path(os.environ.get(ACTORS_FILE_VARIABLE) or ACTORS_FILE)


class Actors:
    """Makes users as the actors file says."""

    def __init__(self, wire: Wire, file: Path | None = None) -> None:
        self._wire = wire
        self.file = ActorsFile.read(file or actors_file(), wire.document)
        self._log_in = self.file.table("log_in") or self.file.table("register") or {}
        self._seconds: int | None = (self.file.table("log_in") or self.file.table("command") or {}).get("seconds")
        self._born: dict[str, float] = {}
        self._renewed: dict[str, Actor] = {}
        self._fixed = [self._given(number) for number, _ in enumerate(self.file.told.get("users", []))]
        self._turn = 0
        if self._fixed:
            self._spare_fixed()
        self._makes_users = any(name in self.file.told for name in ("register", "command", "users"))

    def make(self, *others: Actor) -> Actor:
        """Make a new user, or take the next of a fixed set who is none of the others."""
        if not self._makes_users:
            self._turn += 1
            return Actor(f"nobody-{self._turn}", "", "", "")
        if self._fixed:
            return self._next({other.user_id for other in others})
        unique = f"actor-{uuid4().hex}"
        password = self._wire.mask.hide(f"sentinel-{uuid4().hex}")
        if self.file.table("command"):
            return self._commanded(unique, password)
        return self._registered(unique, password)[0]

    def register(self) -> tuple[Actor, Exchange] | None:
        """A new user, and what they were told when they came to be; None if nobody registers here."""
        if not self.file.table("register"):
            return None
        return self._registered(f"actor-{uuid4().hex}", self._wire.mask.hide(f"sentinel-{uuid4().hex}"))

    def log_in_again(self, actor: Actor) -> Actor:
        """Get another token for the same user, or the same one where there is no logging in."""
        return self._logged_in(actor.unique, actor.password) if self.file.table("log_in") else actor

    @property
    def can_log_in_again(self) -> bool:
        return self.file.table("log_in") is not None

    @property
    def are_fixed(self) -> bool:
        """Whether there is but a fixed set of users."""
        return bool(self._fixed)

    def try_to_log_in(self, actor: Actor) -> Exchange:
        """Send the log-in of a user, whatever comes of it."""
        return self._send(self._log_in, actor.unique, actor.password)

    def hide_token(self, exchange: Exchange) -> None:
        """Keep the token of a log-in that somebody else made from every report."""
        if exchange.operation.id == self._log_in.get("operation") and exchange.status in range(200, 300):
            with suppress(Absent, ValueError):
                self._wire.mask.hide(str(point(exchange.body, self._log_in["token"])))

    def headers(self, operation: Operation, actor: Actor) -> dict[str, str]:
        """What to send so that an operation knows the actor; nothing if it is public."""
        return credentials_for(operation, self._fresh(actor).token).headers

    def query(self, operation: Operation, actor: Actor) -> dict[str, str]:
        """The same, for schemes whose token stands in the query."""
        return credentials_for(operation, self._fresh(actor).token).query

    def ending(self, what: str) -> list[Operation]:
        """Operations that end what the file says: `token`, `other_token`, `user`."""
        return [self._wire.document.operations[each] for each in (self.file.table("ends") or {}).get(what, [])]

    def _spare_fixed(self) -> None:
        """Let nothing be sent that may end somebody who stays."""
        spared = self._wire.ledger.spared
        spared.tokens |= {each.token for each in self._fixed}
        place = self.file.place("users")
        declared = {each.id for kind in ENDS for each in self.ending(kind)}
        for operation in self._wire.document.operations.values():
            if operation.id in declared or may_end_caller(operation):
                why = "is in [ends]" if operation.id in declared else "may end its caller"
                spared.reasons[operation.id] = f"{place}: users who stay are not ended, and {operation.id} {why}"

    def _fresh(self, actor: Actor) -> Actor:
        """The actor, with a new token in place of one that is about to expire."""
        actor = self._renewed.get(actor.token, actor)
        born = self._born.get(actor.token)
        if self._seconds is None or born is None or time.monotonic() - born < self._seconds * _RENEWED_AFTER:
            return actor
        first = next((token for token, current in self._renewed.items() if current == actor), actor.token)
        self._renewed[first] = self.log_in_again(actor)
        return self._renewed[first]

    def _next(self, others: set[str]) -> Actor:
        for _ in self._fixed:
            actor = self._fixed[self._turn % len(self._fixed)]
            self._turn += 1
            if actor.user_id not in others:
                return actor
        raise self.file.refuse("users", "all of them are in use; add another one")

    def _given(self, number: int) -> Actor:
        user = self.file.told["users"][number]

        def variable(key: str) -> str:
            if not os.environ.get(user[key]):
                raise self.file.refuse("users", f"the environment has no {user[key]}", key, number)
            return os.environ[user[key]]

        user_id = user.get("user_id") or variable("user_id_from")
        return self._known(Actor(user_id, self._wire.mask.hide(variable("token_from")), user_id, ""))

    def _commanded(self, unique: str, password: str) -> Actor:
        table = self.file.told["command"]
        words = [_filled(word, unique, password).replace("{python}", sys.executable) for word in table["run"]]
        folder = self.file.file.parent
        try:
            done = subprocess.run(words, cwd=folder, capture_output=True, timeout=COMMAND_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise self.file.refuse("command", f"cannot be run: {type(error).__name__}", "run") from None
        if done.returncode:
            told = self._wire.mask(done.stderr.decode(errors="replace"))[-500:]
            raise self.file.refuse("command", f"ended with {done.returncode}: {told}", "run")
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            raise self.file.refuse("command", "did not print JSON", "run") from None
        return self._pointed("command", answer, unique, password)

    def _registered(self, unique: str, password: str) -> tuple[Actor, Exchange]:
        exchange = self._perform(self.file.told["register"], unique, password)
        if self.file.table("log_in"):
            return self._logged_in(unique, password), exchange
        return self._read(exchange, unique, password), exchange

    def _logged_in(self, unique: str, password: str) -> Actor:
        return self._read(self._perform(self.file.told["log_in"], unique, password), unique, password)

    def _read(self, exchange: Exchange, unique: str, password: str) -> Actor:
        table = "log_in" if self.file.table("log_in") else "register"
        return self._pointed(table, exchange.body, unique, password)

    def _pointed(self, table: str, answer: Any, unique: str, password: str) -> Actor:
        found = {}
        for key in ("token", "user_id"):
            try:
                found[key] = str(point(answer, self.file.told[table][key]))
            except Absent as absent:
                raise self.file.refuse(table, f"nothing stands at {absent} of the answer", key) from None
        return self._known(Actor(found["user_id"], self._wire.mask.hide(found["token"]), unique, password))

    def _known(self, actor: Actor) -> Actor:
        self._born[actor.token] = time.monotonic()
        self._wire.ledger.roll.meet(actor.user_id, actor.token)
        return actor

    def _perform(self, step: dict[str, Any], unique: str, password: str) -> Exchange:
        exchange = self._send(step, unique, password)
        if exchange.status not in range(200, 300):
            self._wire.fail(exchange, "no actor can be made", exchange.status)
        return exchange

    def _send(self, step: dict[str, Any], unique: str, password: str) -> Exchange:
        operation = self._wire.document.operations[step["operation"]]
        body = _mapped(step["body"], lambda text: _filled(text, unique, password))
        # What a server keeps of whoever logs in, such as the name of their browser, is theirs as well.
        headers = {"User-Agent": f"contract-tests/1 ({unique})"}
        return self._wire.call(operation, Request(headers=headers, body=body, media_type=next(iter(operation.bodies))))


def _filled(text: str, unique: str, password: str) -> str:
    return text.replace("{unique}", unique).replace("{password}", password)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _mapped(item, change) for name, item in value.items()}
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    return change(value) if isinstance(value, str) else value
