"""Which operations are about the same thing, as far as links and paths tell."""

import re
from dataclasses import dataclass, field

from contract_tests.spec.document import SAFE, Document, Operation
from contract_tests.spec.links import Link
from contract_tests.spec.schemas import answer_schema, properties, request_schema

_LAST_PARAMETER = re.compile(r"^(?P<collection>.+)/\{(?P<name>[^{}/]+)\}$")


@dataclass(frozen=True)
class Item:
    """A kind of thing: the path that names one, and what can be done with it."""

    document: Document
    path: str
    read: Operation | None
    made_by: tuple[Operation, Link] | None
    listed_by: Operation | None
    writes: list[Operation] = field(default_factory=list)
    deleted_by: Operation | None = None
    actions: list[Operation] = field(default_factory=list)
    parts: list[Operation] = field(default_factory=list)

    @property
    def parameter(self) -> str | None:
        """The path parameter that names the thing; none if the path itself does."""
        last = _LAST_PARAMETER.match(self.path)
        return last["name"] if last else None

    @property
    def identity(self) -> str | None:
        """The property of the thing, read or listed, that stands for it in paths."""
        return _identity(self)

    @property
    def changers(self) -> list[Operation]:
        """What changes the thing and leaves it there."""
        return [*self.writes, *self.actions]


def is_list(operation: Operation) -> bool:
    return operation.method == "GET" and "x-page" in operation.definition


def is_read(operation: Operation) -> bool:
    """Whether it shows one thing that belongs to users."""
    return operation.method == "GET" and operation.is_secured and not is_list(operation) and _is_owned(operation)


def _is_owned(operation: Operation) -> bool:
    return bool(operation.owners) or operation.is_caller_owned


def item_of(operation: Operation) -> Item | None:
    """The kind of thing that an operation is about, or that it makes."""
    making = _making_link(operation)
    path = operation.document.operations[making.target].path if making else _path_of(operation)
    return _item_at(operation.document, path) if path else None


def thing_of(operation: Operation) -> Item:
    """The kind of thing that an operation is about, which has to be one that can be read."""
    item = item_of(operation)
    assert item is not None
    assert item.read is not None
    return item


def creates(operation: Operation) -> bool:
    """Whether it makes a thing from a body, and says how to read it."""
    return (
        operation.method == "POST"
        and "201" in operation.responses
        and operation.is_secured
        and request_schema(operation) is not None
        and _making_link(operation) is not None
    )


def puts_new(operation: Operation) -> bool:
    """Whether it makes the thing at its path if none is there, so that its caller chooses the id."""
    return operation.method == "PUT" and "201" in operation.responses and _making_link(operation) is not None


def chosen(operation: Operation) -> set[str]:
    """The properties of the body by which the thing that an operation makes is named from then on."""
    making = _making_link(operation)
    schema = request_schema(operation)
    if making is None or schema is None or making.status != "201":
        return set()  # an answer that is no 201 may tell of a thing that was there: the body says with which to go on
    told = {str(expression).rpartition("#/")[2] for expression in making.parameters.values()}
    return told & properties(operation.document, schema).keys()


def is_named_by_users(item: Item) -> bool:
    """Whether its users say what names a thing, so that two of them may say the same."""
    return item.made_by is not None and (puts_new(item.made_by[0]) or bool(chosen(item.made_by[0])))


def makes_aside(operation: Operation) -> bool:
    """Whether it makes or goes on with a thing without being its 201: links lead from its answer to what it did."""
    return (
        operation.method == "POST"
        and operation.is_secured
        and "201" not in operation.responses
        and any(is_read(each) or is_list(each) for each in _targets(operation))
    )


def writes(operation: Operation) -> bool:
    """Whether it changes a thing that can be read at the same path, by what is in the body."""
    return (
        operation.method in ("PUT", "PATCH")
        and request_schema(operation) is not None
        and _reader(operation) is not None
    )


def is_put(operation: Operation) -> bool:
    return operation.method == "PUT" and writes(operation)


def is_patch(operation: Operation) -> bool:
    return operation.method == "PATCH" and writes(operation)


def is_action(operation: Operation) -> bool:
    """Whether it does something to a thing without being told anything but which one."""
    item = item_of(operation)
    return item is not None and operation in item.actions


def deletes(operation: Operation) -> bool:
    """Whether it ends a thing that can be read or is listed."""
    item = item_of(operation)
    seen = item is not None and (item.read or (item.listed_by and item.identity))
    return operation.method == "DELETE" and operation.is_secured and bool(seen)


def rows_of(operation: Operation) -> Item | None:
    """The kind of thing that a list lists, if one of them has a path."""
    own = re.compile(re.escape(operation.path) + r"/\{[^{}/]+\}")
    beneath = [each for each in operation.document.operations.values() if own.fullmatch(each.path)]
    return next((item for each in beneath if (item := item_of(each)) and item.listed_by is operation), None)


