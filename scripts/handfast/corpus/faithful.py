"""L2: what the document says of every operation is in the generated code.

In a process of its own: `python -m handfast.corpus.faithful DOCUMENT FOLDER`. What the generator itself warned of is
counted and no miss.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from handfast.corpus.fidelity import bodies, parameters, responses, security, served
from handfast.corpus.fidelity.asking import Asking, Values, parameters_of, required
from handfast.corpus.fidelity.given import Given, Node, Operation
from handfast.corpus.fidelity.running import Application
from handfast.corpus.fidelity.wire import Unwritable
from handfast.corpus.generation import warnings_in
from handfast.corpus.outcomes import PACKAGE, Outcome, Subject, missed, reached
from handfast.corpus.processes import asked
from handfast.corpus.verdict import judge
from handfast.spec.pointers import child, split

_PLACE = re.compile(r"(.+?):(\d+):(\d+): ")
Place = tuple[str, int, int]


def measure(subject: Subject) -> Outcome:
    return asked(__name__, subject)


def _judged(document: Path, folder: Path) -> Outcome:
    logging.disable()  # what a server would log of what it refuses
    given = Given(document)
    asking = Asking(given, Application(folder))
    for operation in given.operations():
        _operation(asking, operation)
    for node, what in served.differences(given, folder / PACKAGE / "openapi.json"):
        asking.miss(node, what)
    warned = set(_places(warnings_in(folder)))
    silent = sorted(str(finding) for node, finding in asking.missed if not warned & set(_around(given, node)))
    numbers: dict[str, float] = {
        "asked": asking.asked,
        "unasked": asking.unasked + asking.probes.unasked,
        "announced": len(asking.missed) - len(silent),
    }
    return missed(f"{len(silent)} misses: {silent[0]}", silent, numbers) if silent else reached(numbers)


def _operation(asking: Asking, operation: Operation) -> None:
    try:
        needed = [(item, _value(asking, item)) for item in parameters_of(operation) if required(item)]
        base = Values(needed, bodies.first(asking, operation))
        answer = asking.send(operation, base)
    except Unwritable:
        asking.unasked += 1
        return
    if answer.call is None:
        asking.miss(operation.node, f"{operation.name}: a request that fits is refused: {answer.said}")
        return
    for check in (parameters.check, bodies.check, security.check, responses.check):
        check(asking, operation, base)


def _value(asking: Asking, parameter: Node) -> Any:
    for value in asking.value_of(parameter):
        return value
    raise Unwritable


def _places(warnings: list[str]) -> Iterator[Place]:
    for line in warnings:
        if match := _PLACE.match(line):
            yield Path(match[1]).name, int(match[2]), int(match[3])


def _around(given: Given, node: Node) -> Iterator[Place]:
    """The places of a node, of what holds it, and of what it says."""
    tokens = split(node.pointer)
    pointers = [child("", *tokens[:length]) for length in range(len(tokens), max(1, len(tokens) - 5), -1)]
    near = [node._replace(pointer=pointer) for pointer in pointers] + [below for _, below in node.items()]
    for item in near:
        for key in (False, True):
            where = given.locate(item, key=key)
            yield Path(where.file).name, where.line, where.column


if __name__ == "__main__":
    judge(_judged)
