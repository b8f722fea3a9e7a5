"""Reading: from a bundled document to the model that is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from handfast import grammar, names
from handfast.document import Document
from handfast.model import Body, Content, Contract, Header, Operation, Parameter, Problem, Scheme, Success, Tag, Type
from handfast.pointers import child
from handfast.schemas import Schemas
from handfast.types import Types

_PROBLEM_JSON = "application/problem+json"
_ERRORS_FROM = 400
_IMPORTED = {"Problem", "FieldError", "Sequence"}  # what problems.py needs itself


def is_json(media_type: str) -> bool:
    base = media_type.partition(";")[0].strip().lower()
    return base == "application/json" or base.endswith("+json")


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
    types: Types = field(init=False)
    problems: dict[str, Problem] = field(default_factory=dict)
    methods: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    secured_by: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.types = Types(self.document, self.schemas)

    def contract(self) -> Contract:
        info = self.document.data.get("info", {})
        tagged: dict[str, list[Operation]] = {}
        for pointer, path, method, node in operations(self.document):
            tag = next(iter(node.get("tags", [])), "default")
            tagged.setdefault(tag, []).append(self._operation(pointer, path, method, node))
        return Contract(
            title=str(info.get("title", "")),
            version=str(info.get("version", "")),
            tags=tuple(self._tag(name, found) for name, found in self._in_order(tagged)),
            problems=tuple(sorted(self.problems.values(), key=lambda item: (item.status, item.class_name))),
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
            body=self._body(node),
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

    def _body(self, node: dict[str, Any]) -> Body | None:
        body = self.document.resolve(node.get("requestBody"))
        if not isinstance(body, dict) or not body.get("content"):
            return None
        return Body(self._content(body["content"]), bool(body.get("required")))

    def _content(self, content: dict[str, Any]) -> Content:
        """The first media type and those that share its schema."""
        first_type, first = next(iter(content.items()))
        same = tuple(name for name, item in content.items() if item.get("schema") == first.get("schema"))
        if is_json(first_type) and not first.get("x-encoded"):
            return Content(same, "json", self.types.of(first.get("schema")))
        is_text = first_type.startswith("text/")
        plain = "str" if is_text else "bytes"
        return Content(same, "text" if is_text else "bytes", Type(plain, plain))

    def _responses(self, node: dict[str, Any], operation_id: str) -> tuple[tuple[Success, ...], tuple[Problem, ...]]:
        successes: list[Success] = []
        problems: list[Problem] = []
        for status, reference in node.get("responses", {}).items():
            response = self.document.resolve(reference)
            if not status.isdigit():
                continue
            if int(status) < _ERRORS_FROM:
                successes.append(self._success(int(status), response, operation_id))
            else:
                problems.append(self._problem(int(status), response, reference, operation_id))
        return tuple(successes), tuple(problems)

    def _success(self, status: int, response: dict[str, Any], operation_id: str) -> Success:
        content = response.get("content")
        return Success(
            status=status,
            class_name=f"{names.pascal(operation_id)}{status}",
            description=str(response.get("description", "")).strip(),
            content=self._content(content) if content else None,
            headers=self._headers(response),
        )

    def _headers(self, response: dict[str, Any]) -> tuple[Header, ...]:
        found = []
        for name, reference in response.get("headers", {}).items():
            header = self.document.resolve(reference)
            if header.get("x-set-by-server") or name.lower() == "content-type":
                continue
            schema = self.document.resolve(header.get("schema", {}))
            constant = schema.get("const")
            found.append(
                Header(
                    name=name,
                    python_name=names.snake(name),
                    type=Type("int", "int") if schema.get("type") == "integer" else Type("str", "str"),
                    required=bool(header.get("required")),
                    constant=None if constant is None else str(constant),
                )
            )
        return tuple(found)

    def _problem(self, status: int, response: dict[str, Any], reference: Any, operation_id: str) -> Problem:
        constants = self._constants(response.get("content", {}).get(_PROBLEM_JSON, {}).get("schema", {}))
        target = reference.get("$ref", "") if isinstance(reference, dict) else ""
        own = names.pascal(target.rpartition("/")[2]) if target else f"{names.pascal(operation_id)}{status}"
        if own in self.schemas.classes.values():
            own = f"{own}Problem"
        known = self.problems.get(own)
        if own in _IMPORTED or (known is not None and known.status != status):
            own = f"{own}{status}"  # one response may stand for several statuses
        title = str(constants.get("title", _phrase(status)))
        problem = Problem(
            class_name=own,
            status=status,
            type=str(constants.get("type", "about:blank")),
            title=title,
            error_code=str(constants.get("error_code", title.lower().replace(" ", "_").replace("-", "_"))),
            detail=str(response.get("description", "")).strip(),
            headers=self._headers(response),
            errors="errors" in constants,
        )
        return self.problems.setdefault(own, problem)

    def _constants(self, schema: Any) -> dict[str, Any]:
        """The members of a problem that its schema fixes; `errors` if it has them."""
        resolved = self.document.resolve(schema)
        found: dict[str, Any] = {}
        for part in resolved.get("allOf", []):
            found |= self._constants(part)
        for name, member in resolved.get("properties", {}).items():
            resolved_member = self.document.resolve(member)
            if "const" in resolved_member or name == "errors":
                found[name] = resolved_member.get("const")
        return found


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"
