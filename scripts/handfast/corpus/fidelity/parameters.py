"""Parameters: name, place, style, what must be there, what it is when left out, and what it may be."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from handfast.corpus.fidelity.asking import Asking, Values, parameters_of, required, schema_of
from handfast.corpus.fidelity.given import Node, Operation
from handfast.corpus.fidelity.probes import Probe
from handfast.corpus.fidelity.running import Answer
from handfast.corpus.fidelity.sameness import plain, same, texts
from handfast.corpus.fidelity.wire import Unwritable, in_json, style_of

_SAFE = re.compile(r"[!#-+\--:<-\[\]-~]*")  # what headers and cookies carry as it is
_OK = 400


def check(asking: Asking, operation: Operation, base: Values) -> None:
    """Asks about each parameter of an operation by requests that differ from a good one in that parameter alone."""
    for parameter in parameters_of(operation):
        with contextlib.suppress(Unwritable):
            _present(asking, operation, base, parameter)
            _absent(asking, operation, base, parameter)
            _bounds(asking, operation, base, parameter)


def _present(asking: Asking, operation: Operation, base: Values, parameter: Node) -> None:
    for value in asking.value_of(parameter):
        answer = asking.send(operation, base.replaced(parameter, value))
        said = f"{_named(parameter)} of {operation.name}: {value!r}"
        if answer.call is None:
            asking.miss(parameter, f"{said} fits and is refused: {answer.said}")
        elif not _arrived(answer, parameter, value, base):
            got = {name: plain(item) for name, item in answer.call.arguments.items()}
            asking.miss(parameter, f"{said} does not arrive; the handler has {got!r}")


def _absent(asking: Asking, operation: Operation, base: Values, parameter: Node) -> None:
    if parameter.text("in") == "path":
        return
    answer, said = asking.send(operation, base.without(parameter)), f"{_named(parameter)} of {operation.name}"
    has_default, default = _default(asking, parameter)
    if required(parameter):
        if answer.call is not None and not has_default:
            asking.miss(parameter, f"{said} is required, and not asked for")
    elif answer.call is None:
        asking.miss(parameter, f"{said} is optional, and asked for: {answer.said}")
    elif has_default and default is not None and not _arrived(answer, parameter, default, base):
        asking.miss(parameter, f"{said}: the default {default!r} is lost")


def _default(asking: Asking, parameter: Node) -> tuple[bool, Any]:
    schema = schema_of(asking.given, parameter)
    for node in (schema, asking.given.follow(schema) if schema else None):
        if node and isinstance(node.data, dict) and "default" in node.data:
            fits = asking.oracle.fits(asking.oracle.schema(node, "request"), node.data["default"])
            return fits, node.data["default"]
    return False, None


def _bounds(asking: Asking, operation: Operation, base: Values, parameter: Node) -> None:
    schema = schema_of(asking.given, parameter)
    if schema is None or parameter.data.get("x-owner") is True:
        return
    for probe in asking.probes.of(schema, "request"):
        if _writable(parameter, probe) and not _fits_alone(asking, schema, probe):
            with contextlib.suppress(Unwritable):
                _probe(asking, parameter, probe, asking.send(operation, base.replaced(parameter, probe.value)))


def _fits_alone(asking: Asking, schema: Node, probe: Probe) -> bool:
    """Whether a list of one, which is written as its item is, is good as that item; or the other way round."""
    if probe.fits or (isinstance(probe.value, list) and len(probe.value) != 1):
        return False
    other = probe.value[0] if isinstance(probe.value, list) else [probe.value]
    return asking.oracle.fits(asking.oracle.schema(schema, "request"), other)


def _probe(asking: Asking, parameter: Node, probe: Probe, answer: Answer) -> None:
    said = f"{_named(parameter)}: {probe.value!r}"
    if answer.status >= 500:  # noqa: PLR2004 - a failure of the server
        asking.miss(probe.node, f"{said} makes the server fail: {answer.said}", "fails")
    elif probe.fits and answer.call is None:
        asking.miss(probe.node, f"{said} fits and is refused: {answer.said}", "fits")
    elif not probe.fits and answer.call is not None:
        asking.miss(probe.node, f"{said} breaks {probe.keyword} and is taken", probe.keyword)


def _writable(parameter: Node, probe: Probe) -> bool:
    """Whether the text of a value still says what is asked about."""
    place, scalars = parameter.text("in"), [str(item) for item in _scalars(probe.value)]
    carried = place not in ("header", "cookie") or all(_SAFE.fullmatch(text) for text in scalars)
    if in_json(parameter):
        return carried
    said = (
        None not in _scalars(probe.value)
        and probe.value not in ([], {}, "", [""])
        and not (place == "path" and "" in scalars)
    )
    return carried and said and (probe.fits or _still_broken(parameter, probe, scalars))


def _still_broken(parameter: Node, probe: Probe, scalars: list[str]) -> bool:
    """Whether a value is as wrong when all of it is text."""
    if probe.keyword == "type":
        kinds = probe.node.data.get("type")
        kinds = {kinds} if isinstance(kinds, str) else set(kinds or ["string"])
        return "a stranger" in scalars and kinds <= {"integer", "number", "boolean", "null"}
    if probe.keyword == "enum":
        return not any(str(item) in scalars for item in probe.node.data["enum"])
    style, explode = style_of(parameter)
    return not (probe.keyword == "additionalProperties" and style == "form" and explode)


def _scalars(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _scalars(item)]
    return [leaf for item in value for leaf in _scalars(item)] if isinstance(value, list) else [value]


def _arrived(answer: Answer, parameter: Node, value: Any, among: Values) -> bool:
    """Whether a handler has a value, as often as it was sent."""
    if answer.call is None or parameter.data.get("x-owner") is True:
        return answer.call is not None
    got = [plain(item) for item in answer.call.arguments.values()]
    sent = sum(_alike(value, other) for item, other in among.by_parameter if item is not parameter)
    return sum(_alike(value, item) for item in got) > sent


def _alike(one: Any, other: Any) -> bool:
    return same(one, other) or same(texts(one), texts(other))


def _named(parameter: Node) -> str:
    return f"{parameter.text('in')} parameter {parameter.text('name')!r}"
