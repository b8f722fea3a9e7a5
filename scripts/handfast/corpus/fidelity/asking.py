"""What the checks of one document share: the document, values for its schemas, the application, and what was missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from handfast.corpus.fidelity import wire
from handfast.corpus.fidelity.given import Given, Node, Operation
from handfast.corpus.fidelity.oracle import Oracle
from handfast.corpus.fidelity.probes import Probes
from handfast.corpus.fidelity.running import TEMPLATE, Answer, Application, Request
from handfast.corpus.fidelity.samples import Samples
from handfast.findings import Finding

# The first three are ignored, as OpenAPI has it; the last is what HTTP itself says.
_IGNORED_HEADERS = ("accept", "content-type", "authorization", "content-length")
CALLER = "a-caller"
Body = tuple[str, bytes]


@dataclass
class Values:
    """What a request is made of: values by parameter, and a body with its media type."""

    by_parameter: list[tuple[Node, Any]]
    body: Body | None = None

    def replaced(self, parameter: Node, value: Any) -> Values:
        kept = [item for item in self.by_parameter if item[0] is not parameter]
        return Values([*kept, (parameter, value)], self.body)

    def without(self, parameter: Node) -> Values:
        return Values([item for item in self.by_parameter if item[0] is not parameter], self.body)

    def with_body(self, body: Body | None) -> Values:
        return Values(self.by_parameter, body)


@dataclass
class Asking:
    """Asks the generated code about one document; `asked` counts the requests."""

    given: Given
    application: Application
    missed: list[tuple[Node, Finding]] = field(default_factory=list)
    asked: int = 0
    unasked: int = 0

    def __post_init__(self) -> None:
        self._noted: set[tuple[Any, str]] = set()
        self.oracle = Oracle(self.given)
        self.samples = Samples(self.oracle)
        self.probes = Probes(self.given, self.oracle, self.samples)

    def miss(self, node: Node, what: str, about: str = "") -> None:
        """Notes a miss, one for each node and what it is about."""
        key = (node.place, about or what)
        if key not in self._noted:
            self._noted.add(key)
            self.missed.append((node, Finding(self.given.locate(node), what)))

    def send(self, operation: Operation, values: Values, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
        self.asked += 1
        answer = self.application.send(_request(operation, values, headers))
        if answer.path not in ("", operation.path) and not is_plainer(operation.path, answer.path):
            raise wire.Unwritable  # a path of two templates, of which OpenAPI prefers neither
        return answer

    def value_of(self, parameter: Node) -> list[Any]:
        """At most one value for a parameter, with all of its parts."""
        if parameter.data.get("x-owner") is True:
            return [CALLER]
        schema = schema_of(self.given, parameter)
        if schema is None:
            return ["word"]
        reference = self.oracle.schema(schema, "request")
        return self.samples.of(reference, full=True) or self.samples.of(reference)


def parameters_of(operation: Operation) -> list[Node]:
    """Those that a request can have."""
    names = {name for part in TEMPLATE.findall(operation.path) for name in (part, bare(part))}
    return [
        item
        for item in operation.parameters
        if not (item.text("in") == "header" and item.text("name").lower() in _IGNORED_HEADERS)
        and not (item.text("in") == "path" and item.text("name") not in names)
    ]


def required(parameter: Node) -> bool:
    return parameter.data.get("required") is True or parameter.text("in") == "path"


def schema_of(given: Given, parameter: Node) -> Node | None:
    """The schema of a parameter or header, also that of its content."""
    if schema := parameter.get("schema"):
        return schema
    for _, media in given.below(parameter, "content"):
        return media.get("schema")
    return None


def bare(name: str) -> str:
    """A template's name without the signs of RFC 6570."""
    return name.lstrip(".;?&#+/").rstrip("*") or name


def _request(operation: Operation, values: Values, headers: tuple[tuple[str, str], ...]) -> Request:
    query: wire.Pairs = []
    cookies: wire.Pairs = []
    sent = list(headers)
    in_path: dict[str, str] = {}
    for parameter, value in values.by_parameter:
        place, name = parameter.text("in"), parameter.text("name")
        if place == "path":
            in_path[name] = wire.in_path(parameter, value)
        elif place in ("query", "querystring"):
            found = wire.pairs(parameter, value)
            taken = {name for name, _ in query} | _others(operation, parameter)
            if {name for name, _ in found} & taken:
                raise wire.Unwritable  # members of two objects have one name, or that of another parameter
            query += found
        elif place == "cookie":
            cookies += wire.pairs(parameter, value)
        else:
            sent += wire.pairs(parameter, value)
    if cookies:
        sent.append(("cookie", wire.cookie(cookies)))
    if values.body:
        sent.append(("content-type", values.body[0]))
    content = values.body[1] if values.body else b""
    return Request(operation.method, _path(operation.path, in_path), wire.query(query), tuple(sent), content)


def is_plainer(one: str, other: str) -> bool:
    """Whether a template says more than another in some segment, and less in none: it is preferred then."""
    said = [[len(TEMPLATE.sub("", segment)) for segment in path.split("/")] for path in (one, other)]
    pairs = list(zip(*said, strict=False))
    return len(said[0]) == len(said[1]) and all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)


def _others(operation: Operation, parameter: Node) -> set[str]:
    """The names of the other parameters of a query."""
    return {item.text("name") for item in operation.parameters if item.text("in") == "query" and item is not parameter}


def _path(template: str, values: dict[str, str]) -> str:
    parts = TEMPLATE.split(template)
    return "".join(_parts(parts, values))


def _parts(parts: list[str], values: dict[str, str]) -> Iterator[str]:
    for index, part in enumerate(parts):
        if index % 2:
            yield values.get(part, values.get(bare(part), "word"))
        else:
            yield quote(part, safe="/:@!$&'()*+,;=~-._%")
