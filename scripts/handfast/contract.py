"""Reading: from a bundled document to the model that is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from handfast import grammar, names
from handfast.contents import Contents
from handfast.document import Document
from handfast.headers import headers_of
from handfast.media_types import short_name
from handfast.model import Contract, Operation, Parameter, Problem, Scheme, Success, Tag
from handfast.pointers import child
from handfast.problems import Problems
from handfast.schemas import Schemas
from handfast.streams import Streams
from handfast.types import Types

_ERRORS_FROM = 400


def operations(document: Document) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Each operation as (pointer, path, method, node), in the document's order."""
    for path, item in (document.data.get("paths") or {}).items():
        node = document.resolve(item)
        for method, operation in node.items() if isinstance(node, dict) else ():
            if method in grammar.METHODS and isinstance(operation, dict):
                yield child("", "paths", path, method), path, method, operation


def parameters(document: Document, path: str, node: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation: those of its path, replaced or added to by its own."""
    item = document.resolve(document.data["paths"][path])
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for parameter in [*item.get("parameters", []), *node.get("parameters", [])]:
        resolved = document.resolve(parameter)
        merged[resolved["in"], resolved["name"]] = resolved
    return list(merged.values())


@dataclass
class Reader:
    """Reads the contract of one document."""

    document: Document
    schemas: Schemas
    streams: Streams
    types: Types = field(init=False)
    contents: Contents = field(init=False)
    problems: Problems = field(init=False)
    methods: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    secured_by: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        classes = frozenset(self.schemas.classes.values())
        self.types = Types(self.document, self.schemas)
        self.contents = Contents(self.document, self.types, self.streams, classes)
        self.problems = Problems(self.document, self.types, classes)

    def contract(self) -> Contract:
        self.problems.learn([found for *_, node in operations(self.document) for found in declared(node)])
        info = self.document.data.get("info", {})
        tagged: dict[str, list[Operation]] = {}
        for pointer, path, method, node in operations(self.document):
            tag = next(iter(node.get("tags", [])), "default")
            tagged.setdefault(tag, []).append(self._operation(pointer, path, method, node))
        return Contract(
            title=str(info.get("title", "")),
            version=str(info.get("version", "")),
            tags=tuple(self._tag(name, found) for name, found in self._in_order(tagged)),
            problems=tuple(sorted(self.problems.known.values(), key=lambda item: (item.status, item.class_name))),
            schemes=tuple(self._schemes()),
            classes=frozenset(self.schemas.classes.values()),
        )

    def _in_order(self, tagged: dict[str, list[Operation]]) -> list[tuple[str, list[Operation]]]:
        declared = [tag["name"] for tag in self.document.data.get("tags", [])]
        order = [*declared, *(name for name in tagged if name not in declared)]
        return [(name, tagged[name]) for name in order if name in tagged]

    def _tag(self, name: str, found: list[Operation]) -> Tag:
        declared = {tag["name"]: tag for tag in self.document.data.get("tags", [])}
        description = str(declared.get(name, {}).get("description", "")).strip()
        module = names.unique(names.snake(name), self.modules)
        self.modules.add(module)
        class_name = names.pascal(name if module == names.snake(name) else module)
        return Tag(name, module, class_name, description, tuple(found))

    def _schemes(self) -> Iterator[Scheme]:
        """Those that are declared or named by security: each needs an authenticator, or the start stops."""
        section = self.document.data.get("components", {}).get("securitySchemes", {})
        for name in dict.fromkeys([*section, *self.secured_by]):
            scheme = self.document.resolve(section.get(name, {}))
            yield Scheme(name, names.snake(name), str(scheme.get("description", "")).strip())

    def _operation(self, pointer: str, path: str, method: str, node: dict[str, Any]) -> Operation:
        operation_id = str(node.get("operationId") or f"{method} {path}")
        found = [self._parameter(parameter) for parameter in parameters(self.document, path, node)]
        name = names.unique(names.snake(operation_id), self.methods)
        self.methods.add(name)
        successes, problems = self._responses(node, operation_id if name == names.snake(operation_id) else name)
        alternatives = node.get("security", self.document.data.get("security", []))
        self.secured_by.update(dict.fromkeys(scheme for item in alternatives for scheme in item))
        return Operation(
            id=operation_id,
            method=method.upper(),
            path=path,
            name=name,
            summary=str(node.get("summary", "")).strip(),
            description=str(node.get("description", "")).strip(),
            parameters=self._by_path(path, found),
            body=self.contents.of_request(node.get("requestBody")),
            successes=successes,
            problems=problems,
            security=tuple(tuple(names.snake(name) for name in item) for item in alternatives if item),
            anonymous=any(not item for item in alternatives),
            credentials=tuple(dict.fromkeys(self._credential(name) for item in alternatives for name in item)),
            pointer=pointer,
        )

    def _credential(self, scheme: str) -> tuple[str, str]:
        """Where the credential of a security scheme is in a request: a place and a name there."""
        section = self.document.data.get("components", {}).get("securitySchemes", {})
        node = self.document.resolve(section.get(scheme, {}))
        key = node.get("type") == "apiKey"
        return (str(node.get("in")), str(node.get("name"))) if key else ("header", "Authorization")

    @staticmethod
    def _by_path(path: str, found: list[Parameter]) -> tuple[Parameter, ...]:
        """Path parameters as the path has them, then the others as written; no two of one name."""
        in_path = [parameter for parameter in found if parameter.place == "path"]
        in_path.sort(key=lambda parameter: path.find(f"{{{parameter.name}}}"))
        named: dict[str, Parameter] = {}
        for item in (*in_path, *(parameter for parameter in found if parameter.place != "path")):
            name = item.python_name
            name = names.unique(f"{item.place}_{name}", named) if name in named else name
            named[name] = replace(item, python_name=name)
        return tuple(named.values())

    def _parameter(self, node: dict[str, Any]) -> Parameter:
        schema = node.get("schema", {})
        resolved = self.document.resolve(schema)
        default = schema.get("default", resolved.get("default")) if isinstance(schema, dict) else None
        name = names.snake(node["name"])
        return Parameter(
            place=node["in"],
            name=node["name"],
            python_name=f"{name}_" if name in names.RESERVED else name,
            type=self.types.of(schema),
            decoder=self.types.decoder(schema),
            required=bool(node.get("required")) or node["in"] == "path",
            default=None if default is None else self.types.value(schema, default),
            owner=node.get("x-owner") is True,
            description=str(node.get("description", "")).strip(),
        )

    def _responses(self, node: dict[str, Any], operation_id: str) -> tuple[tuple[Success, ...], tuple[Problem, ...]]:
        successes: list[Success] = []
        problems: list[Problem] = []
        for status, reference in declared(node):
            if status < _ERRORS_FROM:
                successes += self._successes(status, reference, operation_id)
            else:
                problems += self.problems.of(status, reference, operation_id)
        return tuple(successes), tuple(problems)

    def _successes(self, status: int, reference: Any, operation_id: str) -> list[Success]:
        """A success for each kind of content, told apart by the names of their media types."""
        response = self.document.resolve(reference)
        contents = self.contents.of_response(response.get("content", {}), owner_of(reference, operation_id))
        name, found = f"{names.pascal(operation_id)}{status}", list[Success]()
        for content in contents or (None,):
            own = name + short_name(content.media_types[0]) if content and len(contents) > 1 else name
            own = names.unique(own, [success.class_name for success in found])
            description, headers = str(response.get("description", "")).strip(), headers_of(self.document, response)
            found.append(Success(status, own, description, content, headers))
        return found


def declared(node: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    """The responses of an operation that have a status of their own."""
    return ((int(status), item) for status, item in node.get("responses", {}).items() if status.isdigit())


def owner_of(reference: Any, operation_id: str) -> str:
    """What a part of a response is named after: the response if it has a name, or its operation."""
    target = reference.get("$ref") if isinstance(reference, dict) else None
    return str(target).rpartition("/")[2] if target else operation_id


def streams_of(document: Document) -> Streams:
    """The streams of all responses."""
    streams = Streams(document)
    for _, path, method, node in operations(document):
        for _, reference in declared(node):
            content = document.resolve(reference).get("content", {})
            owner = owner_of(reference, str(node.get("operationId") or f"{method} {path}"))
            for media_type, media in content.items():
                streams.of(media_type, document.resolve(media), owner)
    return streams
