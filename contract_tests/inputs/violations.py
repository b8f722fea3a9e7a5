"""Values that break a schema, each in one way: what a server has to refuse, keyword by keyword."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contract_tests.inputs.samples import sample
from contract_tests.inputs.values import validator_of
from contract_tests.spec.document import Document
from contract_tests.spec.schemas import branches, flat, kinds

_LONGEST = 20_000
_DEEPEST = 4
_NOT_OF_FORMAT = {
    "date-time": ("yesterday", "2026-02-30T00:00:00Z", "2026-01-02T03:04:05"),
    "date": ("yesterday", "2026-02-30"),
    "time": ("noon", "25:00:00Z"),
    "email": ("nobody", "nobody@", "no body@contract.example"),
    "uuid": ("0b5f1d6c",),
    "uri": ("no uri",),
    "ipv4": ("999.0.2.1",),
    "ipv6": ("2001::db8::1",),
}
_OF_OTHER_TYPES: tuple[Any, ...] = ("x", 1, 1.5, True, None, [], {}, "1", "true")


@dataclass(frozen=True)
class Violation:
    """A value, and what is wrong with it."""

    why: str
    value: Any


def violations(document: Document, schema: Any, valid: Any) -> list[Violation]:
    """Values that break the schema in one place each; `valid` is one that fits, from which they are made."""
    validator = validator_of(document, json.dumps(schema))
    found: dict[str, Violation] = {}
    for violation in _broken(document, schema, valid, 0):
        if not validator.is_valid(violation.value):
            found.setdefault(json.dumps(violation.value), violation)
    return list(found.values())


def texts(document: Document, schema: Any, valid: str) -> list[Violation]:
    """The same for a parameter, whose value is sent as a text and read by the type that it is declared to have."""
    declared = {kind for branch in branches(document, schema) for kind in kinds(branch)}
    if declared & {"array", "object"}:
        return []
    # That 1 means true to a server is a matter of how it reads a query, of which a schema says nothing.
    validator, unclear = validator_of(document, json.dumps(schema)), {"1"} if "boolean" in declared else set()
    found: dict[str, Violation] = {}
    for violation in _broken(document, schema, _read(valid, declared), 0):
        text = violation.value if isinstance(violation.value, str) else json.dumps(violation.value)
        if isinstance(violation.value, list | dict | None) or text in unclear:
            continue
        if not validator.is_valid(_read(text, declared)):
            found.setdefault(text, Violation(violation.why, text))
    return list(found.values())


def _read(text: str, declared: set[str]) -> Any:
    if declared & {"integer", "number"} and re.fullmatch(r"-?\d+", text):
        return int(text)
    if "number" in declared and re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    return {"true": True, "false": False}.get(text, text) if "boolean" in declared else text


def _broken(document: Document, schema: Any, valid: Any, depth: int) -> Iterator[Violation]:
    if depth > _DEEPEST:
        return
    for value in _OF_OTHER_TYPES:
        yield Violation(f"of another type: {json.dumps(value)}", value)
    for branch in branches(document, schema):
        if "const" in branch or "enum" in branch:
            yield from _unlisted(branch.get("enum") or [branch["const"]])
        declared = kinds(branch)
        if "string" in declared:
            yield from _strings(document, branch, valid)
        if declared & {"integer", "number"}:
            yield from _numbers(branch)
        if "array" in declared:
            yield from _arrays(document, branch, depth)
        if "object" in declared:
            yield from _objects(document, branch, valid, depth)


def _unlisted(listed: list[Any]) -> Iterator[Violation]:
    yield Violation("none of those listed", "none-of-those-listed")
    for each in listed[:1]:
        if isinstance(each, str):
            yield Violation("listed in another case", each.swapcase())
            yield Violation("listed, with a space behind", f"{each} ")


def _strings(document: Document, schema: dict[str, Any], valid: Any) -> Iterator[Violation]:
    base = valid if isinstance(valid, str) else str(sample(document, schema))
    if "minLength" in schema and schema["minLength"] > 0:
        least = schema["minLength"]
        yield Violation(f"shorter than {least}", (base[: least - 1] or "x" * (least - 1)) if least > 1 else "")
    if schema.get("maxLength", _LONGEST) < _LONGEST:
        longest = schema["maxLength"]
        yield Violation(f"longer than {longest}", _stretched(document, schema, base, longest + 1))
    if "pattern" in schema:
        for text in (f"{base}\x00", f"\x00{base}", f"{base}\n", "!", " ", ""):
            if not re.search(schema["pattern"], text):
                yield Violation(f"not of the pattern: {json.dumps(text)[:40]}", text)
    for text in _NOT_OF_FORMAT.get(schema.get("format", ""), ()):
        yield Violation(f"no {schema['format']}: {text}", text)


def _stretched(document: Document, schema: dict[str, Any], base: str, length: int) -> str:
    """A text of this length that breaks as little else as can be."""
    missing = max(0, length - len(base))
    local, at, domain = base.partition("@")
    long_domain = at + ("a." * length + domain)[-(length - len(local) - 1) :] if at and length > len(local) + 3 else ""
    candidates = ["x" * length, base + "x" * missing, "x" * missing + base, base + base[-1:] * missing]
    candidates += [local + long_domain] if long_domain else []
    validator = validator_of(document, json.dumps(schema))
    fitting = [each for each in candidates if len(each) == length] or ["x" * length]
    return min(fitting, key=lambda each: len(list(validator.iter_errors(each))))


def _numbers(schema: dict[str, Any]) -> Iterator[Violation]:
    for keyword, way in (("minimum", -1), ("maximum", 1), ("exclusiveMinimum", 0), ("exclusiveMaximum", 0)):
        if keyword in schema:
            yield Violation(f"beyond {keyword} {schema[keyword]}", schema[keyword] + way)
    for value in (2**31, 2**63, -(2**63) - 1, 10**30):
        yield Violation("beyond what fits a number of the database", value)
    if "multipleOf" in schema:
        yield Violation(f"no multiple of {schema['multipleOf']}", schema["multipleOf"] * 1.5)


def _arrays(document: Document, schema: dict[str, Any], depth: int) -> Iterator[Violation]:
    items = schema.get("items", True)
    item = sample(document, items)
    least = max(1, schema.get("minItems", 0))
    if schema.get("minItems", 0) > 0:
        yield Violation(f"less than {least} items", [item] * (least - 1))
    if "maxItems" in schema:
        yield Violation(f"more than {schema['maxItems']} items", [item] * (schema["maxItems"] + 1))
    if schema.get("uniqueItems"):
        yield Violation("the same item twice", [item] * max(2, least))
    for violation in _broken(document, items, item, depth + 1):
        yield Violation(f"item {violation.why}", [*[item] * (least - 1), violation.value])


def _objects(document: Document, schema: dict[str, Any], valid: Any, depth: int) -> Iterator[Violation]:
    base = valid if isinstance(valid, dict) else sample(document, schema)
    base = base if isinstance(base, dict) else {}
    for name in schema.get("required", []):
        yield Violation(f"without {name}", {key: item for key, item in base.items() if key != name})
    if schema.get("additionalProperties") is False:
        yield Violation("with a property that is not declared", {**base, "undeclared": "x"})
    for name, item in schema.get("properties", {}).items():
        if flat(document, item).get("readOnly"):
            continue
        for violation in _broken(document, item, base.get(name, sample(document, item)), depth + 1):
            yield Violation(f"{name} {violation.why}", {**base, name: violation.value})
