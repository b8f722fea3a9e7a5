"""Reads features: their criteria, and the workflows beside them, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handfast.findings import Finding, FindingsError, Location, shown
from handfast.spec.pointers import child
from handfast.spec.source import read_source
from handfast.spec.texts import read_text

_HEADING = re.compile(r"## +(.*?) *#*$")
_OPERATIONS = re.compile(r"Operations: *(.*)$")
_NAME = re.compile(r"[A-Za-z][\w-]*")


@dataclass(slots=True)
class Criterion:
    """What has to hold, and the operations that it takes, each with its place."""

    name: str
    place: Location
    operations: dict[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workflow:
    """A sequence of calls, and the operations that its steps call, each with its place."""

    name: str
    place: Location
    operations: dict[str, Location]


@dataclass(frozen=True, slots=True)
class Feature:
    """One file of criteria, and its workflows; `arazzo` is where they stand or should."""

    name: str
    place: Location
    criteria: tuple[Criterion, ...]
    arazzo: Path
    workflows: tuple[Workflow, ...]


def features(folder: Path) -> list[Feature]:
    """All of a folder, none if it is not there. FindingsError: a file is no text, or one of workflows no YAML."""
    return [_feature(path) for path in sorted(folder.glob("*.md"))] if folder.is_dir() else []


def _feature(path: Path) -> Feature:
    arazzo = path.with_suffix(".arazzo.yaml")
    workflows = tuple(_workflows(arazzo)) if arazzo.is_file() else ()
    return Feature(path.stem, Location(shown(path)), tuple(criteria(path)), arazzo, workflows)


def criteria(path: Path) -> Iterator[Criterion]:
    """Those of one file of Markdown."""
    found: list[Criterion] = []
    for number, line in enumerate(read_text(path)[0].splitlines(), 1):
        if heading := _HEADING.match(line):
            found.append(Criterion(heading[1].strip("` "), Location(shown(path), number, heading.start(1) + 1)))
        elif found and (named := _OPERATIONS.match(line)):
            for name in _NAME.finditer(named[1]):
                column = named.start(1) + name.start() + 1
                found[-1].operations[name[0]] = Location(shown(path), number, column)
    return iter(found)


def _workflows(path: Path) -> Iterator[Workflow]:
    source = read_source(path)
    data: Any = source.data
    if not isinstance(data, dict) or not isinstance(data.get("workflows"), list):
        raise FindingsError([Finding(source.locate(""), "is no Arazzo document: it has no list of `workflows`")])
    for number, workflow in enumerate(data["workflows"]):
        if isinstance(workflow, dict):
            at = child("", "workflows", str(number))
            steps = workflow.get("steps")
            called = {
                step["operationId"]: source.locate(child(at, "steps", str(index), "operationId"))
                for index, step in enumerate(steps if isinstance(steps, list) else ())
                if isinstance(step, dict) and isinstance(step.get("operationId"), str)
            }
            yield Workflow(str(workflow.get("workflowId")), source.locate(child(at, "workflowId")), called)
