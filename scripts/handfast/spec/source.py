"""One file of a document: its data, and where each of its nodes stands.

YAML is read by the core schema of YAML 1.2, which OpenAPI asks for: `on` and `yes` are strings, and so are dates.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.nesting import is_too_deep, place_beyond, too_deep, unfolds
from handfast.spec.places import Places
from handfast.spec.pointers import child, split
from handfast.spec.texts import paired, read_text

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_LONGEST_KEPT = 100_000  # characters, whose tree takes some tens of megabytes at the most
_MOST_DIGITS = 4300  # Python turns no more into a number
_QUOTED = {"'", '"', "|", ">"}


@dataclass(frozen=True)
class Source:
    """A parsed file. `data` has the types of JSON; its keys are strings, a status written as a number too."""

    path: Path
    data: Any
    text: str
    findings: tuple[Finding, ...] = ()

    @cached_property
    def root(self) -> yaml.Node | None:
        """The tree of YAML, with its places."""
        return _composed(self.path, self.text)

    @cached_property
    def places(self) -> Places | None:
        """The places of what was read as JSON."""
        return None if "root" in self.__dict__ else Places(self.text)

    @cached_property
    def name(self) -> str:
        return shown(self.path)

    @cached_property
    def file(self) -> Path:
        """Which file it is, whatever path leads there."""
        return self.path.resolve()

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """The pointer of each schema that names itself with `$id`."""
        return self._named("$id")

    @cached_property
    def anchors(self) -> dict[str, str]:
        """The pointer of each schema with an anchor."""
        return {**self._named("$dynamicAnchor"), **self._named("$anchor")}

    def _named(self, keyword: str) -> dict[str, str]:
        found = (
            (node[keyword], place) for place, node in walk(self.data) if isinstance(node, dict) and keyword in node
        )
        return {name: place for name, place in found if isinstance(name, str)}

    def locate(self, pointer: str, *, key: bool = False) -> Location:
        """Where the node at a JSON pointer stands, or its nearest parent that exists; its key if asked."""
        if self.places:
            return Location(self.name, *self.places.of(split(pointer), key=key))
        node, mark = self.root, self.root.start_mark if self.root else None
        for token in split(pointer):
            step = _step(node, token)
            if step is None:
                break
            key_node, node = step
            mark = key_node.start_mark if key and key_node is not None else node.start_mark
        return Location(self.name, mark.line + 1, mark.column + 1) if mark else Location(self.name)


def read_source(path: Path, *, lenient: bool = False) -> Source:
    """Reads a YAML or JSON file. Raises FindingsError for one that is missing or broken, or gives a key twice.

    With `lenient` the last of two keys counts, and `findings` tell of them.
    """
    text, guessed = read_text(path, lenient=lenient)
    try:
        data = _from_json(paired(text) if lenient else text)
        if data is not None:
            _demand_shallow(path, data, text)
            return Source(path, data, text, guessed)
        if place := too_deep(text):
            raise _too_deep(path, place)
        root = _composed(path, text)
        if unfolds(root, text):
            raise FindingsError([Finding(Location(shown(path)), "its aliases stand for millions of values")])
        twice = [Finding(_at(path, node), f"the key {node.value!r} is given twice") for node in _doubles(root)]
        if twice and not lenient:
            raise FindingsError(twice)
        source = Source(path, None if root is None else _value(root), text, (*guessed, *twice))
        _demand_shallow(path, source.data, text)
    except yaml.MarkedYAMLError as error:
        raise FindingsError([_broken(path, error)]) from None
    except yaml.YAMLError as error:
        reason = str(error).partition("\n")[0]
        raise FindingsError([Finding(Location(shown(path)), f"is not YAML: {reason}")]) from None
    except RecursionError:
        raise _too_deep(path, place_beyond(text)) from None
    source.__dict__["root"] = root  # made already
    return source


def _demand_shallow(path: Path, data: Any, text: str) -> None:
    if is_too_deep(data):
        raise _too_deep(path, place_beyond(text))


def _too_deep(path: Path, place: tuple[int, int]) -> FindingsError:
    return FindingsError([Finding(Location(shown(path), *place), "is nested too deeply, or holds itself")])


def _composed(path: Path, text: str) -> yaml.Node | None:
    plain = paired(text) if _is_json(path, text) else text
    return _kept_tree(plain) if len(plain) <= _LONGEST_KEPT else _tree(plain)


@lru_cache(maxsize=128)
def _kept_tree(text: str) -> yaml.Node | None:
    """Of the files of a document that is watched, a save changes one. Nobody changes a tree."""
    return _tree(text)


def _tree(text: str) -> yaml.Node | None:
    root: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return root


def _is_json(path: Path, text: str) -> bool:
    return path.suffix == ".json" or text.lstrip().startswith("{")


def _from_json(text: str) -> Any:
    """An object written as JSON, read much faster; None for what takes a closer look."""
    if not text.lstrip().startswith("{") or "\\ud" in text.lower():
        return None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except ValueError:
        return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key is given twice")
    return made


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _broken(path: Path, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    where = Location(shown(path), mark.line + 1, mark.column + 1) if mark else Location(shown(path))
    context = f" {error.context}" if error.context else ""
    return Finding(where, f"is not YAML: {error.problem or 'cannot be parsed'}{context}")


def _at(path: Path, node: yaml.Node) -> Location:
    return Location(shown(path), node.start_mark.line + 1, node.start_mark.column + 1)


def _step(node: yaml.Node | None, token: str) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == token), None)
    if isinstance(node, yaml.SequenceNode) and token.isdigit() and int(token) < len(node.value):
        return None, node.value[int(token)]
    return None


def _doubles(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    waiting, seen_nodes = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen_nodes:
            continue
        seen_nodes.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            keys = set[str]()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                    if key.value in keys:
                        yield key
                    keys.add(key.value)
                waiting.append(value)


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    return _scalar(node) if isinstance(node, yaml.ScalarNode) else None


def _mapping(node: yaml.MappingNode) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key, value in node.value:
        if key.value == "<<" and key.style not in _QUOTED:
            parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for part in reversed(parts):
                if not isinstance(part, yaml.MappingNode):
                    raise yaml.MarkedYAMLError(None, None, "<< takes a mapping or a list of them", value.start_mark)
                merged.update(_value(part))
        else:
            own[str(key.value)] = _value(value)
    return {**merged, **own} if merged else own


def _scalar(node: yaml.ScalarNode) -> Any:
    return node.value if node.style in _QUOTED else plain(node.value)


def plain(text: str) -> Any:
    """What unquoted text stands for."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > _MOST_DIGITS:
            return math.copysign(math.inf, -1 if text[0] == "-" else 1)
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan")) if _FLOAT.fullmatch(text) else text


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every node below a value with its JSON pointer, parents first."""
    yield pointer, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from walk(item, child(pointer, str(key)))
