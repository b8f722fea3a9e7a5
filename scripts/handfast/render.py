"""From the model to the text of each generated module."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from handfast import names
from handfast.model import Body, Content, Contract, Event, Operation, Parameter, Problem, Success, Tag, Type
from handfast.problems import IMPORTED
from handfast.schemas import Schemas

# The Python type of each format, and the function of support/formats.py that reads its text.
_FORMATS = {
    "DateTimeText": ("datetime", "date_time"),
    "DateText": ("date", "full_date"),
    "EmailAddressText": ("str", "email_address"),
    "SecretText": ("SecretStr", "SecretStr"),
    "UuidText": ("UUID", "uuid"),
}
# What support/streams.py has for items that are nothing but JSON.
_ITEM_FRAMINGS = {"data": "JsonData", "lines": "JsonLines", "records": "JsonRecords"}
_LINE = 110
_QUOTES = '"""'
_BOUND_NAMES = {"pattern": "pattern", "minLength": "min_length", "maxLength": "max_length"}


def render_modules(contract: Contract, schemas: Schemas) -> dict[str, str]:
    """The modules that depend on the document, unformatted, by their path in the package."""
    environment = _environment()
    modules = {
        "__init__.py": f'"""{_doc(contract.title)} {_doc(contract.version)}, generated from its document."""\n',
        "schemas.py": schemas.module or '"""The document has no schemas."""\n',
        "problems.py": environment.get_template("problems.py.jinja").render(
            contract=contract, importable=sorted(contract.classes - IMPORTED)
        ),
        "security.py": environment.get_template("security.py.jinja").render(contract=contract),
        "formats.py": environment.get_template("formats.py.jinja").render(
            formats=schemas.formats,
            bound_names=_BOUND_NAMES,
            bases=sorted(_FORMATS),
            exports=sorted({*_FORMATS, *(item.name for item in schemas.formats)}),
        ),
        "apis/__init__.py": '"""One abstract class for each tag: what handlers implement."""\n',
        "routes/__init__.py": environment.get_template("routes_init.py.jinja").render(contract=contract),
    }
    for tag in contract.tags:
        api = environment.get_template("api.py.jinja").render(contract=contract, tag=tag)
        modules[f"apis/{tag.module}.py"] = api
        modules[f"routes/{tag.module}.py"] = _Routes(contract, tag).render(environment)
    return modules


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handfast"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what is rendered is Python; `quoted` and `doc` escape for it
    )
    environment.filters |= {
        "doc": _doc,
        "docstring": _docstring,
        "sentence": _sentence,
        "quoted": repr,
        "members": _members,
        "signature": _signature,
        "arguments": _arguments,
        "authentication": _authentication,
        "format_type": lambda item: _FORMATS[item.base][0],
        "format_parser": lambda item: _FORMATS[item.base][1],
    }
    return environment


def _doc(text: str) -> str:
    """Text of the document as one line that may stand inside a docstring."""
    line = " ".join(str(text).split()).replace("\\", "\\\\").replace('"""', "'''")
    return f'{line[:-1]}\\"' if line.endswith('"') else line


def _docstring(text: str, indent: int = 4) -> str:
    """A whole docstring, wrapped."""
    line = _doc(text)
    width = _LINE - indent
    if len(line) + 2 * len(_QUOTES) <= width:
        return f"{_QUOTES}{line}{_QUOTES}"
    margin = " " * indent
    wrapped = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return f"{_QUOTES}{f'{chr(10)}{margin}'.join(wrapped)}\n{margin}{_QUOTES}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) or not text else f"{text}."


def _members(problem: Problem) -> str:
    """What a problem's members are given as: all that is required, and of the rest what is not None."""
    needed = [f"{item.name!r}: {item.python_name}" for item in problem.members if item.required]
    optional = [f"{item.name!r}: {item.python_name}" for item in problem.members if not item.required]
    if not optional:
        return f"{{{', '.join(needed)}}}"
    left = f"given({{{', '.join(optional)}}})"
    return f"{{{', '.join([*needed, f'**{left}'])}}}" if needed else left


def _signature(operation: Operation) -> str:
    """The parameters of a handler's method: caller, path, body, and by keyword the rest."""
    parts = ["self"]
    if operation.caller:
        parts.append(f"caller: {operation.caller}")
    parts += [f"{item.python_name}: {item.annotation}" for item in operation.path_parameters]
    if operation.body:
        optional = "" if operation.body.required else " | None"
        parts.append(f"body: {operation.body.content.type.plain}{optional}")
    if operation.other_parameters:
        parts.append("*")
        parts += [f"{item.python_name}: {item.annotation}" for item in operation.other_parameters]
    return ", ".join(parts)


def _arguments(operation: Operation) -> str:
    """The same parameters, as the route passes them on."""
    parts = ["caller"] if operation.caller else []
    parts += [item.python_name for item in operation.path_parameters]
    parts += ["body"] if operation.body else []
    parts += [f"{item.python_name}={item.python_name}" for item in operation.other_parameters]
    return ", ".join(parts)


