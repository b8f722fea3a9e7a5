"""Styles: how OpenAPI writes the items of an array and the properties of an object into a parameter.

Items are told apart after their escapes are undone, as most clients escape the separators too.
"""

from dataclasses import dataclass
from typing import Protocol

from .decoders import Decoder, Tree, array, fields

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_USUAL = {"query": "form", "cookie": "form"}
_EXPLODED = {"form", "deepObject", "cookie"}


class Styled(Protocol):
    """What says how a parameter is written."""

    @property
    def place(self) -> str: ...
    @property
    def style(self) -> str: ...
    @property
    def explode(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Style:
    """How the value of one parameter is written."""

    name: str
    explode: bool
    in_cookie: bool = False

    @classmethod
    def of(cls, parameter: Styled) -> "Style":
        name = parameter.style or _USUAL.get(parameter.place, "simple")
        explode = name in _EXPLODED if parameter.explode is None else parameter.explode
        return cls(name, explode, parameter.place == "cookie")

    def scalar(self, values: list[str]) -> list[str]:
        """The text of a value that is neither array nor object."""
        if self.name == "label":
            return [_after(".", value) for value in values]
        if self.name == "matrix":
            return [_after(";", value).partition("=")[2] for value in values]
        return values

    def array(self, name: str, values: list[str]) -> list[str]:
        """The texts of the items."""
        if self.explode and self.name not in ("simple", "label", "matrix"):
            return values
        text = _one(values)
        if self.name == "matrix":
            pairs = [part.partition("=") for part in _after(";", text).split(";")]
            if any(key != name for key, _, _ in pairs):
                raise ValueError(f"should be written as ;{name}=")
            found = [value for _, _, value in pairs]
            return found if self.explode else _split(_one(found), ",")
        if self.name == "label":
            return _split(_after(".", text), "." if self.explode else ",")
        return [part.strip() if self.name == "simple" else part for part in _split(text, self._separator)]

    def object(self, name: str, decoder: fields, pairs: list[tuple[str, str]]) -> list[str] | Tree | None:
        """For each property its texts, or the word for null; None if nothing is written of any."""
        if not decoder.open and name not in decoder.properties:
            written = [value for key, value in pairs if key == name]
            if decoder.says_null([value.removeprefix(self._before(name)) for value in written]):
                return ["null"]
        if decoder.value is not None and (alone := self._alone(name, decoder, pairs)):
            return alone
        if self.name == "deepObject":
            return (
                tree_of([(key[len(name) :], value) for key, value in pairs if key.startswith(f"{name}[")], decoder)
                or None
            )
        if self.explode and self.name not in ("simple", "label", "matrix"):
            pairs = self._unpacked(name, decoder, pairs)
            known = [
                (key, value)
                for key, value in pairs
                if key in decoder.properties or (decoder.open and key.partition("[")[0] not in decoder.besides)
            ]
            return _tree(known) or None
        texts = [value for key, value in pairs if key == name]
        return _tree(self._members(name, _one(texts))) if texts else None

    def _unpacked(self, name: str, decoder: fields, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The pairs, with those that one cookie of the parameter's name holds, as `place=town=Ulm,size=3`.

        OpenAPI leaves open what is between pairs in a cookie; without this, they are cookies of their own.
        """
        packed = [value for key, value in pairs if key == name and "=" in value]
        if not self.in_cookie or name in decoder.properties or len(packed) != 1:
            return pairs
        inner = [part.partition("=") for part in packed[0].split(",")]
        return [*((key, value) for key, value in pairs if key != name), *((key, value) for key, _, value in inner)]

    def _alone(self, name: str, decoder: fields, pairs: list[tuple[str, str]]) -> list[str]:
        """The texts of what is no object, where it may be either; none if it is one."""
        values = [] if decoder.open or name in decoder.properties else [value for key, value in pairs if key == name]
        if not values or self.name == "deepObject" or (self.explode and self.name in ("form", "cookie")):
            return values
        text = _one(values).removeprefix(self._before(name))
        is_object = "=" in text if self.explode else not len(text.split(self._separator)) % 2
        return [] if is_object else [text]

    def _members(self, name: str, text: str) -> list[tuple[str, str]]:
        if self.explode:
            separator = {"label": ".", "matrix": ";"}.get(self.name, ",")
            text = _after(separator, text) if self.name != "simple" else text
            return [(key.strip(), value) for key, _, value in (part.partition("=") for part in text.split(separator))]
        if self.name == "label":
            text = _after(".", text)
        elif self.name == "matrix":
            text = _after(f";{name}=", text)
        parts = [part.strip() if self.name == "simple" else part for part in _split(text, self._separator)]
        if len(parts) % 2:
            raise ValueError("should be names and values in turn")
        return list(zip(parts[::2], parts[1::2], strict=True))

    def _before(self, name: str) -> str:
        """What stands before a value that is no list of any kind."""
        return {"label": ".", "matrix": f";{name}="}.get(self.name, "")

    @property
    def _separator(self) -> str:
        return _SEPARATORS.get(self.name, ",")


def tree_of(pairs: list[tuple[str, str]], decoder: fields) -> Tree:
    """The texts of an object whose keys are written with brackets: `a[b][c]`."""
    tree: Tree = {}
    for key, value in pairs:
        if key in decoder.properties:
            tokens = [key]
        else:
            head, *rest = key.split("[")
            tokens = [*([head] if head else []), *(token.removesuffix("]") for token in rest)]
        _put(tree, tokens, value, decoder)
    return tree


def _put(tree: Tree, tokens: list[str], value: str, decoder: Decoder | None) -> None:
    for index, token in enumerate(tokens):
        below = decoder.properties.get(token, decoder.rest) if isinstance(decoder, fields) else None
        below = decoder.item if isinstance(decoder, array) else below
        last = index == len(tokens) - 1
        if last or (tokens[index + 1 :] == [""] and isinstance(below, array)):
            known = tree.setdefault(token, [])
            if not isinstance(known, list):
                raise ValueError(f"{token} is written as an object and as a value")
            known.append(value)
            return
        inner = tree.setdefault(token, {})
        if isinstance(inner, list):
            raise ValueError(f"{token} is written as an object and as a value")  # noqa: TRY004 - the client's mistake
        tree, decoder = inner, below


def _tree(pairs: list[tuple[str, str]]) -> Tree:
    tree: dict[str, list[str]] = {}
    for key, value in pairs:
        tree.setdefault(key, []).append(value)
    return {**tree}


def _split(text: str, separator: str) -> list[str]:
    return text.split(separator) if text else []


def _after(prefix: str, text: str) -> str:
    if not text.startswith(prefix):
        raise ValueError(f"should begin with {prefix}")
    return text[len(prefix) :]


def _one(values: list[str]) -> str:
    if len(values) != 1:
        raise ValueError("is given more than once")
    return values[0]
