"""From the model to the text of each generated module."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from handfast.model.contract import Contract, Operation, Problem, Tag
from handfast.model.routes import Routes
from handfast.model.schemas import Schemas
from handfast.rendering.division import schema_modules
from handfast.spec.formats import Format
from handfast.spec.texts import printable

# The Python type of each format, and the function of support/formats.py that reads its text.
_FORMATS = {
    "DateTimeText": ("datetime", "date_time"),
    "DateText": ("date", "full_date"),
    "EmailAddressText": ("str", "email_address"),
    "UriText": ("str", "uri"),
    "Ipv4Text": ("str", "ipv4"),
    "Ipv6Text": ("str", "ipv6"),
    "HostnameText": ("str", "hostname"),
    "Base64Text": ("str", "base64_text"),
    "SecretText": ("SecretStr", "SecretStr"),
    "UuidText": ("UUID", "uuid"),
    "PatternText": ("str", ""),
}
_LINE = 110
_WORD = re.compile(r"\w+")
_QUOTES = '"""'
_BOUND_NAMES = {"pattern": "pattern", "minLength": "min_length", "maxLength": "max_length"}


def render_modules(contract: Contract, schemas: Schemas, examples: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The modules that depend on the document, unformatted, by their path in the package.

    `examples` are what drafts answer, by operationId.
    """
    environment = _environment()
    modules = {
        "__init__.py": f'"""{_doc(contract.title)} {_doc(contract.version)}, generated from its document."""\n',
        **schema_modules(schemas.module, contract, environment),
        "problems.py": environment.get_template("problems.py.jinja").render(contract=contract),
        "security.py": environment.get_template("security.py.jinja").render(contract=contract),
        "formats.py": environment.get_template("formats.py.jinja").render(
            formats=schemas.formats,
            bases=sorted(set(_FORMATS) - {"PatternText"}),
            exports=sorted({*_FORMATS, *(item.name for item in schemas.formats)} - {"PatternText"}),
        ),
        "apis/__init__.py": '"""One abstract class for each tag: what handlers implement."""\n',
        "routes/__init__.py": environment.get_template("routes_init.py.jinja").render(contract=contract),
    }
    drafts = Tag("drafts", "drafts", "Drafts", "", contract.drafts)
    modules["drafts.py"] = Routes(contract, drafts).render(environment, examples)
    for tag in contract.tags:
        api = environment.get_template("api.py.jinja").render(contract=contract, tag=tag)
        modules[f"apis/{tag.module}.py"] = api
        modules[f"routes/{tag.module}.py"] = Routes(contract, tag).render(environment)
    return modules


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handfast.rendering"),
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
        "named": _named,
        "signature": _signature,
        "arguments": _arguments,
        "authentication": _authentication,
        "format_type": lambda item: _FORMATS[item.base][0],
        "format_bounds": _format_bounds,
    }
    return environment


def _format_bounds(item: Format) -> str:
    """The arguments of a named text: what reads it, and its bounds."""
    bounds = dict(item.bounds)
    reader = _FORMATS[item.base][1]
    if item.base == "PatternText":
        reader = f"matches({bounds.pop('pattern')!r})"
    return ", ".join([reader, *(f"{_BOUND_NAMES[key]}={value!r}" for key, value in bounds.items())])


def _doc(text: str) -> str:
    """Text of the document as one line that may stand inside a docstring."""
    line = " ".join(printable(str(text)).split()).replace("\\", "\\\\").replace('"""', "'''")
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


def _named(text: str, classes: frozenset[str]) -> list[str]:
    """The classes that a text names. One that only a docstring names is too many: ruff takes its import out."""
    return sorted(classes.intersection(_WORD.findall(text)))


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
        parts.append(f"body: {operation.body.annotation}")
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
        scopes = operation.scopes[0][0]
        return f"await authenticate.{operation.security[0][0]}(request{f', {scopes!r}' if scopes else ''})"
    checks = [f"({', '.join(_checks(*item))},)" for item in zip(operation.security, operation.scopes, strict=True)]
    if operation.anonymous:
        return f"await any_of_or_nobody(request, {list(operation.credentials)}, {', '.join(checks)})"
    return f"await any_of(request, {', '.join(checks)})"


def _checks(schemes: tuple[str, ...], scopes: tuple[tuple[str, ...], ...]) -> list[str]:
    """The authenticators of one alternative, those that hold scopes with them."""
    return [
        f"scoped(authenticate.{name}, {given!r})" if given else f"authenticate.{name}"
        for name, given in zip(schemes, scopes, strict=True)
    ]
