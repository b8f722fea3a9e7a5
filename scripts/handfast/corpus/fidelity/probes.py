"""From a schema to values that keep it and values that break it in one way, wherever in it that way is written."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from handfast.corpus.fidelity.breaches import breaches
from handfast.corpus.fidelity.given import Given, Node
from handfast.corpus.fidelity.oracle import LENIENT, Mode, Oracle
from handfast.corpus.fidelity.samples import Samples, Schema

_MOST_VALUES = 30
Embed = Callable[[Any], Any]


class Probe(NamedTuple):
    """A whole value, whether it keeps the schema, and the node and keyword of the document that it asks about."""

    value: Any
    fits: bool
    node: Node
    keyword: str


class _Step(NamedTuple):
    node: Node
    schema: Schema
    embed: Embed
    deep: int


@dataclass
class Probes:
    """Asks about each node of a document's schemas once, by the shortest way that leads there."""

    given: Given
    oracle: Oracle
    samples: Samples
    seen: set[tuple[Any, str]] = field(default_factory=set)
    unasked: int = 0

    def of(self, node: Node, mode: Mode) -> Iterator[Probe]:
        """The probes of a schema, what is below it included; the first one keeps it."""
        whole = self.oracle.schema(node, mode)
        waiting = deque([_Step(node, whole, lambda value: value, 0)])
        while waiting:
            step = waiting.popleft()
            target = self.given.follow(step.node)
            values = self.samples.of(step.schema)
            if not isinstance(target.data, dict) or not values:
                self.unasked += target.data is not None and not isinstance(target.data, bool)
                continue
            value = values[0]
            if not self.oracle.fits(whole, step.embed(value)):
                self.unasked += 1
                continue
            known = target.place in self.seen
            if not known or step.deep <= 1:
                yield Probe(step.embed(value), True, target, "type")  # noqa: FBT003
            lenient = self.oracle.schema(node, LENIENT[mode])
            yield from self._broken(step, lenient, target, value, known=known)
            if not known:
                yield from self._members(step, whole, target)
                self.seen.add(target.place)
                waiting.extend(self._below(target, step, mode, value))

    def _broken(self, step: _Step, whole: Schema, target: Node, value: Any, *, known: bool) -> Iterator[Probe]:
        for keyword, broken in breaches(target, value):
            if known and keyword != "type":
                continue
            changed = step.embed(broken)
            if not self.oracle.fits(whole, changed) and _is_json(changed):
                yield Probe(changed, False, target, keyword)  # noqa: FBT003

    def _members(self, step: _Step, whole: Schema, target: Node) -> Iterator[Probe]:
        enum = target.data.get("enum")
        for item in enum[:_MOST_VALUES] if isinstance(enum, list) else ():
            if self.oracle.fits(whole, step.embed(item)):
                yield Probe(step.embed(item), True, target, "enum")  # noqa: FBT003

    def _below(self, node: Node, step: _Step, mode: Mode, value: Any) -> Iterator[_Step]:
        for keyword in ("allOf", "oneOf", "anyOf"):
            for index, branch in node.below(keyword):
                if keyword == "allOf":
                    yield from self._part(branch, step, mode, value)
                else:
                    yield _Step(branch, self._told(node, mode, keyword, int(index)), step.embed, step.deep)
        if isinstance(value, dict):
            for name, item in node.below("properties"):
                if not self.oracle.hidden(node, name, mode):
                    yield _Step(item, self.oracle.schema(item, mode), _put(step.embed, value, name), step.deep + 1)
            others = node.get("additionalProperties")
            if others and isinstance(others.data, dict):
                embed = _put(step.embed, value, "another_name")
                yield _Step(others, self.oracle.schema(others, mode), embed, step.deep + 1)
        items = node.get("items")
        if isinstance(value, list) and items and isinstance(items.data, dict):
            least = max(1, len(value))
            yield _Step(items, self.oracle.schema(items, mode), _listed(step.embed, value, least), step.deep + 1)

    def _part(self, part: Node, step: _Step, mode: Mode, value: Any) -> Iterator[_Step]:
        schema = self.oracle.schema(part, mode)
        if self.oracle.fits(schema, value):
            self.samples.remember(schema, value)
            yield _Step(part, schema, step.embed, step.deep)

    def _told(self, node: Node, mode: Mode, keyword: str, index: int) -> Schema:
        """A branch as it is meant where a discriminator tells it from others."""
        branches = self.oracle.resolved(self.oracle.schema(node, mode)).get(keyword, [])
        own = node.get(keyword, str(index)) or node
        return branches[index] if index < len(branches) else self.oracle.schema(own, mode)


def _put(embed: Embed, value: dict[str, Any], name: str) -> Embed:
    return lambda item: embed({**value, name: item})


def _listed(embed: Embed, value: list[Any], least: int) -> Embed:
    return lambda item: embed([item, *value[1:least]])


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True
