"""Security: which schemes let a request pass, together or each alone, with which scopes, and whether nobody may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handfast.corpus.fidelity.asking import Asking, Values
from handfast.corpus.fidelity.given import Node, Operation
from handfast.corpus.fidelity.running import Answer

_UNAUTHORIZED = 401
_MOST_ALTERNATIVES = 12
Alternative = dict[str, list[str]]
Check = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Question:
    """The security of one operation; `credentials` are headers that carry what its schemes look at."""

    asking: Asking
    operation: Operation
    base: Values
    place: Node
    alternatives: list[Alternative]
    credentials: tuple[tuple[str, str], ...]

    def answer(self, granting: Iterable[str], refusing: Iterable[Check] = ()) -> Answer:
        """What becomes of a good request with credentials for these schemes, but without these scopes."""
        self.asking.application.granting = frozenset(str(_field(self.asking, name)) for name in granting)
        self.asking.application.refusing = frozenset(refusing)
        return self.asking.send(self.operation, self.base, self.credentials)

    def checks(self, alternative: Alternative) -> frozenset[Check]:
        """The schemes of an alternative as they are asked: each with its scopes."""
        return frozenset((str(_field(self.asking, name)), tuple(scopes)) for name, scopes in alternative.items())

    def miss(self, what: str) -> None:
        self.asking.miss(self.place, f"{self.operation.name} {what}")


def check(asking: Asking, operation: Operation, base: Values) -> None:
    """Asks by granting what each alternative needs, and all of that but one."""
    place, alternatives = _alternatives(asking, operation)
    names = dict.fromkeys(name for alternative in alternatives for name in alternative)
    question = _Question(asking, operation, base, place, alternatives, tuple(_credentials(asking, names)))
    unknown = [name for name in names if _field(asking, name) is None]
    if unknown:
        question.miss(f"has no authenticator for {', '.join(unknown)}")
        return
    try:
        _nobody(question)
        for alternative in [item for item in alternatives if item][:_MOST_ALTERNATIVES]:
            _alternative(question, alternative)
    finally:
        asking.application.granting = None
        asking.application.refusing = frozenset()


def _nobody(question: _Question) -> None:
    """A request that carries nothing."""
    question.asking.application.granting = frozenset()
    answer = question.asking.send(question.operation, question.base)
    refused = answer.call is None and answer.status == _UNAUTHORIZED
    if question.alternatives and all(question.alternatives) != refused:
        question.miss(
            "is not open to those without a credential" if refused else "lets those without a credential pass"
        )
    if answer.asked and not question.alternatives:
        question.miss(f"asks for {answer.asked[0][0]}, which is not declared")


def _alternative(question: _Question, alternative: Alternative) -> None:
    """Asks with what one alternative needs; what the others ask for besides, of the same schemes too, is not there."""
    own = question.checks(alternative)
    others = [question.checks(other) for other in question.alternatives]
    asked = frozenset[Check]().union(*others)
    said, answer = " with ".join(alternative), question.answer(alternative, asked - own)
    if answer.call is None:
        question.miss(f"does not let {said} pass: {answer.said}")
        return
    passed_by_another = any(other and other < own for other in others)
    for name, scopes in alternative.items() if not passed_by_another else ():
        if (_field(question.asking, name), tuple(scopes)) not in answer.asked:
            question.miss(f"does not ask {name} for the scopes {scopes}, but {answer.asked}")
    for name in alternative:
        rest = {item: scopes for item, scopes in alternative.items() if item != name}
        left = question.checks(rest)
        satisfied = any(other and other <= left for other in others)
        if rest and not satisfied and question.answer(rest, asked - left).call is not None:
            question.miss(f"lets {' with '.join(sorted(rest))} pass without {name}")


def _alternatives(asking: Asking, operation: Operation) -> tuple[Node, list[Alternative]]:
    place = operation.node.get("security") or asking.given.root.get("security")
    if place is None or not isinstance(place.data, list):
        return operation.node, []
    found = [item for item in place.data if isinstance(item, dict)]
    return place, [
        {name: [str(scope) for scope in scopes] if isinstance(scopes, list) else [] for name, scopes in item.items()}
        for item in found
    ]


def _field(asking: Asking, name: str) -> str | None:
    """The authenticator of a scheme, by the letters of its name; by its rank where names say too little."""
    fields: list[str] = asking.application.schemes
    fitting = [field for field in fields if _letters(field) == _letters(name)]
    schemes = asking.given.root.get("components", "securitySchemes")
    names: list[str] = list(schemes.data) if schemes and isinstance(schemes.data, dict) else []
    alike = [item for item in names if _letters(item) == _letters(name)]
    if len(fitting) == 1 and len(alike) < 2:  # noqa: PLR2004 - the one that it is, or another
        return fitting[0]
    return str(fields[names.index(name)]) if name in names and names.index(name) < len(fields) else None


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _credentials(asking: Asking, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Where a request carries what the schemes look at."""
    yield "authorization", "Bearer a-credential"
    for name in names:
        scheme = asking.given.root.get("components", "securitySchemes", name)
        found = asking.given.follow(scheme) if scheme else None
        if found and isinstance(found.data, dict) and found.text("type") == "apiKey":
            if found.text("in") == "header":
                yield found.text("name"), "a-credential"
            elif found.text("in") == "cookie":
                yield "cookie", f"{found.text('name')}=a-credential"