def link_to(operation: Operation, target: Operation) -> Link | None:
    return next((each for each in operation.links if each.target == target.id), None)


def expressions(link: Link) -> dict[str, object]:
    """A link's parameters by their bare names: `path.id` is `id`."""
    return {name.removeprefix("path."): expression for name, expression in link.parameters.items()}


def may_find_nothing(operation: Operation) -> bool:
    """Whether what its user has decides if it finds anything: its 404 is of no thing that the path names."""
    return _is_owned(operation) and not operation.resources and operation.declares(404)


def puts_there(operation: Operation) -> Operation | None:
    """The PUT that brings about what its user may not have yet, if the operation is about that and is another one."""
    if not may_find_nothing(operation) or operation.method in ("PUT", "POST"):
        return None
    return next((each for each in _at(operation.document, operation.path) if each.method == "PUT"), None)


def names_thing(document: Document, name: str) -> bool:
    """Whether a property of this name says which thing is meant: values for it cannot be made up."""
    known = {each for operation in document.operations.values() for each in operation.resources + operation.owners}
    return name in known or name.endswith(("_id", "_ids", "Id", "Ids"))


def _targets(operation: Operation) -> list[Operation]:
    return [operation.document.operations[link.target] for link in operation.links]


def _reader(operation: Operation) -> Operation | None:
    return next((each for each in _at(operation.document, operation.path) if is_read(each)), None)


def _making_link(operation: Operation) -> Link | None:
    """The link from what makes a thing to what shows it."""
    if operation.method not in ("POST", "PUT") or not operation.is_secured:
        return None
    found = [link for link in operation.links if is_read(operation.document.operations[link.target])]
    if operation.method == "PUT":
        own = [link for link in found if operation.document.operations[link.target].path == operation.path]
        return next((link for link in own if link.status == "201" and operation.resources), None)
    return next((link for link in found if _adds(operation, link)), None)


def _adds(operation: Operation, link: Link) -> bool:
    """Whether what is linked to is named by the answer, so that it may be new."""
    own = set(operation.resources + operation.owners)
    return any(name not in own for name in operation.document.operations[link.target].resources)


def _path_of(operation: Operation) -> str | None:
    """The path of the thing that an operation is about: its own, or the one that it is right beneath."""
    if is_list(operation) or not _is_owned(operation):
        return None
    found = _at(operation.document, operation.path)
    if any(is_read(each) for each in found) or (_LAST_PARAMETER.match(operation.path) and not operation.is_safe):
        return operation.path
    above = operation.path.rpartition("/")[0]
    is_beneath = operation.resources and any(is_read(each) for each in _at(operation.document, above))
    return above if is_beneath and operation.method in ("POST", "PATCH", "PUT") else None


def _at(document: Document, path: str) -> list[Operation]:
    return [each for each in document.operations.values() if each.path == path]


def _item_at(document: Document, path: str) -> Item:
    own = _at(document, path)
    last = _LAST_PARAMETER.match(path)
    beneath = [each for each in document.operations.values() if each.path.startswith(f"{path}/")]
    read = next((each for each in own if is_read(each)), None)
    makers = [(each, link) for each in document.operations.values() if (link := _making_link(each)) is not None]
    made_by = [(each, link) for each, link in makers if read is not None and link.target == read.id]
    above = _at(document, last["collection"]) if last else []
    return Item(
        document,
        path,
        read,
        min(made_by, key=lambda pair: "201" not in pair[0].responses, default=None),
        next((each for each in above if is_list(each)), None),
        [each for each in own if writes(each)],
        next((each for each in own if each.method == "DELETE"), None),
        [
            each
            for each in beneath
            if each.method not in (*SAFE, "DELETE")
            and not each.bodies
            and read is not None
            and each.path.count("/") == path.count("/") + 1
            and not each.path.endswith("}")
            and not each.links
        ],
        [each for each in beneath if each.method == "GET" and each.is_secured and _names(each.path) == _names(path)],
    )


def _names(path: str) -> list[str]:
    return re.findall(r"\{([^{}]+)\}", path)


def _identity(item: Item) -> str | None:
    """By the link from the list or the maker; failing that, by its having the parameter's name."""
    expressed: list[str] = []
    for operation in filter(None, (item.listed_by, item.made_by and item.made_by[0])):
        leading = [each for each in operation.links if item.document.operations[each.target].path == item.path]
        expressed += [str(expressions(link).get(item.parameter or "", "")) for link in leading]
    schema = answer_schema(item.read) if item.read else None
    known = properties(item.document, schema) if schema is not None else None
    for expression in expressed:
        name = expression.rpartition("/")[2]
        if expression.startswith("$response.body#/") and (known is None or name in known):
            return name
    return item.parameter if known and item.parameter in known else None
