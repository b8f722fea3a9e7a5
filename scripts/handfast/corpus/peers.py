"""Other generators, where they are installed: by the same levels, as far as they reach."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from handfast.corpus import peer_probe
from handfast.corpus.fidelity.given import Given, Node, Operation
from handfast.corpus.outcomes import LEVELS, Outcome, Subject, missed, not_measured, reached
from handfast.corpus.processes import run

_OUT = "made"
_MODELS = "models.py"
Tool = Callable[[Subject], dict[str, Outcome]]


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator: its command, the folder of its output to import from, and the module there; `app` has routes."""

    name: str
    command: str
    arguments: tuple[str, ...]
    folder: str
    module: str
    app: bool = True

    def found(self, folder: Path | None) -> Path | None:
        """Its command in a folder, or where commands are looked for; the model generator is beside us in any case."""
        beside = str(Path(sys.executable).parent)
        places = [str(folder)] if folder else [None, beside]
        where = next((found for place in places if (found := shutil.which(self.command, path=place))), None)
        return Path(where) if where else None


PEERS = (
    Peer(
        "datamodel-code-generator",
        "datamodel-codegen",
        ("--input", "{document}", "--input-file-type", "openapi", "--output", f"{{out}}/{_MODELS}"),
        ".",
        "models",
        app=False,
    ),
    Peer(
        "fastapi-code-generator", "fastapi-codegen", ("--input", "{document}", "--output", "{out}/app"), ".", "app.main"
    ),
    Peer(
        "openapi-generator",
        "openapi-generator-cli",
        ("generate", "-g", "python-fastapi", "-i", "{document}", "-o", "{out}"),
        "src",
        "openapi_server.main",
    ),
)


def installed(folders: list[Path], levels: Container[str]) -> dict[str, Tool]:
    """The peers that are found in the folders, or on the path if there are none."""
    tools: dict[str, Tool] = {}
    places: list[Path | None] = [*folders] if folders else [None]
    for peer in PEERS:
        found = next((where for folder in places if (where := peer.found(folder))), None)
        if found:
            tools[peer.name] = partial(measured, peer, found, levels)
    return tools


def measured(peer: Peer, command: Path, levels: Container[str], subject: Subject) -> dict[str, Outcome]:
    """What a peer makes of a document."""
    out = subject.folder / _OUT
    out.mkdir()
    words = [word.format(document=subject.document, out=out) for word in peer.arguments]
    done = run([str(command), *words], subject.folder, subject.limit)
    numbers: dict[str, float] = {"cpu": done.cpu, "seconds": done.seconds, "memory": done.memory}
    nothing = dict.fromkeys(LEVELS, not_measured("nothing was generated"))
    if done.code:
        return {**nothing, "L1": missed(f"does not generate: {done.last_word}", numbers=numbers)}
    return {**nothing, **_judged(peer, _python(command), levels, subject, numbers)}


def _judged(
    peer: Peer, python: Path, levels: Container[str], subject: Subject, numbers: dict[str, float]
) -> dict[str, Outcome]:
    out = subject.folder / _OUT / peer.folder
    probe = [str(python), peer_probe.__file__, str(out), peer.module]
    done = run(probe, subject.folder, subject.limit)
    outcomes = {"L4": not_measured("has no mock"), "L5": not_measured("is what others are held against")}
    if done.code:
        failed = missed(f"does not import: {done.last_word}", numbers=numbers)
        return {**outcomes, "L1": failed, "L2": not_measured("is not imported"), "L3": _typed(python, out, subject)}
    served = json.loads(done.out.splitlines()[-1])
    return {
        **outcomes,
        "L1": _routed(subject, served, numbers) if peer.app else reached(numbers),
        "L2": _kept(subject, served) if peer.app and "L2" in levels else not_measured("has models only"),
        "L3": _typed(python, out, subject) if "L3" in levels else not_measured("not asked for"),
    }


def _routed(subject: Subject, served: dict[str, Any], numbers: dict[str, float]) -> Outcome:
    routed = {tuple(route) for route in served["routes"]}
    operations = list(Given(subject.document).operations())
    missing = [item.name for item in operations if (item.method, item.path) not in routed]
    numbers = {**numbers, "operations": len(operations)}
    reason = f"{len(missing)} not routed: {missing[0]}" if missing else ""
    return missed(reason, missing, numbers) if missing else reached(numbers)


def _kept(subject: Subject, served: dict[str, Any]) -> Outcome:
    """What its application says of itself: parameters, media types of bodies, statuses."""
    given = Given(subject.document)
    lost = [f"{given.locate(node)}: {what}" for item in given.operations() for node, what in _lost(given, item, served)]
    return missed(f"{len(lost)} misses: {lost[0]}", lost) if lost else reached()


def _lost(given: Given, operation: Operation, served: dict[str, Any]) -> Iterator[tuple[Node, str]]:
    own = served["document"].get("paths", {}).get(operation.path, {}).get(operation.method.lower())
    if own is None:
        yield operation.node, f"{operation.name} is not routed"
        return
    kept = {(item["in"], item["name"].lower(), item.get("required", False)) for item in own.get("parameters", [])}
    for parameter in operation.parameters:
        place, name = parameter.text("in"), parameter.text("name")
        required = parameter.data.get("required") is True
        if (place, name.lower(), required) not in kept and name.lower() not in (
            "accept",
            "content-type",
            "authorization",
        ):
            yield parameter, f"{place} parameter {name!r} of {operation.name} is lost"
    body = given.follow(operation.node.get("requestBody") or operation.node._replace(data=None))
    for media_type, node in given.below(body, "content") if body.data else ():
        if media_type not in own.get("requestBody", {}).get("content", {}):
            yield node, f"{media_type} of {operation.name} is lost"
    for status, node in given.below(operation.node, "responses"):
        if status not in own.get("responses", {}):
            yield node, f"{status} of {operation.name} is lost"


def _typed(python: Path, out: Path, subject: Subject) -> Outcome:
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", str(python), str(out)]
    done = run(mypy, subject.folder, subject.limit)
    errors = [line for line in done.out.splitlines() if ": error: " in line]
    if done.code:
        return missed(f"{len(errors)} type errors: {(errors or [done.last_word])[0]}", errors)
    return reached()


def _python(command: Path) -> Path:
    """The Python that has what a peer's output imports: the one beside its command, or ours."""
    beside = command.parent / "python"
    return beside if beside.is_file() else Path(sys.executable)
