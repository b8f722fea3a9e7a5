"""YAML files as they were written: every mapping remembers its file and the line of each key."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

_BOOLEAN = re.compile("^(?:true|True|TRUE|false|False|FALSE)$")
_INTEGER = re.compile("^[-+]?[0-9]+$")
_FLOAT = re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
_NULL = re.compile("^(?:~|null|Null|NULL|)$")


_TWO_HALVES = re.compile(r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")


class SourceError(ValueError):
    """A file that cannot be read as a part of a document."""


def place_in(file: Path, line: int = 1, column: int = 1) -> str:
    """`file:line:column`, the file as a user in the current folder would type it."""
    here = Path.cwd()
    return f"{file.relative_to(here) if file.is_relative_to(here) else file}:{line}:{column}"


class Mapping(dict[str, Any]):
    """A mapping, with the file that it stands in and the line and column of each of its keys."""

    file: Path = Path()
    lines: dict[str, int]
    columns: dict[str, int]

    def placed_as(self, other: "Mapping") -> "Mapping":
        self.file, self.lines, self.columns = other.file, other.lines, other.columns
        return self

    def place_of(self, key: str) -> str:
        """Where a key stands; the beginning of the file if it does not."""
        return place_in(self.file, self.lines.get(key, 1), self.columns.get(key, 1))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # ten times as fast, where it is
    """YAML 1.2: `on` and `yes` are strings, and so are dates."""

    file: Path
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as the base has it


for _kind, _pattern, _starts in (
    ("bool", _BOOLEAN, "tTfF"),
    ("int", _INTEGER, "-+0123456789"),
    ("float", _FLOAT, "-+.0123456789"),
    ("null", _NULL, ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", _pattern, list(_starts))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Mapping:
    loader.flatten_mapping(node)
    mapping = Mapping()
    mapping.file, mapping.lines, mapping.columns = loader.file, {}, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in mapping:
            raise SourceError(f"{_place(loader.file, key_node.start_mark)}: `{key}` stands there twice")
        mapping[key] = loader.construct_object(value_node, deep=True)
        mapping.lines[key] = key_node.start_mark.line + 1
        mapping.columns[key] = key_node.start_mark.column + 1
    return mapping


def _integer(loader: _Loader, node: yaml.ScalarNode) -> int:
    return int(loader.construct_scalar(node))  # 010 is ten


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


def parse(text: str | bytes, file: Path = Path()) -> Any:
    """Read YAML (and so JSON) text; mappings are of the class Mapping."""
    try:
        loader = _Loader(_as_yaml(text))
    except (yaml.YAMLError, ValueError) as error:  # no text of Unicode
        raise SourceError(f"{place_in(file)}: {str(error).splitlines()[0]}") from None
    loader.file = file
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        raise SourceError(f"{_place(file, error.problem_mark)}: {error.problem}") from None
    finally:
        loader.dispose()


def _as_yaml(text: str | bytes) -> str | bytes:
    """JSON as YAML has it, line by line the same: no tabs between values, and no characters in two halves."""
    read = text.decode("utf-8-sig", errors="surrogateescape") if isinstance(text, bytes) else text
    if read.lstrip()[:1] not in ("{", "["):
        return text
    read = _TWO_HALVES.sub(lambda found: found[1] + json.loads(f'"{found[2]}"'), read.replace("\t", " "))
    return read.replace("\x7f", "\\x7f")


class Sources:
    """The files of one document, each read once."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._files: dict[Path, Any] = {}

    def read(self, file: Path) -> Any:
        if file not in self._files:
            try:
                # Whatever else is referred to is a text, such as a description in Markdown.
                is_data = file.suffix in (".yaml", ".yml", ".json")
                self._files[file] = parse(file.read_bytes(), file) if is_data else file.read_text()
            except OSError as error:
                raise SourceError(f"{place_in(file)}: {error.strerror}") from None
            except UnicodeDecodeError:
                raise SourceError(f"{place_in(file)}: is not UTF-8 text") from None
        return self._files[file]

    def put(self, file: Path, content: bytes) -> None:
        """Take this for what a file says."""
        self._files[file] = parse(content, file)

    def find(self, reference: str, file: Path) -> tuple[Path, tuple[str, ...], Any]:
        """Follow a `$ref` that stands in a file: the file it leads to, the pointer in there, what is there."""
        path, _, fragment = reference.partition("#")
        target = (file.parent / unquote(path)).resolve() if path else file
        pointer = tuple(pointer_tokens(unquote(fragment)))
        node = self.read(target)
        for token in pointer:
            try:
                node = node[int(token)] if isinstance(node, list) else node[token]
            except (KeyError, IndexError, ValueError, TypeError):
                raise SourceError(f"{_place_of(reference, file)}: `{reference}` leads nowhere") from None
        return target, pointer, node


def _place(file: Path, mark: yaml.Mark | None) -> str:
    return place_in(file, mark.line + 1, mark.column + 1) if mark else place_in(file)


def _place_of(reference: str, file: Path) -> str:
    """Where a reference stands first."""
    for line, text in enumerate(file.read_text().splitlines(), 1):
        if reference in text:
            return place_in(file, line, text.index(reference) + 1)
    return place_in(file)


def pointer_tokens(pointer: str) -> list[str]:
    """Split a JSON pointer."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
