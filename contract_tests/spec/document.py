"""What the specs promise, operation by operation, each promise with the line that makes it."""

import json
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from contract_tests.spec.bundle import bundle
from contract_tests.spec.drafts import leave_out_drafts, leave_out_unwritten
from contract_tests.spec.links import Link
from contract_tests.spec.shape import METHODS, check_shape, implied_parameters
from contract_tests.spec.sources import Mapping, SourceError, Sources, pointer_tokens

SAFE = ("GET", "HEAD", "OPTIONS")


class Operation:
    """One operation of the document."""

    def __init__(self, document: "Document", path: str, method: str, item: Mapping) -> None:
        self.document = document
        self.path = path
        self.method = method.upper()
        self.definition: Mapping = item[method]
        self.id = str(self.definition.get("operationId", f"{self.method} {path}"))
        self.place = document.place(item, method)
        self.where = item.place_of(method)
        own = {(each["in"], each["name"]): each for each in self.definition.get("parameters", [])}
        shared = {(each["in"], each["name"]): each for each in item.get("parameters", [])}
        self.parameters: list[Mapping] = list({**implied_parameters(item, path), **shared, **own}.values())

    def __repr__(self) -> str:
        return f"{self.id} ({self.method} {self.path})"

    @property
    def is_safe(self) -> bool:
        return self.method in SAFE

    @property
    def owners(self) -> list[str]:
        """Path parameters that have to be the caller's user id."""
        return [each["name"] for each in self.parameters if each.get("x-owner") is True]

    @property
    def resources(self) -> list[str]:
        """Path parameters that name a thing."""
        return [each["name"] for each in self.parameters if each["in"] == "path" and each.get("x-owner") is not True]

    @property
    def is_caller_owned(self) -> bool:
        return self.definition.get("x-caller-owned") is True

    @property
    def needs(self) -> list[str]:
        return list(self.definition.get("x-needs", []))

    @property
    def sunset(self) -> date | None:
        """The day from which a deprecated operation may be gone, if the spec says so."""
        return _day(self.definition.get("x-sunset")) if self.definition.get("deprecated") is True else None

    @property
    def deprecated_since(self) -> date | None:
        return _day(self.definition.get("x-deprecated-since"))

    @property
    def security(self) -> list[dict[str, list[str]]]:
        """The alternatives of schemes that open the operation; none at all if it is public."""
        return list(self.definition.get("security", self.document.data.get("security", [])))

    @property
    def is_secured(self) -> bool:
        return bool(self.security) and {} not in self.security

    @property
    def requires_input(self) -> bool:
        """Whether anything beside the path has to be sent."""
        body = self.definition.get("requestBody", {})
        required = any(each.get("required") and each["in"] != "path" for each in self.parameters)
        return required or bool(body.get("required"))

    @property
    def takes_input(self) -> bool:
        return bool(self.parameters) or bool(self.bodies)

    @property
    def cursor(self) -> str | None:
        """The query parameter that takes the cursor of a list."""
        page = self.definition.get("x-page")
        return str(page["cursor"]) if page else None

    def takes_header(self, name: str) -> bool:
        return any(each["in"] == "header" and each["name"].lower() == name.lower() for each in self.parameters)

    @property
    def idempotency_key(self) -> str | None:
        """The header whose value makes a request that comes again the same one, which is done once."""
        headers = [each for each in self.parameters if each["in"] == "header"]
        keys = [each for each in headers if each.get("x-idempotency-key") is True]
        keys += [each for each in headers if each["name"].lower() == "idempotency-key"]
        return str(keys[0]["name"]) if keys else None

    @property
    def bodies(self) -> Mapping:
        """What the request body may be, by media type."""
        bodies: Mapping = self.definition.get("requestBody", {}).get("content", Mapping())
        return bodies

    @property
    def responses(self) -> Mapping:
        responses: Mapping = self.definition["responses"]
        return responses

    def declares(self, status: int) -> bool:
        return self.response(status) is not None

    def key_of(self, status: int) -> str | None:
        """Under which key a status is declared."""
        return next((key for key in (str(status), f"{status // 100}XX", "default") if key in self.responses), None)

    def response(self, status: int) -> Mapping | None:
        key = self.key_of(status)
        return self.responses[key] if key else None

    def place_of(self, status: int | str) -> str:
        """Where a response is declared, or the operation if it is not."""
        for key in (str(status), f"{str(status)[0]}XX", "default"):
            if key in self.responses:
                return self.document.place(self.responses, key)
        return self.place

    @property
    def successes(self) -> list[str]:
        """Declared statuses that are no error."""
        return [status for status in self.responses if status[0] in "23"]

    def media_types(self, status: str) -> list[str | None]:
        """What a response may be; None stands for no body at all."""
        return list(self.responses[status].get("content", {})) or [None]

    @cached_property
    def links(self) -> list[Link]:
        """The links of successes."""
        return self._links_of(self.successes)

    @cached_property
    def error_links(self) -> list[Link]:
        """The links of errors: to what was done all the same."""
        return self._links_of([status for status in self.responses if status not in self.successes])

    def _links_of(self, statuses: list[str]) -> list[Link]:
        return [
            Link(
                status,
                self.document.target_of(link),
                link.get("parameters", Mapping()),
                link.get("requestBody"),
                name,
                self.document.place(self.responses[status]["links"], name),
                tuple(link.get("x-adds", ())),
            )
            for status in statuses
            for name, link in self.responses[status].get("links", {}).items()
        ]


