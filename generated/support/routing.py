"""Finding the operation of a request: by its template and method, in time that the number of routes does not change.

A path is matched segment by segment before its escapes are undone, so `%2F` stays within its segment. A static
segment comes before one with a pattern (`{id}.json`, and that before `{id}.{format}`), and that before a plain `{id}`;
the template that is found so decides by itself which methods there are, as OpenAPI has it; of templates with patterns
and plain ones, which nothing ranks, one that has the method comes first. What follows `?` or `#` in a template is no
part of a path: see `calling`.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from fastapi.routing import APIRoute, APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from .calling import Calls, captures, parted
from .problems import Operation, Problem, announced
from .streams import KEEP_ALIVE_SECONDS

Endpoint = Callable[[Request], Awaitable[Response]]
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_FIRST, _LAST = b"(.+?)", b"(.+)"


class ContractRoute(APIRoute):
    """A FastAPI route that gives its endpoint the request as it is, without reflection."""

    def __init__(self, path: str, endpoint: Endpoint, *, operation: Operation, tags: list[str]) -> None:
        self.template = path
        self.operation = operation
        super().__init__(
            "/",  # Starlette reads templates its own way; the template is matched by ContractRoutes
            endpoint,
            methods=[operation.method],
            operation_id=operation.operation_id,
            name=operation.operation_id,
            include_in_schema=False,
            tags=[*tags],
        )
        self.path = self.path_format = path

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                response = await endpoint(Request(scope, receive, send))
            except ClientDisconnect:
                return  # nobody is there to answer
            await announced(operation, response)(scope, receive, send)

        self.app = app


Found = tuple[ContractRoute, tuple[str, ...]]
"""A route, and the names of what its template captures."""


class ContractRouter(APIRouter):
    """The operations of one tag."""

    def __init__(self, *, tags: Sequence[str]) -> None:
        super().__init__()
        self.contract_tags = list(tags)
        self.contract_routes: list[ContractRoute] = []

    def operation(
        self,
        method: str,
        path: str,
        *,
        operation_id: str,
        problems: tuple[type[Problem], ...],
        headers: Mapping[str, str] | None = None,
    ) -> Callable[[Endpoint], Endpoint]:
        """Adds the function as an operation of the document; each of its answers has the `headers`."""

        def add(endpoint: Endpoint) -> Endpoint:
            operation = Operation(operation_id, method, path, problems, tuple((headers or {}).items()))
            route = ContractRoute(path, endpoint, operation=operation, tags=self.contract_tags)
            self.contract_routes.append(route)
            self.routes.append(route)
            return endpoint

        return add


class ContractRoutes(BaseRoute):
    """All operations of a document as one route of the application."""

    def __init__(
        self,
        routes: Sequence[ContractRoute],
        *,
        max_body_bytes: int,
        keep_alive_seconds: float = KEEP_ALIVE_SECONDS,
    ) -> None:
        self.routes = list(routes)
        self.max_body_bytes = max_body_bytes
        self.keep_alive_seconds = keep_alive_seconds
        self._root = _Node()
        for route in routes:
            self._root.add(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        segments = _segments(scope)
        values: list[bytes] = []
        node = self._root.find(segments, 0, values, scope["method"])
        if node is None:
            return Match.NONE, {}
        if scope["method"] not in node.routes:
            return Match.PARTIAL, {"handfast.allow": ", ".join(sorted(node.routes))}
        (route, names), more = node.called(scope)
        values += more
        if len(values) < len(names):
            return Match.NONE, {}  # the template has more than a path, which the request does not
        return Match.FULL, {
            "endpoint": route.endpoint,
            "route": route,
            "path_params": dict(zip(names, values, strict=True)),
            "handfast.operation": route.operation,
            "handfast.max_body_bytes": self.max_body_bytes,
            "handfast.keep_alive_seconds": self.keep_alive_seconds,
        }

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "handfast.allow" in scope:
            raise HTTPException(405, headers={"Allow": scope["handfast.allow"]})
        await scope["route"].app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        raise NotImplementedError("templates of the contract are filled in by the handlers that know them")


class _Node:
    """One segment further on the way to an operation."""

    def __init__(self) -> None:
        self.static: dict[bytes, _Node] = {}
        self.patterned: list[tuple[re.Pattern[bytes], _Node]] = []
        self.any: _Node | None = None
        self.routes: dict[str, Found] = {}
        self.calls: dict[str, Calls[Found]] = {}

    def add(self, route: ContractRoute) -> None:
        """Adds a route at its template, and where the template has more than a path, at that, too."""
        node, names = self._at(route.template)
        node._put(route, names)  # noqa: SLF001 - of its own class
        path, tail = parted(route.template)
        if tail:
            node, names = self._at(path)
            names = (*names, *captures(tail))
            node.calls.setdefault(route.operation.method, Calls()).add(tail, (route, names))
            node.routes.setdefault(route.operation.method, (route, names))

    def _at(self, path: str) -> "tuple[_Node, tuple[str, ...]]":
        """The node of a template, and the names of what it captures."""
        node, names = self, list[str]()
        for segment in path.lstrip("/").split("/"):
            parts = _TEMPLATE.split(segment)
            names += [
                name.lstrip(".;?&#+/").rstrip("*") or name for name in parts[1::2]
            ]  # RFC 6570 has signs there
            node = node._child(parts)
        return node, tuple(names)

    def _put(self, route: ContractRoute, names: tuple[str, ...]) -> None:
        method, known = route.operation.method, self.routes.get(route.operation.method)
        # of templates that mean the same, the first counts, and before any that says more than a path
        more = known is not None and parted(known[0].template)[1] and not parted(route.template)[1]
        if known is None or known[0].operation.method != method or more:
            self.routes[method] = (route, names)
        if method == "GET":
            self.routes.setdefault("HEAD", (route, names))

    def _child(self, parts: list[str]) -> "_Node":
        if len(parts) == 1:
            return self.static.setdefault(_unescaped(quote(parts[0]).encode()), _Node())
        if parts[0] == parts[2] == "" and len(parts) == len(("", "name", "")):
            self.any = self.any or _Node()
            return self.any
        pattern = _pattern(parts)
        for known, node in self.patterned:
            if known.pattern == pattern.pattern:
                return node
        node = _Node()
        self.patterned.append((pattern, node))
        self.patterned.sort(key=lambda item: -_said(item[0]))  # the one that says most is asked first
        return node

    def find(self, segments: list[bytes], depth: int, values: list[bytes], method: str) -> "_Node | None":
        """The template that fits the rest of a path best, with the method if one has it; its values go to `values`."""
        if depth == len(segments):
            return self if self.routes else None
        known, second = len(values), None
        for node, captured in self._ways(segments[depth]):
            values += captured
            found = node.find(segments, depth + 1, values, method)
            if found is not None and (method in found.routes or not captured):
                return found
            second = second or found
            del values[known:]
        return second

    def called(self, scope: Scope) -> tuple[Found, list[bytes]]:
        """The route of a request's method, by what else it says where that decides, with the values that are in it."""
        method: str = scope["method"]
        calls = self.calls.get(method)
        found = calls.called(scope) if calls else None
        return found or (self.routes[method], [])

    def _ways(self, segment: bytes) -> "Iterator[tuple[_Node, tuple[bytes, ...]]]":
        static = self.static.get(segment)
        if static is not None:
            yield static, ()
        for pattern, node in self.patterned:
            match = pattern.fullmatch(segment)
            if match is not None:
                yield node, match.groups()
        if self.any is not None and segment:
            yield self.any, (segment,)


def _pattern(parts: list[str]) -> re.Pattern[bytes]:
    """What a segment has to be; of several dots the last one ends a name, of any other text the first."""
    texts = [re.escape(_unescaped(quote(text).encode())) for text in parts[::2]]
    captures = [_LAST if text == rb"\." else _FIRST for text in texts[1:]]
    return re.compile(texts[0] + b"".join(map(bytes.__add__, captures, texts[1:])), re.DOTALL)


def _said(pattern: re.Pattern[bytes]) -> int:
    """How much of a segment is text that has to be there."""
    return len(pattern.pattern.replace(_FIRST, b"").replace(_LAST, b"").replace(b"\\", b""))


def _unescaped(segment: bytes) -> bytes:
    return unquote_to_bytes(segment) if b"%" in segment else segment


def _segments(scope: Scope) -> list[bytes]:
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    path = path.partition(b"?")[0]
    root = quote(scope.get("root_path", "").rstrip("/")).encode()
    if root and (path == root or path.startswith(root + b"/")):
        path = path[len(root) :]
    return [_unescaped(segment) for segment in path.removeprefix(b"/").split(b"/")]
