"""The routes of one tag: what is built once at import, and the statements of each operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from handfast import names
from handfast.model.contract import Contract, Operation, Success, Tag
from handfast.model.values import Body, Content, Event, Parameter, Type

# What support/streams.py has for items that are nothing but JSON.
_ITEM_FRAMINGS = {"data": "JsonData", "lines": "JsonLines", "records": "JsonRecords"}
# What the module imports in capitals alone, as its constants are.
_TAKEN = {"UUID"}


@dataclass
class Routes:
    """The routes of one tag, with the names of what is built once at import."""

    contract: Contract
    tag: Tag

    def render(self, environment: Environment, examples: Mapping[str, Sequence[str]] | None = None) -> str:
        """The module; with `examples`, by operationId, they answer in the place of handlers."""
        self._constants, self._names = self._name_parameters()
        self._taken = set(self._constants)
        self._adapters = self._name_adapters()
        self._forms = self._name_forms()
        self._framings = self._name_framings()
        drafting = examples is not None
        return environment.get_template("drafts.py.jinja" if drafting else "routes.py.jinja").render(
            drafting=drafting,
            examples={
                operation.id: (self._free(f"{operation.name}_EXAMPLES".upper()), (examples or {}).get(operation.id, ()))
                for operation in self.tag.operations
            },
            contract=self.contract,
            tag=self.tag,
            secured=any(operation.secured for operation in self.tag.operations),
            results=self._results(),
            constants=self._constants,
            adapters=self._adapters,
            forms=self._forms,
            framings=dict(self._framings.values()),
            constant_of=lambda operation, parameter: self._names[operation.id, parameter],
            body_lines=self._body_lines,
            endpoint=lambda operation: f"{operation.name}_" if operation.name in names.RESERVED else operation.name,
            response_call=self._response_call,
        )

    def _results(self) -> list[str]:
        """The success types that a route has to tell apart."""
        return [
            success.class_name
            for operation in self.tag.operations
            if len(operation.successes) > 1
            for success in operation.successes
        ]

    def _name_parameters(self) -> tuple[dict[str, Parameter], dict[tuple[str, Parameter], str]]:
        """A constant for each parameter; those that are declared alike share one."""
        constants: dict[str, Parameter] = {}
        used: dict[tuple[str, Parameter], str] = {}
        for operation in self.tag.operations:
            for parameter in operation.read_parameters:
                name = parameter.python_name.rstrip("_").upper()
                if constants.get(name, parameter) != parameter or name in _TAKEN:
                    name = f"{operation.name}_{parameter.python_name}".rstrip("_").upper()
                if constants.get(name, parameter) != parameter:
                    name = names.unique(name, constants)
                constants[name] = parameter
                used[operation.id, parameter] = name
        return constants, used

    def _name_adapters(self) -> dict[Type, str]:
        """A validator for each type of a JSON body, of requests and responses."""
        adapters: dict[Type, str] = {}
        for operation in self.tag.operations:
            contents = [*operation.body.contents] if operation.body else []
            contents += [success.content for success in operation.successes if success.content]
            for kind in (kind for content in contents for kind in content.json_types if kind not in adapters):
                base = f"{names.snake(kind.plain).strip('_').upper()}_JSON"
                adapters[kind] = self._free(base)
        return adapters

    def _name_forms(self) -> dict[str, str]:
        """A constant for what reads the fields of each form."""
        forms: dict[str, str] = {}
        for operation in self.tag.operations:
            for content in operation.body.contents if operation.body else ():
                if content.encoding == "form" and content.decoder not in forms:
                    forms[content.decoder] = self._free(f"{operation.name}_FORM".upper())
        return forms

    def _name_framings(self) -> dict[Content, tuple[str, str]]:
        """For each kind of stream a constant that writes its items: its name, and its value as Python code."""
        framings: dict[Content, tuple[str, str]] = {}
        for operation, content in self.tag.streams:
            if content in framings:
                continue
            item = self._adapters.get(content.item) if content.item else None
            value = f"streams.{_ITEM_FRAMINGS[content.encoding]}({item})" if item else self._events(content)
            framings[content] = (self._free(f"{operation.name}_{content.encoding}".upper()), value)
        return framings

    def _free(self, name: str) -> str:
        """A name that no other constant has."""
        own = names.unique(name, self._taken)
        self._taken.add(own)
        return own

    def _events(self, content: Content) -> str:
        forms = [f"{event.class_name}: streams.EventForm({self._form(event)})," for event in content.events]
        return f"streams.Events({{{' '.join(forms)}}})"

    def _form(self, event: Event) -> str:
        data = self._adapters[event.json] if event.json else None
        optional = any(field.name == "data" and field.default == "None" for field in event.fields)
        return f"{event.constant!r}, {data}{', optional=True' if data and optional else ''}"

    def _body_lines(self, body: Body) -> list[str]:
        """The statements that read a body: by its media type, where there are several kinds."""
        if len(body.contents) == 1:
            return [f"body = await {self._reader(body.contents[0], required=body.required)}"]
        lines = [f"body: {body.qualified}"]
        if not body.required:
            lines += ["if not await has_body(request):", "    body = None"]
        for index, content in enumerate(body.contents):
            word = "if" if len(lines) == 1 else "elif"
            sent = f"is_sent(request, {', '.join(map(repr, content.media_types))})"
            lines.append("else:" if index == len(body.contents) - 1 else f"{word} {sent}:")
            lines.append(f"    body = await {self._reader(content, required=True)}")
        return lines

    def _reader(self, content: Content, *, required: bool) -> str:
        media_types = ", ".join(map(repr, content.media_types))
        if content.encoding == "json":
            reader = "json_body" if required else "optional_json_body"
            return f"{reader}(request, {self._adapters[content.type]}, {media_types})"
        optional = "" if required else " if await has_body(request) else None"
        if content.encoding == "form":
            reader = "form_body" if required else "optional_form_body"
            return f"{reader}(request, {self._forms[content.decoder]}, {self._adapters[content.type]}, {media_types})"
        return f"{'text_body' if content.encoding == 'text' else 'raw_body'}(request, {media_types}){optional}"

    def _response_call(self, operation: Operation, success: Success) -> str:
        content = "result.content" if operation.wrapped else "result" if operation.answers else "None"
        headers = ", ".join(
            f"{header.name!r}: {f'result.{header.python_name}' if header.constant is None else repr(header.constant)}"
            for header in success.headers
        )
        given = f", {{{headers}}}" if headers else ""
        status = "result.status" if success.open else str(success.status)
        if success.content is None:
            return f"empty_response({status}{given})"
        media_type = self._media_type(success.content)
        if success.content in self._framings:
            return self._stream_call(
                success, status, f"{self._framings[success.content][0]}, {content}", media_type, given
            )
        if success.content.encoding != "json":
            return f"raw_response({status}, {content}, {media_type}{given})"
        named = "" if media_type == "'application/json'" else f", media_type={media_type}"
        return f"json_response({status}, {self._adapters[success.content.type]}, {content}{given}{named})"

    @staticmethod
    def _media_type(content: Content) -> str:
        if content.choices:
            return f"chosen(result.media_type, {', '.join(map(repr, content.choices))})"
        if content.encoding == "json" and len(content.media_types) > 1:
            return f"accepted(request.scope, {', '.join(map(repr, content.media_types))})"
        return repr(content.media_types[0])

    @staticmethod
    def _stream_call(success: Success, status: str, items: str, media_type: str, given: str) -> str:
        content = success.content
        if content is not None and content.encoding in ("events", "data"):
            named = "" if media_type == "'text/event-stream'" else f", media_type={media_type}"
            return f"event_response({status}, {items}{given}{named})"
        return f"stream_response({status}, {items}, {media_type}{given})"
