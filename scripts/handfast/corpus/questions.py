"""Questions: schemathesis asks a server that is meant to be as its document says, and what of the answers is wrong.

The same document gets the same questions. What is counted as no finding is counted by name, and told as a remark.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.core.result import Ok
from schemathesis.engine import Status, events, from_schema
from schemathesis.generation.meta import negated_parameters

from handfast.corpus.opinions import Opinions, why_elsewhere
from handfast.corpus.rewording import Rewording
from handfast.corpus.serializers import speak

CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "positive_data_acceptance",
)  # fmt: skip
_SEED = 1
_SAMPLE = 60
_COVERED = 10
_EXAMPLES = 10
_LONGEST = 400
_ERRORS_FROM, _FAILURES_FROM = 400, 500
_UNREADABLE = re.compile("Path parameter '[^']*' is not defined|Anchor '[^']*' does not exist")
_REFUSALS = ("400", "422", "4XX", "4xx", "default")
_CREDENTIAL = {"basic": "Basic dTpw", "digest": "Digest x", "bearer": "Bearer token"}


@dataclass
class Questions:
    """What is asked of one server, and what was found."""

    path: Path
    address: str
    seconds: float = 100.0
    """How long to ask for a few requests to each operation, and how long for every kind of request to some."""
    failures: dict[tuple[str, str], str] = field(default_factory=dict)
    waived: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    served: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    late: bool = False
    """Whether there was no time for all of it."""

    def __post_init__(self) -> None:
        self._rewording = Rewording(json.loads(self.path.read_text(encoding="utf-8")))
        self.document = self._rewording.document
        self._opinions = Opinions.of(self.path, self.document)
        speak(self.document)
        results = self._schema("examples").get_all_operations()
        labels = [result.ok().label for result in results if isinstance(result, Ok)]
        self.operations = len(labels)
        self.unsuccessful = {
            result.ok().label
            for result in self._schema("examples").get_all_operations()
            if isinstance(result, Ok) and not any(_is_success(status) for status in result.ok().responses.status_codes)
        }
        chosen = random.Random(_SEED).sample(labels, len(labels))  # noqa: S311 - a sample, no secret
        self.chosen, self.covered = set(chosen[:_SAMPLE]), set(chosen[:_COVERED])

    def _schema(self, *phases: str) -> Any:
        return schemathesis.openapi.from_dict(
            self.document, config=schemathesis.Config.from_dict(self._settings(phases))
        )

    def _settings(self, phases: tuple[str, ...]) -> dict[str, Any]:
        return {
            "base-url": self.address,
            "seed": _SEED,
            "workers": 1,
            "request-timeout": 30,
            "continue-on-failure": True,
            "cache": {"enabled": False},
            "suppress-health-check": ["all"],
            "checks": {
                "enabled": False,
                **{name: {"enabled": True} for name in CHECKS},
                "positive_data_acceptance": {"enabled": True, "expected-statuses": ["2xx", "3xx"]},
            },
            "generation": {
                "mode": "all",
                "max-examples": _EXAMPLES,
                "database": "none",
                "no-shrink": True,
                "with-security-parameters": False,
            },
            "phases": {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")},
        }

    def ask(self) -> None:
        """Sends a few requests to each operation, and every kind of request to some."""
        self._ask(self.chosen, "examples", "fuzzing")
        self._ask(self.covered, "coverage")
        again = sorted(self._unanswered)[:_COVERED]  # what got bad requests alone, as it may be by chance
        if again:
            self._ask({*again}, "coverage")

    def _ask(self, chosen: set[str], *phases: str) -> None:
        document = self.document

        class Credentials:
            def get(self, case: Any, _context: Any) -> list[tuple[str, str, str]]:
                return [*credentials(document, case.operation.definition.raw)]

            def set(self, case: Any, data: list[tuple[str, str, str]], _context: Any) -> None:
                _put(case, data)

        schema = self._schema(*phases).include(lambda context: context.operation.label in chosen)
        schema.auth(refresh_interval=None)(Credentials)
        stream = from_schema(schema).execute()
        timer = threading.Timer(self.seconds, self._stop, (stream,))
        timer.start()
        try:
            self._take(stream)
        finally:
            timer.cancel()

    def _stop(self, stream: Any) -> None:
        self.late = True
        stream.stop()

    def _take(self, stream: Iterable[events.EngineEvent]) -> None:
        for event in stream:
            if isinstance(event, events.FatalError):
                self.errors.append(f"schemathesis ended: {event.exception!r}"[:_LONGEST])
            elif isinstance(event, events.NonFatalError):
                self._note_error(event)
            elif isinstance(event, events.ScenarioFinished):
                self._read(event)

    def _read(self, scenario: events.ScenarioFinished) -> None:
        recorder = scenario.recorder
        for case_id, interaction in recorder.interactions.items():
            label = recorder.cases[case_id].value.operation.label
            self.asked[label] += 1
            if interaction.response is not None and interaction.response.status_code < _ERRORS_FROM:
                self.served.add(label)
        for case_id, nodes in recorder.checks.items():
            for node in nodes:
                if node.status is Status.FAILURE:
                    self._note(recorder, case_id, node)

    def _note_error(self, event: events.NonFatalError) -> None:
        told = " ".join(f"{event.label}: schemathesis: {event.info.format()}".split())[:_LONGEST]
        if _UNREADABLE.search(told):
            self.unread.add(event.label)
            self.waived.setdefault("schemathesis does not read the operation", []).append(told)
        elif told not in self.errors:
            self.errors.append(told)

    def _note(self, recorder: Any, case_id: str, node: Any) -> None:
        failure = node.failure_info.failure
        case_id = failure.case_id or case_id
        case, interaction = recorder.cases[case_id].value, recorder.interactions[case_id]
        status = interaction.response.status_code if interaction.response is not None else 0
        words = " ".join(str(failure.message).split())
        response = interaction.response
        reason = next(iter(response.headers.get("x-mock-reason", ())), "") if response is not None else ""
        request = f"{interaction.request.method} {interaction.request.uri}"
        sent = f"{request[:300]} {(interaction.request.body or b'')[:300]!r}"
        told = f"{case.operation.label}: {node.name}: {status} {reason or failure.title}: to {sent}: {words}"[:1200]
        cause = "it was deleted before" if reason == "it was deleted" else _waiver(node.name, case, status)
        cause = cause or self._opinions.why_wrong(node.name, case, interaction)
        if cause:
            self.waived.setdefault(cause, []).append(told)
        else:
            self.failures.setdefault((case.operation.label, node.name), told)

    @property
    def numbers(self) -> dict[str, float]:
        return {
            "asked": len(self.asked),
            "requests": self.asked.total(),
            "served": len(self.served),
            "excused": sum(map(len, self.waived.values())) + sum(label in self.unread for label, _ in self.failures),
        }

    def findings(self) -> Iterator[str]:
        yield from self.errors
        yield from (told for (label, _), told in self.failures.items() if label not in self.unread)
        if self.late and len(self.asked) * 2 < len(self.chosen):
            yield f"only {len(self.asked)} of {len(self.chosen)} operations were asked in {self.seconds:g} s"
        for label in sorted(self._unanswered):
            yield f"{label}: never answered with a success, of {self.asked[label]} requests"

    @property
    def _unanswered(self) -> set[str]:
        """Those that never had a success, and might have."""
        found = self.chosen - self.served - self.unread - self.unsuccessful - self._untried
        return {label for label in found if not why_elsewhere(label)}

    @property
    def _untried(self) -> set[str]:
        """Those that there was no time for."""
        return self.chosen - set(self.asked) if self.late else set()

    @property
    def remarks(self) -> list[str]:
        told = [f"not counted: {cause}: {len(found)} times, first {found[0]}" for cause, found in self.waived.items()]
        unread = [told for (label, _), told in self.failures.items() if label in self.unread]
        told += [f"not asked in {self.seconds:g} s: {', '.join(sorted(self._untried))}"] if self._untried else []
        return [
            *self._rewording.remarks,
            *told,
            *(f"not counted, as schemathesis does not read the operation: {item}" for item in unread),
        ]


def _is_success(status: str) -> bool:
    return status[:1] in "123" or status == "default"


def _waiver(check: str, case: Any, status: int) -> str | None:
    """Why a finding is none, by name."""
    declared = set(case.operation.responses.status_codes)
    refused = _ERRORS_FROM <= status < _FAILURES_FROM
    if check == "status_code_conformance" and refused and not declared & {*_REFUSALS, str(status)}:
        return "the document has no status for what breaks it"  # and a server has to answer something
    if check == "positive_data_acceptance" and not any(map(_is_success, declared)):
        return "the document declares no success"
    return None


def credentials(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What the first way to be allowed takes, as (place, name, value)."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    ways = operation.get("security", document.get("security", []))
    for name in next(iter(ways), {}):
        scheme = schemes.get(name, {})
        kind = scheme.get("type")
        if kind == "apiKey":
            yield scheme["in"], scheme["name"], "key"
        elif kind == "http":
            yield "header", "Authorization", _CREDENTIAL.get(str(scheme.get("scheme", "")).lower(), "Bearer token")
        elif kind != "mutualTLS":
            yield "header", "Authorization", "Bearer token"


def _put(case: Any, data: list[tuple[str, str, str]]) -> None:
    """The credentials, but for one that is meant to be wrong or missing."""
    spared = {name.lower() for name, _ in negated_parameters(case.meta)}
    for place, name, value in data:
        if name.lower() not in spared:
            holder = {"query": case.query, "cookie": case.cookies}.get(place, case.headers)
            holder[name] = value


if __name__ == "__main__":
    import sys

    made = Questions(Path(sys.argv[1]), sys.argv[2])
    made.ask()
    sys.stdout.write("\n".join([*made.findings(), *made.remarks, str(made.numbers)]) + "\n")
