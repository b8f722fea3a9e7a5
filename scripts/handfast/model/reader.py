"""Reading: from a document, mended and with names, to the model that is rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from handfast import names
from handfast.model.contents import Contents
from handfast.model.contract import Contract, Operation, Problem, Success, Tag
from handfast.model.decoders import Decoders
from handfast.model.headers import headers_of
from handfast.model.parameters import Parameters
from handfast.model.problems import Problems
from handfast.model.refusals import Unfilled
from handfast.model.schemas import Schemas
from handfast.model.security import Security
from handfast.model.types import Types
from handfast.spec.deprecation import announcement
from handfast.spec.document import Document
from handfast.spec.drafts import is_draft
from handfast.spec.media_types import short_name
from handfast.spec.operations import called, operations, responses
from handfast.spec.pointers import child
from handfast.spec.streams import Streams

_DEFAULT_TAG = "default"
# What the signatures of a class use, and its methods may not be called.
_TYPES = {"bool", "bytes", "date", "datetime", "dict", "float", "int", "list", "str"}
_LED = "a query or a header that says it leads there, or nothing at all where nothing else is"
_TEMPLATE = re.compile(r"\{[^{}]*\}")


@dataclass
class Reader:
    """Reads the contract of one document."""

    document: Document
    schemas: Schemas
    streams: Streams
    types: Types = field(init=False)
    contents: Contents = field(init=False)
    problems: Problems = field(init=False)
    parameters: Parameters = field(init=False)
    security: Security = field(init=False)
    methods: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    results: set[str] = field(default_factory=set)
    unfilled: Unfilled = field(default_factory=Unfilled)

    def __post_init__(self) -> None:
        classes = frozenset(self.schemas.classes.values())
        decoders = Decoders(self.document)
        self.types = Types(self.document, self.schemas)
        self.contents = Contents(self.document, self.types, decoders, self.streams, classes)
        self.problems = Problems(self.document, self.types, self.contents, classes)
        self.parameters = Parameters(self.document, self.types, decoders)
        self.security = Security(self.document)
        self.results = set(classes)

    def contract(self) -> Contract:
        self.problems.learn([found for *_, node in operations(self.document) for found in responses(node)])
        info = self.document.data.get("info") or {}
        self._warn_of_ambiguity()
        tagged: dict[str, list[Operation]] = {}
        drafts: list[Operation] = []
        for pointer, path, method, node in operations(self.document):
            tag = next(iter(node.get("tags") or ()), _DEFAULT_TAG)
            found = drafts if is_draft(node) else tagged.setdefault(tag, [])
            found.append(self._operation(pointer, path, method, node))
        for pointer, words in self.unfilled.said():
            self.document.warn(child(pointer, "responses"), words)
        return Contract(
            title=str(info.get("title", "")),
            version=str(info.get("version", "")),
            tags=tuple(self._tag(name, found) for name, found in self._in_order(tagged)),
            problems=tuple(sorted(self.problems.known.values(), key=lambda item: (item.status, item.class_name))),
            schemes=tuple(self.security.schemes()),
            drafts=tuple(replace(draft, successes=()) for draft in drafts),
            classes=frozenset(self.schemas.classes.values()),
        )

    def _warn_of_ambiguity(self) -> None:
        """Templates that every path fits alike: of the same method, only the first is ever found. And fragments."""
        known: dict[tuple[str, str], str] = {}
        for pointer, path, method, _ in operations(self.document):
            first = known.setdefault((_TEMPLATE.sub("{}", path), method), path)
            if first != path:
                self.document.warn(pointer, f"no request tells {path} from {first}, which is found first")
            elif "#" in path:
                self.document.warn(pointer, f"no client sends what follows # in {path}: {_LED}")

    def _in_order(self, tagged: dict[str, list[Operation]]) -> list[tuple[str, list[Operation]]]:
        declared = dict.fromkeys(tag["name"] for tag in self.document.data.get("tags", []))
        order = [*declared, *(name for name in tagged if name not in declared)]
        return [(name, tagged[name]) for name in order if name in tagged]

    def _tag(self, name: str, found: list[Operation]) -> Tag:
        declared = {tag["name"]: tag for tag in self.document.data.get("tags", [])}
        description = str(declared.get(name, {}).get("description", "")).strip()
        module = names.unique(names.shortened(names.snake(name)), self.modules)
        self.modules.add(module)
        class_name = names.pascal(name if module == names.snake(name) else module)
        while {f"{class_name}Api", f"Unimplemented{class_name}"} & self.results:
            class_name = f"{class_name}Tag"
        return Tag(name, module, class_name, description, tuple(found))

    def _operation(self, pointer: str, path: str, method: str, node: dict[str, Any]) -> Operation:
        own = called(path, method, node)
        name = names.snake(own)
        name = names.unique(f"{name}_" if name in _TYPES else name, self.methods)
        self.methods.add(name)
        successes, problems = self._responses(node, own if name.rstrip("_") == names.snake(own).rstrip("_") else name)
        alternatives = self.security.alternatives(node)
        made = Operation(
            id=self._id(str(node.get("operationId") or f"{method} {path}"), pointer),
            method=method.upper() if method == method.lower() else method,
            path=path,
            name=name,
            summary=str(node.get("summary", "")).strip(),
            description=str(node.get("description", "")).strip(),
            parameters=self.parameters.of(path, node, pointer),
            body=self.contents.of_request(node.get("requestBody"), pointer),
            successes=successes,
            problems=problems,
            security=tuple(tuple(map(self.security.python_name, item)) for item in alternatives if item),
            anonymous=any(not item for item in alternatives),
            credentials=tuple(dict.fromkeys(self.security.credential(name) for item in alternatives for name in item)),
            pointer=pointer,
            scopes=tuple(tuple(map(tuple, item.values())) for item in alternatives if item),
            headers=tuple(announcement(node).items()),
        )
        self.unfilled.add(made)
        return made

    def _id(self, wanted: str, pointer: str) -> str:
        """What the operation is known by when the routes are mounted."""
        own = names.unique(wanted, self.ids)
        if own != wanted:
            self.document.warn(pointer, f"the operationId {wanted!r} is given twice; this one is known as {own!r}")
        self.ids.add(own)
        return own

    def _responses(self, node: dict[str, Any], operation_id: str) -> tuple[tuple[Success, ...], tuple[Problem, ...]]:
        successes: list[Success] = []
        problems: list[Problem] = []
        found = list(responses(node))
        good = any(status[0] in "123" for status, _ in found)
        for status, reference in found:
            if status[0] in "123" or (status == "default" and not good):
                successes += self._successes(status, reference, operation_id)
            if status[0] not in "123":
                problems += self.problems.of(status, reference, operation_id)
        return tuple(successes), tuple({problem.class_name: problem for problem in problems}.values())

    def _successes(self, status: str, reference: Any, operation_id: str) -> list[Success]:
        """A success for each kind of content, told apart by the names of their media types."""
        response = self.document.resolve(reference)
        contents = self.contents.of_response(response.get("content", {}), owner_of(reference, operation_id))
        # `default` without a success is a problem as well, and has that name then.
        name = f"{names.pascal(operation_id)}{'Success' if status == 'default' else status.upper()}"
        found = list[Success]()
        exact = status.isdigit()
        number = int(status) if exact else int(f"{status[0]}00") if status != "default" else 200
        for content in contents or (None,):
            own = name + short_name(content.media_types[0]) if content and len(contents) > 1 else name
            own = names.unique(own, self.results)
            self.results.add(own)
            description = str(response.get("description", "")).strip()
            headers = headers_of(self.document, self.types, response)
            found.append(Success(number, own, description, content, headers, open=not exact))
        return found


def owner_of(reference: Any, operation_id: str) -> str:
    """What a part of a response is named after: the response if it has a name, or its operation."""
    target = reference.get("$ref") if isinstance(reference, dict) else None
    return str(target).rpartition("/")[2] if target else operation_id


def streams_of(document: Document) -> Streams:
    """The streams of all responses."""
    streams = Streams(document)
    for _, path, method, node in operations(document):
        for _, reference in responses(node):
            content = document.resolve(reference).get("content", {})
            owner = owner_of(reference, called(path, method, node))
            for media_type, media in content.items():
                streams.of(media_type, document.resolve(media), owner)
    return streams
