"""The contract as the templates see it: what is generated, and nothing of how it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from handfast.model.values import Body, Content, Event, Header, Parameter, Type, optional


@dataclass(frozen=True, slots=True)
class Success:
    """A response below 400 that a handler returns."""

    status: int
    class_name: str
    description: str
    content: Content | None
    headers: tuple[Header, ...]
    open: bool = False
    """Whether the handler chooses the status, as the document gives a class of them or none."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a problem's document beyond the standard ones."""

    name: str
    python_name: str
    type: Type
    required: bool

    @property
    def qualified(self) -> str:
        return optional(self.type.qualified, self.required)


@dataclass(frozen=True, slots=True)
class Problem:
    """A declared error response: an exception that a handler raises."""

    class_name: str
    status: int
    type: str
    title: str
    error_code: str
    detail: str
    headers: tuple[Header, ...]
    errors: bool
    members: tuple[Member, ...] = ()
    fixed_members: tuple[tuple[str, Any], ...] = ()
    content: Content | None = None
    """The body, where it is not the document of a problem."""
    statuses: tuple[int, int] | None = None
    """The first and the last status that the handler may choose, where the document leaves it open."""
    refusal: Any = None
    """What the server itself says in such a body, with gaps; None if it cannot."""
    bare: bool = False
    """Whether it is declared without a body."""

    @property
    def base(self) -> str:
        return "Bare" if self.bare else "Failure" if self.content else "Problem"

    @property
    def said_status(self) -> str:
        return f"{self.statuses[0]} to {self.statuses[1]}" if self.statuses else str(self.status)

    @property
    def arguments(self) -> tuple[str, ...]:
        """What a handler gives by keyword, what is required first."""
        given: list[Header | Member] = [*self.given_headers, *self.members]
        required = [f"{item.python_name}: {item.qualified}" for item in given if item.required]
        return (*required, *(f"{item.python_name}: {item.qualified} = None" for item in given if not item.required))

    @property
    def given_headers(self) -> tuple[Header, ...]:
        return tuple(header for header in self.headers if header.constant is None)

    @property
    def fixed_headers(self) -> tuple[Header, ...]:
        return tuple(header for header in self.headers if header.constant is not None)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: str
    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    successes: tuple[Success, ...]
    problems: tuple[Problem, ...]
    security: tuple[tuple[str, ...], ...]
    anonymous: bool
    credentials: tuple[tuple[str, str], ...]
    pointer: str
    scopes: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Those of each scheme in `security`, in the same places."""
    headers: tuple[tuple[str, str], ...] = ()
    """Those of each of its answers."""

    @property
    def secured(self) -> bool:
        return bool(self.security)

    @property
    def caller(self) -> str | None:
        """The type of the handler's `caller`, if it gets one."""
        if not self.secured:
            return None
        return "Caller | None" if self.anonymous else "Caller"

    @property
    def owner(self) -> Parameter | None:
        return next((parameter for parameter in self.parameters if parameter.owner), None)

    @property
    def path_parameters(self) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.place == "path")

    @property
    def other_parameters(self) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if parameter.place != "path")

    @property
    def read_parameters(self) -> tuple[Parameter, ...]:
        """Those that are read and checked; the owner is compared with the caller instead."""
        return tuple(parameter for parameter in self.parameters if not (parameter.owner and self.secured))

    @property
    def wrapped(self) -> bool:
        """Whether a success has a type of its own: there are several, or a handler has more to give than content."""
        return (
            len(self.successes) > 1
            or any(header.constant is None for success in self.successes for header in success.headers)
            or any(success.content and success.content.choices for success in self.successes)
            or any(success.open for success in self.successes)
        )

    @property
    def returns(self) -> str:
        if self.wrapped:
            return " | ".join(success.class_name for success in self.successes)
        content = self.successes[0].content if self.successes else None
        return content.type.plain if content else "None"

    @property
    def answers(self) -> bool:
        """Whether a handler returns anything: null as JSON is sent, but it is nothing to return."""
        return self.wrapped or self.returns != "None"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A security scheme, and the field of `Authenticate` that checks it."""

    name: str
    python_name: str
    description: str
    scoped: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """The operations of one tag: a class to implement, a router."""

    name: str
    module: str
    class_name: str
    description: str
    operations: tuple[Operation, ...]

    @property
    def streams(self) -> tuple[tuple[Operation, Content], ...]:
        """The contents that are sent item by item."""
        return tuple(
            (operation, success.content)
            for operation in self.operations
            for success in operation.successes
            if success.content and (success.content.item or success.content.events)
        )

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(dict.fromkeys(event for _, content in self.streams for event in content.events))


@dataclass(frozen=True, slots=True)
class Contract:
    """All that is generated of a document besides its schemas."""

    title: str
    version: str
    tags: tuple[Tag, ...]
    problems: tuple[Problem, ...]
    schemes: tuple[Scheme, ...]
    drafts: tuple[Operation, ...] = ()
    """Those that nobody promises: they are in no tag."""
    classes: frozenset[str] = field(default_factory=frozenset)

    @property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(operation for tag in self.tags for operation in tag.operations)
