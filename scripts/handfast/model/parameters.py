"""Parameters: how each is written on the wire, what it has to be, and what a handler calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from handfast import names
from handfast.model.decoders import Decoders, called_with
from handfast.model.types import Types
from handfast.model.values import Parameter
from handfast.rewriting.mending import is_ignored
from handfast.spec.document import Document
from handfast.spec.media_types import is_form, is_json
from handfast.spec.operations import parameters

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_ALLOWED = {
    "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
    "cookie": {"form", "cookie"},
    "path": {"simple", "label", "matrix"},
    "header": {"simple"},
}
_TEMPLATE = re.compile(r"\{([^{}]*)\}")


@dataclass
class Parameters:
    """Reads the parameters of one document."""

    document: Document
    types: Types
    decoders: Decoders

    def of(self, path: str, node: dict[str, Any], pointer: str) -> tuple[Parameter, ...]:
        """Path parameters as the path has them, then the others as written; no two of one name."""
        found = [
            self._parameter(item, pointer) for item in parameters(self.document, path, node) if not is_ignored(item)
        ]
        places = {bare(name): index for index, name in enumerate(_TEMPLATE.findall(path))}
        in_path = [self._bare(item, places) for item in found if item.place == "path"]
        for item in [item for item in in_path if item.name not in places]:
            self.document.warn(pointer, f"the path parameter {item.name!r} is not in the path and is left out")
            in_path.remove(item)
        in_path += self._undeclared(places, {item.name for item in in_path}, pointer)
        in_path.sort(key=lambda item: places[item.name])
        found = [self._apart(item, found) for item in found]
        named: dict[str, Parameter] = {}
        for item in (*in_path, *(item for item in found if item.place != "path")):
            name = item.python_name
            name = names.unique(f"{item.place}_{name}", named) if name in named else name
            named[name] = replace(item, python_name=name)
        return tuple(named.values())

    @staticmethod
    def _apart(item: Parameter, found: list[Parameter]) -> Parameter:
        """An object of any names, which are written by themselves: those of other parameters are not its own."""
        alone = item.decoder.startswith("fields({}, ") and item.style in ("", "cookie") and item.explode is not False
        others = sorted({other.name for other in found if other.place == item.place} - {item.name})
        if item.place not in ("query", "cookie") or not alone or not others:
            return item
        return replace(
            item, decoder=called_with(item.decoder, f"besides=frozenset({{{', '.join(map(repr, others))}}})")
        )

    @staticmethod
    def _bare(item: Parameter, places: dict[str, int]) -> Parameter:
        """A parameter that is declared with the sign of its template, `{.format}`, as it is captured."""
        return replace(item, name=bare(item.name)) if item.name not in places and bare(item.name) in places else item

    def _undeclared(self, places: dict[str, int], declared: set[str], pointer: str) -> Iterator[Parameter]:
        for name in places:
            if name not in declared:
                self.document.warn(pointer, f"{{{name}}} in the path is not declared; it is taken for a text")
                yield self._parameter({"in": "path", "name": name, "schema": {"type": "string"}}, pointer)

    def _parameter(self, node: dict[str, Any], pointer: str) -> Parameter:
        place, name = node["in"], names.snake(node["name"])
        schema, decoder = self._read(node)
        kind = self.types.of(schema)
        default = None if node.get("required") is True else self._default(schema)  # it has to be sent
        own = Parameter(
            place=place,
            name=node["name"],
            python_name=f"{name}_" if name in names.RESERVED else name,
            type=kind,
            decoder=decoder,
            required=bool(node.get("required")) or place == "path",
            owner=node.get("x-owner") is True,
            description=str(node.get("description", "")).strip(),
            empty=place == "query" and node.get("allowEmptyValue") is True and kind.plain != "str",
        )
        own = self._styled(own, node, pointer)
        if default is None:
            return own
        value = self.types.value(schema, default, kind)
        if value is None:
            self.document.warn(pointer, f"the default {default!r} of {own.name!r} does not fit its schema: it has none")
        return replace(own, default=value)

    def _default(self, schema: Any) -> Any:
        resolved = self.document.resolve(schema)
        given = schema.get("default") if isinstance(schema, dict) else None
        return resolved.get("default") if given is None and isinstance(resolved, dict) else given

    def _read(self, node: dict[str, Any]) -> tuple[Any, str]:
        """The schema of a parameter, and what turns its text into JSON."""
        content = node.get("content")
        if not content:
            return node.get("schema", {"type": "string"} if node["in"] == "path" else {}), self.decoders.of(
                node.get("schema", {})
            )
        media_type, reference = next(iter(content.items()))
        media = self.document.resolve(reference)
        schema = media.get("schema", {})
        if is_form(media_type):
            return schema, self.decoders.form(media)
        return schema, "json_text" if is_json(media_type) else "text"

    def _styled(self, parameter: Parameter, node: dict[str, Any], pointer: str) -> Parameter:
        """The parameter with its style and explode, where they matter and are not the usual ones."""
        usual = _STYLES.get(parameter.place)
        style = str(node.get("style") or usual)
        if usual is None or "content" in node:
            return parameter
        if style not in _ALLOWED[parameter.place]:
            self.document.warn(
                pointer, f"style {style!r} is none of {parameter.place} parameters; it is taken for {usual!r}"
            )
            style = usual
        explode = node.get("explode", style in ("form", "deepObject", "cookie"))
        several = parameter.decoder.startswith(("array(", "fields("))
        usually = style in ("form", "deepObject", "cookie")
        return replace(
            parameter,
            style="" if style == usual else style,
            explode=explode if explode != usually and (several or "style" in node or "explode" in node) else None,
        )


def bare(expression: str) -> str:
    """The name in a template's expression, without the signs of RFC 6570 that styles say better: `{;id*}`."""
    return expression.lstrip(".;?&#+/").rstrip("*") or expression
