"""Values that a schema takes, plain ones first and then those at its bounds: always the same ones."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from contract_tests.inputs.patterns import matching
from contract_tests.spec.document import Document
from contract_tests.spec.schemas import branches, kinds, properties

# Longer texts would try the limit of the body, not that of the text.
_LONGEST = 20_000
_MOST_ITEMS = 20
_FORMATS: dict[str, tuple[str, ...]] = {
    "date-time": (
        "2026-01-02T03:04:05Z",
        "2027-05-06T23:30:00+05:30",
        "2025-03-01T00:15:00-08:00",
        # Of one day and of one second, the later ones first, so that an order that knows days only shows.
        "2026-07-08T21:10:11Z",
        "2026-07-08T09:10:11.124Z",
        "2026-07-08T09:10:11.123Z",
        "2024-02-29T12:00:00Z",
        "1970-01-01T00:00:00Z",
        "2999-12-31T23:59:59Z",
    ),
    "date": ("2026-01-02", "2024-02-29", "1970-01-01", "2999-12-31"),
    "time": ("03:04:05Z", "23:59:59Z"),
    "uri": ("https://contract.example/", "https://contract.example/a%20b?c=d&e=%2F#f"),
    "uri-reference": ("https://contract.example/", "/a?b#c"),
    "ipv4": ("192.0.2.1",),
    "ipv6": ("2001:db8::1",),
    "email": ("contract@contract.example",),
    "uuid": ("0b5f1d6c-5a0e-4a8b-9a0e-3c6a4f0d9b11",),
    "hostname": ("contract.example",),
}
_TEXTS = (
    "plain text",
    "another text",
    " \ton either side \n",
    "two\r\nlines",
    "O'Neil\"; DROP TABLE x; -- \\' \\",
    "<b onclick='x()'>&amp; & &lt;</b><!--",
    "{{7*7}} ${7*7} #{7} %s %(x)s %n {0} {x} $1 \\1",
    "100% _ * ? [a-z]+ ^$",
    "combining e\u0301 and composed \u00e9, \u212b, \ufb01",
    "\U0001f469\u200d\U0001f680 \U0001d4b3 \u05e9\u05dc\u05d5\u05dd \u65e5\u672c",
    "\ufeffmark \u2028 \u00a0\u200b\ue000\U0010fffd",
    "\x01 \x1b[0m \x7f",
    "null",
    "007",
    " ",
    "",
)


def bounds(document: Document, schema: Any) -> list[Any]:
    """Different values that fit the schema. None at all if no value could be worked out."""
    return list(_bounds(document, json.dumps(schema)))


def fits(document: Document, schema: Any, value: Any) -> bool:
    return bool(validator_of(document, json.dumps(schema)).is_valid(value))


def another(document: Document, schema: Any, *taken: Any) -> Any:
    """A value that fits and is none of those taken, nor null. Raises LookupError."""
    for value in bounds(document, schema):
        if value is not None and value not in taken:
            return value
    raise LookupError("there is no other value")


@lru_cache(maxsize=2000)
def validator_of(document: Document, schema: str) -> Any:
    """The validator of a schema that is given as JSON, made once."""
    parsed = json.loads(schema)
    alone = document.alone(parsed) if isinstance(parsed, dict) else parsed
    return jsonschema_rs.Draft202012Validator(alone, validate_formats=True)


@lru_cache(maxsize=2000)
def _bounds(document: Document, schema: str) -> tuple[Any, ...]:
    found: dict[str, Any] = {}
    for branch in branches(document, json.loads(schema)):
        for value in _candidates(document, branch):
            if validator_of(document, schema).is_valid(value):
                found.setdefault(json.dumps(value), value)
    return tuple(found.values())


def _candidates(document: Document, schema: dict[str, Any]) -> Iterator[Any]:
    if "const" in schema:
        yield schema["const"]
    yield from schema.get("enum", [])
    if "enum" in schema or "const" in schema:
        return
    yield from schema.get("examples", [])
    for kind in sorted(kinds(schema) - {"null"}):
        if kind == "string":
            yield from _strings(schema)
        elif kind in ("integer", "number"):
            yield from _numbers(schema, kind)
        elif kind == "boolean":
            yield from (True, False)
        elif kind == "array":
            yield from _arrays(document, schema)
        elif kind == "object":
            yield from _objects(document, schema)
    if "null" in kinds(schema):
        yield None


def _strings(schema: dict[str, Any]) -> Iterator[str]:
    if schema.get("format") in _FORMATS:
        yield from _FORMATS[schema["format"]]
        return
    yield from _TEXTS
    least, most = schema.get("minLength", 0), schema.get("maxLength", 300)
    yield from matching(schema.get("pattern", ""))
    yield "x" * least
    if least > 1:
        yield "\u00e9" * least
    if most <= _LONGEST:
        yield "y" * most
        # As many code points, twice as many UTF-16 units and four times as many bytes.
        yield "\U0001f600" * most


def _numbers(schema: dict[str, Any], kind: str) -> Iterator[int | float]:
    step = schema.get("multipleOf", 1)
    least, most = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    yield from (step, step * 2, 0, -step)
    yield from (value for value in (least, most) if value is not None)
    yield from (bound + way * step for bound, way in ((above, 1), (below, -1)) if bound is not None)
    if kind == "number":
        yield from (0.5, 0.1, -2.25)


def _arrays(document: Document, schema: dict[str, Any]) -> Iterator[list[Any]]:
    items = bounds(document, schema.get("items", True)) if schema.get("items") else ["a", "b"]
    least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
    yield items[: max(least, 2)]
    yield items[: max(least, 1)]
    yield items[-max(least, 1) :]
    yield list(reversed(items[: max(least, 2)]))
    yield []
    if most <= _MOST_ITEMS and items:
        whole = items * most
        yield items[:most] if schema.get("uniqueItems") else whole[:most]


def _objects(document: Document, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Few of them: what a property may be is tried property by property."""
    own = {name: bounds(document, item) for name, item in properties(document, schema).items()}
    required = schema.get("required", [])
    yield {name: values[0] for name, values in own.items() if values}
    yield {name: own[name][0] for name in required if own.get(name)}
    if not own:
        yield {"a": 1, "b": {"c": [True, None, "d"]}}
