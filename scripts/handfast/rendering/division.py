"""Division: the models of a large document as a package, those that one tag alone uses in a module of its own.

What a model refers to is used by all that use the model. So a module of one tag needs that of several tags at most,
and that one needs none of the others: they import each other in one direction, however their models hold each other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import Environment

from handfast import names
from handfast.model.contract import Contract, Operation, Problem
from handfast.model.values import Content, Type

LARGE = 500
"""More models than this are divided."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Definition:
    """A model, alias or enumeration: its text, and the others that it refers to."""

    name: str
    text: str
    uses: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A module of the package."""

    module: str
    said: str
    definitions: list[Definition] = field(default_factory=list)


def schema_modules(text: str, contract: Contract, environment: Environment) -> dict[str, str]:
    """The modules of the schemas by their path: one, or in a large document with several tags a package."""
    tags = _classes_by_tag(contract)
    if len(contract.classes) <= LARGE or len(tags) < 2:  # noqa: PLR2004 - several
        return {"schemas.py": text or '"""The document has no schemas."""\n'}
    imports, definitions = _read(text)
    parts = [part for part in _parts(definitions, tags, contract) if part.definitions]
    home = {item.name: part.module for part in parts for item in part.definitions}
    template = environment.get_template("schemas_part.py.jinja")
    modules = {
        f"schemas/{part.module}.py": template.render(part=part, imports=imports, needed=_needed(part, home))
        for part in parts
    }
    package = environment.get_template("schemas_init.py.jinja").render(parts=parts)
    return {"schemas/__init__.py": package, **modules}


def _classes_by_tag(contract: Contract) -> dict[str, frozenset[str]]:
    """The models that the signatures of a tag's operations name, by the tag's module."""
    return {
        tag.module: contract.classes.intersection(
            word for item in tag.operations for kind in _types(item) for word in _WORD.findall(kind)
        )
        for tag in contract.tags
    }


def _types(operation: Operation) -> Iterator[str]:
    """Each type that an operation names."""
    for parameter in operation.parameters:
        yield parameter.type.plain
    for content in operation.body.contents if operation.body else ():
        yield from _held(content)
    for success in operation.successes:
        yield from (header.type.plain for header in success.headers)
        yield from _held(success.content) if success.content else ()
    for problem in operation.problems:
        yield from _raised(problem)


def _held(content: Content) -> Iterator[str]:
    kinds: list[Type] = [content.type, *content.json_types]
    yield from (kind.plain for kind in kinds)
    yield from (item.annotation for event in content.events for item in event.fields)


def _raised(problem: Problem) -> Iterator[str]:
    yield from (member.type.plain for member in problem.members)
    yield from (header.type.plain for header in problem.headers)
    yield from _held(problem.content) if problem.content else ()


def _read(text: str) -> tuple[list[str], list[Definition]]:
    """The imports of a module, as one in its package has them, and its definitions in their order."""
    tree, lines = ast.parse(text), text.split("\n")
    imports: list[str] = []
    found: list[tuple[str, list[ast.stmt]]] = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            imports.append(ast.unparse(_deeper(node)))
        elif isinstance(node, ast.ClassDef):
            found.append((node.name, [node]))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.append((node.targets[0].id, [node]))
        elif found:  # the words on an alias stand behind it
            found[-1][1].append(node)
    known = {name for name, _ in found}
    return imports, [
        Definition(name, "\n".join(lines[_first(nodes[0]) - 1 : nodes[-1].end_lineno]), _used(nodes, known - {name}))
        for name, nodes in found
    ]


def _deeper(node: ast.ImportFrom) -> ast.ImportFrom:
    """The same import, one folder further down."""
    if node.level:
        node.level += 1
    return node


def _first(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, ast.ClassDef) else []
    return min([node.lineno, *(item.lineno for item in decorators)])


def _used(nodes: list[ast.stmt], known: set[str]) -> frozenset[str]:
    """The definitions that these refer to."""
    return frozenset(
        part.id for node in nodes for part in ast.walk(node) if isinstance(part, ast.Name) and part.id in known
    )


def _parts(definitions: list[Definition], tags: Mapping[str, frozenset[str]], contract: Contract) -> list[Part]:
    users = _users(definitions, tags)
    titles = {tag.module: tag.name for tag in contract.tags}
    own = {tag: Part(tag, f"The schemas that operations tagged `{titles[tag]}` alone use.") for tag in tags}
    shared = Part(names.unique("shared", own), "The schemas that operations of several tags use.")
    unused = Part(names.unique("unused", own), "The schemas that no operation uses.")
    for item in definitions:
        found = users[item.name]
        part = unused if not found else shared if len(found) > 1 else own[next(iter(found))]
        part.definitions.append(item)
    return [shared, *own.values(), unused]


def _users(definitions: list[Definition], tags: Mapping[str, frozenset[str]]) -> dict[str, set[str]]:
    """The tags whose operations reach each definition."""
    uses = {item.name: item.uses for item in definitions}
    users: dict[str, set[str]] = {name: set() for name in uses}
    for tag, named in tags.items():
        waiting = [name for name in named if name in uses]
        while waiting:
            name = waiting.pop()
            if tag not in users[name]:
                users[name].add(tag)
                waiting += uses[name]
    return users


def _needed(part: Part, home: Mapping[str, str]) -> dict[str, list[str]]:
    """What a module takes of each other one."""
    needed: dict[str, set[str]] = {}
    for name in {name for item in part.definitions for name in item.uses}:
        if home[name] != part.module:
            needed.setdefault(home[name], set()).add(name)
    return {module: sorted(found) for module, found in sorted(needed.items())}
