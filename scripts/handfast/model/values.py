"""Values on the wire as the templates see them: their types, and the parameters, headers and bodies that hold them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Type:
    """A Python type: as a handler's signature names it, and as a validator with the document's bounds."""

    plain: str
    bounded: str
    within: str = ""

    @property
    def qualified(self) -> str:
        """The plain type where the classes of schemas are reached through their module."""
        return self.within or self.plain


def optional(annotation: str, required: bool) -> str:  # noqa: FBT001 - reads as it is
    """The annotation of what may be left out."""
    return annotation if required or annotation == "Any" or annotation.endswith("None") else f"{annotation} | None"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, or a header of a response."""

    place: str
    name: str
    python_name: str
    type: Type
    decoder: str
    required: bool
    default: str | None = None
    owner: bool = False
    description: str = ""
    style: str = ""
    explode: bool | None = None
    empty: bool = False

    @property
    def optional(self) -> bool:
        """Whether a handler gets None for it when it is left out."""
        return not self.required and self.default is None

    @property
    def annotation(self) -> str:
        return self._annotated(self.type.plain)

    @property
    def qualified(self) -> str:
        return self._annotated(self.type.qualified)

    def _annotated(self, plain: str) -> str:
        nullable = (self.optional or self.empty) and not plain.endswith("| None") and plain != "Any"
        return f"{plain} | None" if nullable else plain


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response: given by the handler, or always the same."""

    name: str
    python_name: str
    type: Type
    required: bool
    constant: str | None = None

    @property
    def annotation(self) -> str:
        return optional(self.type.plain, self.required)

    @property
    def qualified(self) -> str:
        return optional(self.type.qualified, self.required)


@dataclass(frozen=True, slots=True)
class EventField:
    """A field of an event that a handler gives."""

    name: str
    annotation: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A message of an event stream: a class of its own."""

    class_name: str
    description: str
    constant: str | None
    fields: tuple[EventField, ...]
    json: Type | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a body holds: the media types that share one schema, and how they are written.

    A stream has the framing of its items as its encoding: events, data, lines or records.
    """

    media_types: tuple[str, ...]
    encoding: str  # json, form, text, bytes or a framing
    type: Type
    choices: tuple[str, ...] = ()
    item: Type | None = None
    events: tuple[Event, ...] = ()
    decoder: str = ""

    @property
    def json_types(self) -> tuple[Type, ...]:
        """The types of what is written as JSON."""
        own = (self.type,) if self.encoding in ("json", "form") else ()
        item = (self.item,) if self.item else ()
        return (*own, *item, *(event.json for event in self.events if event.json))

    @property
    def ranged(self) -> bool:
        """Whether the document leaves open what the media type is."""
        return any("*" in media_type for media_type in self.choices)

    @property
    def media_type_field(self) -> str:
        """The declaration of the media type where a handler chooses it."""
        if self.ranged:
            return "media_type: str"
        return f"media_type: Literal[{', '.join(map(repr, self.choices))}] = {self.choices[0]!r}"


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, as any of its contents."""

    contents: tuple[Content, ...]
    required: bool

    @property
    def annotation(self) -> str:
        return optional(" | ".join(dict.fromkeys(content.type.plain for content in self.contents)), self.required)

    @property
    def qualified(self) -> str:
        return optional(" | ".join(dict.fromkeys(content.type.qualified for content in self.contents)), self.required)