def _authentication(operation: Operation) -> str:
    """What finds the caller: one authenticator, or the alternatives as the document has them."""
    if len(operation.security) == 1 and len(operation.security[0]) == 1 and not operation.anonymous:
        return f"await authenticate.{operation.security[0][0]}(request)"
    checks = [f"({', '.join(f'authenticate.{name}' for name in item)},)" for item in operation.security]
    if operation.anonymous:
        return f"await any_of_or_nobody(request, {list(operation.credentials)}, {', '.join(checks)})"
    return f"await any_of(request, {', '.join(checks)})"


@dataclass
class _Routes:
    """The routes of one tag, with the names of what is built once at import."""

    contract: Contract
    tag: Tag

    def render(self, environment: Environment) -> str:
        self._constants, self._names = self._name_parameters()
        self._adapters = self._name_adapters()
        self._framings = self._name_framings()
        return environment.get_template("routes.py.jinja").render(
            contract=self.contract,
            tag=self.tag,
            secured=any(operation.secured for operation in self.tag.operations),
            results=self._results(),
            constants=self._constants,
            adapters=self._adapters,
            framings=dict(self._framings.values()),
            constant_of=lambda operation, parameter: self._names[operation.id, parameter],
            body_call=self._body_call,
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
                if constants.get(name, parameter) != parameter:
                    name = f"{operation.name}_{parameter.python_name}".rstrip("_").upper()
                constants[name] = parameter
                used[operation.id, parameter] = name
        return constants, used

    def _name_adapters(self) -> dict[Type, str]:
        """A validator for each type of a JSON body, of requests and responses."""
        adapters: dict[Type, str] = {}
        for operation in self.tag.operations:
            contents = [operation.body.content] if operation.body else []
            contents += [success.content for success in operation.successes if success.content]
            for kind in (kind for content in contents for kind in content.json_types if kind not in adapters):
                base = f"{names.snake(kind.plain).strip('_').upper()}_JSON"
                adapters[kind] = names.unique(base, adapters.values())
        return adapters

    def _name_framings(self) -> dict[Content, tuple[str, str]]:
        """For each kind of stream a constant that writes its items: its name, and its value as Python code."""
        framings: dict[Content, tuple[str, str]] = {}
        for operation, content in self.tag.streams:
            if content in framings:
                continue
            item = self._adapters.get(content.item) if content.item else None
            value = f"streams.{_ITEM_FRAMINGS[content.encoding]}({item})" if item else self._events(content)
            taken = [*self._constants, *self._adapters.values(), *(name for name, _ in framings.values())]
            own = f"{operation.name}_{content.encoding}".upper()
            framings[content] = (names.unique(own, taken), value)
        return framings

    def _events(self, content: Content) -> str:
        forms = [f"{event.class_name}: streams.EventForm({self._form(event)})," for event in content.events]
        return f"streams.Events({{{' '.join(forms)}}})"

    def _form(self, event: Event) -> str:
        data = self._adapters[event.json] if event.json else None
        optional = any(field.name == "data" and field.default == "None" for field in event.fields)
        return f"{event.constant!r}, {data}{', optional=True' if data and optional else ''}"

    def _body_call(self, body: Body) -> str:
        media_types = ", ".join(map(repr, body.content.media_types))
        if body.content.encoding != "json":
            reader = "text_body" if body.content.encoding == "text" else "raw_body"
            return f"{reader}(request, {media_types}){'' if body.required else ' if await has_body(request) else None'}"
        reader = "json_body" if body.required else "optional_json_body"
        return f"{reader}(request, {self._adapters[body.content.type]}, {media_types})"

    def _response_call(self, operation: Operation, success: Success) -> str:
        content = "result.content" if operation.wrapped else "result"
        headers = ", ".join(
            f"{header.name!r}: {f'result.{header.python_name}' if header.constant is None else repr(header.constant)}"
            for header in success.headers
        )
        given = f", {{{headers}}}" if headers else ""
        if success.content is None:
            return f"empty_response({success.status}{given})"
        media_type = self._media_type(success.content)
        if success.content in self._framings:
            return self._stream_call(success, f"{self._framings[success.content][0]}, {content}", media_type, given)
        if success.content.encoding != "json":
            return f"raw_response({success.status}, {content}, {media_type}{given})"
        named = "" if media_type == "'application/json'" else f", media_type={media_type}"
        return f"json_response({success.status}, {self._adapters[success.content.type]}, {content}{given}{named})"

    @staticmethod
    def _media_type(content: Content) -> str:
        if content.choices:
            return f"chosen(result.media_type, {', '.join(map(repr, content.choices))})"
        return repr(content.media_types[0])

    @staticmethod
    def _stream_call(success: Success, items: str, media_type: str, given: str) -> str:
        content = success.content
        if content is not None and content.encoding in ("events", "data"):
            named = "" if media_type == "'text/event-stream'" else f", media_type={media_type}"
            return f"event_response({success.status}, {items}{given}{named})"
        return f"stream_response({success.status}, {items}, {media_type}{given})"
