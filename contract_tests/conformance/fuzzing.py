"""schemathesis against the running server: every check and every phase, as users that come and go."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Any

import schemathesis
from hypothesis.internal.conjecture import providers
from schemathesis.engine import Status, events, from_schema

from contract_tests.conformance.runs import Budget, Run
from contract_tests.conformance.truths import expected_statuses, is_right
from contract_tests.spec.document import Document, Operation
from contract_tests.traffic.exchange import Exchange, is_http, read_body
from contract_tests.traffic.wire import Wire
from contract_tests.users.actors import Actors
from contract_tests.users.cast import Cast
from contract_tests.users.recipes import Recipes

PHASES = ("examples", "coverage", "fuzzing", "stateful")
_ALLOW = "AllowHeaderMismatch"


@schemathesis.deserializer("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml")
def _read_yaml(_context: Any, response: Any) -> Any:
    """As its own reader does, which reads the same bytes again for each answer."""
    return read_body(response.content, "application/yaml")


def run_schemathesis(recipes: Recipes, budget: Budget) -> Run:
    """Fuzz every operation of the document."""
    # Hypothesis also draws from the constants of the code that is imported, this suite's own included. What a seed
    # sends is to depend on the specs and the budget alone.
    vars(providers)["is_local_module_file"] = lambda _: False
    wire = recipes.wire
    config = schemathesis.Config.from_dict(configure(wire.document, wire.base_url, budget, wire.ledger.spared.reasons))
    schema = schemathesis.openapi.from_dict(wire.document.plain(), config=config)
    reader = _Reader(wire, recipes.actors, Run())

    def filter_failure(_context: Any, failure: Any, case: Any, response: Any) -> bool:
        return reader.keeps(failure, case, response)

    schema.hook(filter_failure)
    with Cast(recipes).playing(schema):
        for event in from_schema(schema).execute():
            reader.take(event)
    return reader.run


def configure(document: Document, base_url: str, budget: Budget, spared: Collection[str] = ()) -> dict[str, Any]:
    """Everything is on, but for operations that are spared; what is told beside the counts is in `truths`."""
    return {
        "base-url": base_url,
        "seed": budget.seed,
        "workers": 1,  # more of them crash now and then
        "request-timeout": 30,
        # Every failure of an operation is worth knowing, not the first one only.
        "continue-on-failure": True,
        "cache": {"enabled": False},  # what an earlier run learnt would change what this one sends
        "suppress-health-check": ["all"],
        "checks": {"not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx"]}},
        "generation": {"mode": "all", "max-examples": budget.examples, "database": "none", "no-shrink": True},
        "phases": {
            # Ids from answers would make what is generated depend on the server, at which Hypothesis gives up an
            # operation without a word, after a third of its examples. The cast lends ids instead.
            **{name: {"extra-data-sources": {"responses": False}} for name in ("examples", "fuzzing")},
            "coverage": {"extra-data-sources": {"responses": False}, "generate-duplicate-query-parameters": True},
        },
        "operations": [
            {
                "include-name": f"{each.method} {each.path}",
                "checks": expected_statuses(each),
                "enabled": each.id not in spared,
            }
            for each in document.operations.values()
        ],
    }


class _Reader:
    """Reads the events of a run."""

    def __init__(self, wire: Wire, actors: Actors, run: Run) -> None:
        self._wire = wire
        self._actors = actors
        self.run = run

    def keeps(self, failure: Any, case: Any, response: Any) -> bool:
        """Whether a failure is one."""
        if response.status_code == HTTPStatus.BAD_REQUEST and not is_http(response.request.headers):
            return False  # the HTTP parser refused it before it was a request for any operation
        if self._is_of_unasked(failure, case, response):
            return False
        media_type = (response.headers.get("content-type") or [""])[0].partition(";")[0]
        try:
            body = read_body(response.content, media_type)
        except ValueError:
            body = None
        operation = self._operation(case)
        return not is_right(operation, type(failure).__name__, case.query, response.status_code, body)

    def _is_of_unasked(self, failure: Any, case: Any, response: Any) -> bool:
        """Whether it is about a method that is there all the same, though nothing is asked of it."""
        methods = {method for method, path in self._wire.document.unasked if path == case.operation.path}
        return response.request.method in methods or (bool(methods) and type(failure).__name__ == _ALLOW)

    def take(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.FatalError):
            raise event.exception
        if isinstance(event, events.NonFatalError):
            self.run.errors.append(self._wire.mask(f"{event.label}: {event.info.format()}"))
        elif isinstance(event, events.PhaseFinished):
            self.run.phases[event.phase.name.value] = event.status.value
        elif isinstance(event, events.ScenarioFinished):
            self._read(event)
        elif isinstance(event, events.EngineFinished):
            self.run.errors += [str(failure) for failure in event.failures]

    def _read(self, scenario: events.ScenarioFinished) -> None:
        recorder = scenario.recorder
        for case_id, interaction in recorder.interactions.items():
            case = recorder.cases[case_id].value
            self.run.requests[scenario.phase.value, self._operation(case).id] += 1
            if interaction.response is not None:
                exchange = self._exchange(case, interaction)
                self._actors.hide_token(exchange)
                self._wire.ledger.record(exchange)
        for case_id, nodes in recorder.checks.items():
            for node in nodes:
                self.run.checks[node.name] += 1
                if node.status is Status.FAILURE:
                    self._note(recorder, case_id, node)

    def _note(self, recorder: Any, case_id: str, node: Any) -> None:
        failure, steps = node.failure_info.failure, node.failure_info.steps
        case_id = failure.case_id or case_id
        case, interaction = recorder.cases[case_id].value, recorder.interactions[case_id]
        exchange = self._exchange(case, interaction)
        lines = [exchange.told(f"{node.name}: {failure.title}", exchange.status)]
        lines += [f"  {line}" for line in str(failure.message).splitlines() if line.strip()]
        lines += [f"  before:     {step.curl}" for step in steps[:-1]]
        self.run.note(exchange.operation, node.name, failure.title, self._wire.mask("\n".join(lines)))

    def _exchange(self, case: Any, interaction: Any) -> Exchange:
        request, response = interaction.request, interaction.response
        return Exchange(
            self._operation(case),
            request.method,
            request.uri,
            response.status_code,
            {name.lower(): ", ".join(values) for name, values in response.headers.items()},
            response.content,
            {name.lower(): ", ".join(map(str, values)) for name, values in request.headers.items()},
            request.body or b"",
        )

    def _operation(self, case: Any) -> Operation:
        return self._wire.document.find(case.operation.method, case.operation.path)
