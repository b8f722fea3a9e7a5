"""A server of a document: it takes what the schemas take, and calls a function for each operation.

For tests: other teams' APIs, each in a few lines. It shares no code with the suite that is tried on it.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema_rs
import uvicorn
import yaml
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

DEFECTS = set(filter(None, os.environ.get("DEFECTS", "").split(", ")))
Caller = str | None


class Refused(Exception):
    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        self.status, self.code, self.headers = status, code, headers or {}
        self.length = 8  # of what is made up for each refusal


@dataclass
class Call:
    """What a function gets: who calls, parameters by place and name, the body."""

    caller: Caller
    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    media_type: str = ""


Handler = Callable[[Call], Response]


class Served:
    """The document with a function for each operationId."""

    def __init__(
        self,
        spec: Path,
        handlers: dict[str, Handler],
        authenticate: Callable[[Request, list[dict[str, list[str]]]], Caller],
        refuse: Callable[[Refused], Response],
        wrong: int = 400,
    ) -> None:
        self.document = (json.loads if spec.suffix == ".json" else yaml.safe_load)(spec.read_text())
        self.prefix = urlsplit(self.document.get("servers", [{"url": ""}])[0]["url"]).path.rstrip("/")
        self.handlers, self.authenticate, self.refuse, self.wrong = handlers, authenticate, refuse, wrong

    def run(self) -> None:
        port = int(os.environ["PORT"])
        uvicorn.run(self.serve, host="127.0.0.1", port=port, log_level="warning", lifespan="off", interface="asgi3")

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        try:
            return await self.called(request)
        except Refused as refused:
            return self.refuse(refused)

    async def called(self, request: Request) -> Response:
        item, names = self.routed(request.scope["raw_path"].decode())
        declared = [name.upper() for name in item if name in ("get", "put", "post", "patch", "delete")]
        operation = item.get(request.method.lower())
        if operation is None:
            raise Refused(405, "method", {"Allow": ", ".join(declared)})
        request.scope["path_params"] = names  # whose it is, is a matter of the path
        caller = self.authenticate(request, operation.get("security", self.document.get("security", [])))
        call = Call(caller)
        for parameter in [*item.get("parameters", []), *operation.get("parameters", [])]:
            self.take(self.plain(parameter), request, names, call)
        if "requestBody" in operation:
            await self.take_body(self.plain(operation["requestBody"]), request, call)
        return self.handlers[operation["operationId"]](call)

    def routed(self, raw: str) -> tuple[dict[str, Any], dict[str, str]]:
        path = raw.partition("?")[0]
        for template, item in sorted(self.document["paths"].items(), key=lambda pair: pair[0].count("{")):
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.prefix + template))
            if found := re.fullmatch(pattern, path):
                return item, {name: unquote(value) for name, value in found.groupdict().items()}
        raise Refused(404, "nowhere")

    def take(self, parameter: dict[str, Any], request: Request, names: dict[str, str], call: Call) -> None:
        name, place = parameter["name"], parameter["in"]
        schema = parameter.get("schema", {})
        if parameter.get("style") == "deepObject":
            own = {key: value for key, value in request.query_params.multi_items() if key.startswith(f"{name}[")}
            value: Any = {key[len(name) + 1 : -1]: text for key, text in own.items()} or None
            known = self.plain(schema).get("properties", {})
            value = value and {key: read(text, self.plain(known.get(key, {}))) for key, text in value.items()}
        else:
            several = {"query": request.query_params.getlist, "header": request.headers.getlist}
            texts = [names.get(name)] if place == "path" else several[place](name)
            is_list = self.plain(schema).get("type") == "array"
            items = self.plain(self.plain(schema).get("items", {})) if is_list else self.plain(schema)
            values = [read(text, items) for text in texts if text is not None]
            if len(values) > 1 and not is_list:
                raise Refused(self.wrong, f"{place} {name} twice")
            value = (values if is_list else values[0]) if values else None
        if value is None:
            if parameter.get("required"):
                raise Refused(self.wrong, f"{place} {name} is missing")
            return
        self.check(schema, value, f"{place} {name}")
        getattr(call, place)[name] = value

    async def take_body(self, told: dict[str, Any], request: Request, call: Call) -> None:
        content = await request.body()
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if not content and not media_type and not told.get("required"):
            return
        if media_type not in told["content"]:
            raise Refused(415, "media type")
        try:
            call.body = await read_body(request, content, media_type)
        except (ValueError, KeyError, RecursionError):
            raise Refused(400, "unreadable body") from None
        call.media_type = media_type
        if "json" in media_type or "form" in media_type:
            self.check(told["content"][media_type].get("schema", {}), call.body, "body")

    def plain(self, node: Any) -> Any:
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for token in node["$ref"].split("/")[1:]:
                target = target[token]
            node = target
        return node

    def check(self, schema: Any, value: Any, where: str) -> None:
        alone = {**modern(schema), "components": modern(self.document.get("components", {}))}
        if not jsonschema_rs.Draft202012Validator(alone, validate_formats=True).is_valid(value):
            raise Refused(self.wrong, f"{where} is not as it has to be")


def modern(node: Any) -> Any:
    """A schema of OpenAPI 3.0 in the words of JSON Schema."""
    if isinstance(node, list):
        return [modern(each) for each in node]
    if not isinstance(node, dict):
        return node
    told = {key: modern(value) for key, value in node.items() if key != "nullable"}
    if node.get("nullable") is True and "type" in told:
        told["type"] = [told["type"], "null"]
    if node.get("exclusiveMinimum") is True:
        told["exclusiveMinimum"] = told.pop("minimum")
    return told


def read(text: str, schema: dict[str, Any]) -> Any:
    kinds = schema.get("type")
    if kinds == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kinds == "number" and re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text):
        return float(text)
    return {"true": True, "false": False}.get(text, text) if kinds == "boolean" else text


async def read_body(request: Request, content: bytes, media_type: str) -> Any:
    if "json" in media_type:
        told = json.loads(content)
        json.dumps(told, ensure_ascii=False).encode()  # half of a character is none
        return told
    if media_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(content.decode(), keep_blank_values=True, strict_parsing=bool(content)))
    if media_type == "multipart/form-data":
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode("latin-1")
        message: Any = BytesParser().parsebytes(head + content)
        if not message.is_multipart():
            raise ValueError
        found = {part.get_param("name", header="content-disposition"): part for part in message.get_payload()}
        return {str(name): part.get_payload(decode=True).decode(errors="replace") for name, part in found.items()}
    return content