class Document:
    """The bundled document, and what is said in it."""

    def __init__(
        self, spec: Path, base_url: str | None = None, unwritten: Collection[str] = (), *, has_drafts: bool = False
    ) -> None:
        self.spec = spec.resolve()
        self.data = self.bundled()
        check_shape(self.data)
        drafts = set[tuple[str, str]]() if has_drafts else leave_out_drafts(self.data)
        self._left_out = unwritten
        self.unwritten = self.leave_out_from(self.data)
        """Method and path of the operations of which nothing is asked, as nobody has written them yet."""
        self.unasked = self.unwritten | drafts
        """Those and the drafts: a server may have them all the same."""
        self._base_url = base_url
        self.operations: dict[str, Operation] = {}
        for operation in self._operations():
            if (other := self.operations.setdefault(operation.id, operation)) is not operation:
                raise SourceError(f"{operation.where}: `{operation.id}` is the operationId at {other.where}, too")

    def leave_out_from(self, data: dict[str, Any]) -> set[tuple[str, str]]:
        return leave_out_unwritten(data, self._left_out)

    def place(self, mapping: Mapping, key: str) -> str:
        """`file:line` of a key, the file as seen from the folder that holds the specs."""
        base = self.spec.parent.parent
        file = mapping.file.relative_to(base) if mapping.file.is_relative_to(base) else mapping.file
        return f"{file}:{mapping.lines[key]}" if key in mapping.lines else str(file)

    def bundled(self, content: bytes | None = None) -> Mapping:
        """The document in one piece, in one dialect; or another one that stands in the place of its root."""
        sources = Sources(self.spec)
        if content is not None:
            sources.put(self.spec, content)
        return bundle(sources)

    @cached_property
    def base_path(self) -> str:
        """What comes before every path: by the address that was told, or by `servers`."""
        return urlsplit(self._base_url).path.rstrip("/") if self._base_url else self.path_of_servers

    @cached_property
    def path_of_servers(self) -> str:
        """The path of the first server, with the defaults of its variables."""
        first: dict[str, Any] = next(iter(self.data.get("servers") or []), {})
        url = str(first.get("url", ""))
        for name, variable in first.get("variables", {}).items():
            url = url.replace("{" + name + "}", str(variable.get("default", "")))
        return urlsplit(url).path.rstrip("/")

    def plain(self) -> dict[str, Any]:
        """A copy of nothing but dictionaries and lists, for other tools."""
        copy: dict[str, Any] = json.loads(json.dumps(self.data))
        return copy

    def alone(self, schema: Any) -> Any:
        """A copy of a schema that stands alone: with the components that it may refer to."""
        return {**json.loads(json.dumps(schema)), "components": {"schemas": self._plain_schemas}}

    @cached_property
    def _plain_schemas(self) -> Any:
        return self.plain()["components"]["schemas"]

    def resolved(self, schema: Any) -> Any:
        """The schema itself where a reference stands."""
        while isinstance(schema, dict) and "$ref" in schema:
            siblings = {key: item for key, item in schema.items() if key != "$ref"}
            node: Any = self.data
            for token in pointer_tokens(schema["$ref"]):
                node = node[token]
            schema = {**node, **siblings}
        return schema

    def target_of(self, link: Mapping) -> str:
        """The id of the operation that a link names."""
        if "operationId" in link:
            return str(link["operationId"])
        *_, path, method = pointer_tokens(link["operationRef"].partition("#")[2])
        return next(each.id for each in self.operations.values() if (each.path, each.method) == (path, method.upper()))

    def find(self, method: str, path: str) -> Operation:
        """Find an operation by its method and its template."""
        return self._by_path[method.upper(), path]

    @cached_property
    def _by_path(self) -> dict[tuple[str, str], Operation]:
        return {(each.method, each.path): each for each in self.operations.values()}

    def route(self, method: str, raw_path: str) -> Operation | None:
        """Find the operation that a request is for; `raw_path` has its escapes still."""
        segments = raw_path.partition("?")[0].removeprefix(self.base_path).split("/")
        found = [
            each
            for each in self.operations.values()
            if each.method == method.upper() and _matches(each.path.split("/"), segments)
        ]
        # A static segment comes before a template.
        return min(found, key=lambda each: [segment.startswith("{") for segment in each.path.split("/")], default=None)

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.data.get("paths", {}).items():
            for method in METHODS:
                if method in item:
                    yield Operation(self, path, method, item)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _matches(template: list[str], segments: list[str]) -> bool:
    return len(template) == len(segments) and all(
        bool(segment) if expected.startswith("{") else expected == segment
        for expected, segment in zip(template, segments, strict=True)
    )
