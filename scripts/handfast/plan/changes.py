"""Compares two packages and says in words what one has otherwise than the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handfast.plan.interfaces import Declared, Interfaces, Key, Kind, Method
from handfast.plan.sources import Sources, lines

Verdict = Literal["+", "~", "-"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that appears, changes or goes; `parts` say how; `places` are where hand-written code has to follow."""

    verdict: Verdict
    subject: str
    parts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    orphans: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes by what they are about."""

    operations: tuple[Change, ...]
    parameters: tuple[Change, ...]
    answers: tuple[Change, ...]
    problems: tuple[Change, ...]
    schemas: tuple[Change, ...]
    types: tuple[Change, ...] = ()
    """Those that frontends get."""

    @property
    def orphans(self) -> list[Change]:
        """Operations that go although hand-written code implements them."""
        return [change for change in self.operations if change.orphans]

    def __bool__(self) -> bool:
        return any((self.operations, self.parameters, self.answers, self.problems, self.schemas, self.types))


_KINDS: tuple[Kind, ...] = ("parameter", "answer", "problem", "schema")


def plan(old: Interfaces, new: Interfaces, sources: Sources) -> Plan:
    """Say what becomes of `old` if `new` takes its place."""
    return Plan(
        tuple(_operations(old.methods, new.methods, sources)),
        *(tuple(_classes(kind, old.classes, new.classes, sources)) for kind in _KINDS),
    )


def _operations(
    old: Mapping[tuple[str, str], Method], new: Mapping[tuple[str, str], Method], sources: Sources
) -> Iterator[Change]:
    for key in sorted(old.keys() | new.keys()):
        places = tuple(lines(sources.methods.get(key, [])))
        before, after = old.get(key), new.get(key)
        subject = f"{key[0]}.{key[1]}  {(after or before or _NONE).operation}"
        if before is None:
            yield Change("+", subject, places=places)
        elif after is None:
            yield Change("-", subject, places=places, orphans=bool(places))
        elif parts := tuple(_method_parts(before, after)):
            yield Change("~", subject, parts, places)


_NONE = Method("", "", "", (), "")


def _method_parts(before: Method, after: Method) -> Iterator[str]:
    yield from _parts([_split(item) for item in before.takes], [_split(item) for item in after.takes])
    if before.gives != after.gives:
        yield f"returns {after.gives}, not {before.gives}"
    yield from (f"+ {problem}" for problem in after.problems if problem not in before.problems)
    yield from (f"- {problem}" for problem in before.problems if problem not in after.problems)
    if before.operation.partition(":")[0] != after.operation.partition(":")[0]:
        yield f"was {before.operation.partition(':')[0]}"


def _classes(
    kind: Kind, old: Mapping[Key, Declared], new: Mapping[Key, Declared], sources: Sources
) -> Iterator[Change]:
    # By name first, as readers look for it.
    for key in sorted((key for key in old.keys() | new.keys() if key[0] == kind), key=lambda key: (key[2], key[1])):
        before, after, name = old.get(key), new.get(key), key[2]
        subject = f"{name}  {(after or before or _NOTHING).says}".rstrip()
        places = tuple(lines(sources.names.get(name, [])))
        if before is None:
            yield Change("+", subject)
        elif after is None:
            yield Change("-", subject, places=places)
        elif parts := tuple(_parts(before.members, after.members)):
            yield Change("~", subject, parts, places)


_NOTHING = Declared("schema", "", "", ())


def _parts(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[str]:
    before, after = dict(old), dict(new)
    for name in dict.fromkeys([*before, *after]):
        if name not in before:
            yield f"+ {name}: {after[name]}"
        elif name not in after:
            yield f"- {name}: {before[name]}"
        elif before[name] != after[name]:
            yield f"~ {name}: {after[name]}, was {before[name]}"


def _split(item: str) -> tuple[str, str]:
    name, _, type_ = item.partition(": ")
    return name, type_
