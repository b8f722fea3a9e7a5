"""Forms: bodies with fields, urlencoded or in parts with files."""

import json
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema
from starlette.requests import Request

from .adapters import Adapter
from .bodies import check_media_type, content_of, has_body, refusal
from .decoders import Decoder, Tree, array, fields
from .problems import FieldError, Refused
from .styles import tree_of

T = TypeVar("T")
_MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form."""

    content: bytes
    filename: str | None = None
    media_type: str = "application/octet-stream"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.with_info_plain_validator_function(_sent)
        return core_schema.json_or_python_schema(written, core_schema.is_instance_schema(cls))


def _sent(value: Any, info: core_schema.ValidationInfo) -> Upload:
    """The upload that a form's field stands for; of a body that is no form, its text."""
    if info.context is None and isinstance(value, str):
        return Upload(value.encode())
    uploads: list[Upload] = (info.context or {}).get("uploads", [])
    if not isinstance(value, str) or not value.isdecimal() or int(value) >= len(uploads):
        raise ValueError("should be a file of a form")
    return uploads[int(value)]


def upload(values: list[str]) -> str:
    """A file: its number among those that were sent."""
    if len(values) != 1:
        raise ValueError("is given more than once")
    return json.dumps(values[0])


async def form_body(request: Request, decoder: fields, adapter: Adapter[T], *media_types: str) -> T:
    """The fields of the body. Refuses another media type (415), too much (413), no form (400), a breach (422)."""
    check_media_type(request.headers.getlist("content-type"), media_types)
    content, announced = await content_of(request), request.headers["content-type"]
    is_parts = announced.partition(";")[0].strip().lower() == "multipart/form-data"
    parts = _parts(content, announced) if is_parts else _pairs(content)
    doubtful: frozenset[str] = frozenset()
    try:
        pairs = [(name, _value(decoder, name, part, index)) for index, (name, part) in enumerate(parts)]
        tree = tree_of(pairs, decoder)
        if not is_parts:
            tree, doubtful = gathered(tree, decoder)
        written = decoder.tree(tree)
    except UnicodeDecodeError:
        raise Refused(422, errors=[FieldError("body", "", "is not UTF-8 text")]) from None
    except ValueError as error:
        raise Refused(422, errors=[FieldError("body", "", str(error))]) from None
    context = {"uploads": [part for _, part in parts]}
    try:
        return _validated(adapter, written, context)
    except ValidationError as error:
        wrong = doubtful & {item["loc"][0] for item in error.errors() if item["loc"]}
        with suppress(ValidationError, ValueError):
            kept = {name: node for name, node in tree.items() if name not in wrong}
            if wrong and all(_holds_parts(kept, tree[name]) for name in wrong):
                return _validated(adapter, decoder.tree(kept), context)
        raise refusal(json.loads(written), error) from None


def _validated(adapter: Adapter[T], written: str, context: dict[str, Any]) -> T:
    return adapter.built.validate_json(written, strict=True, context=context, by_alias=True, by_name=False)


async def optional_form_body(request: Request, decoder: fields, adapter: Adapter[T], *media_types: str) -> T | None:
    """The fields of the body, or None if the request has none."""
    if not await has_body(request):
        return None
    return await form_body(request, decoder, adapter, *media_types)


def gathered(tree: Tree, decoder: fields) -> tuple[Tree, frozenset[str]]:
    """The fields with the members of an object in it, where they are written as fields of their own.

    So OpenAPI has it in urlencoded forms, if nothing else is said; most clients write `name[member]`, or JSON. A member
    that several objects have is one of each; those that have no other one may not have been sent at all.
    """
    members = {
        name: [key for key in own.properties if key in tree and key not in decoder.properties]
        for name, own in decoder.properties.items()
        if name not in tree and isinstance(own, fields)
    }
    times = Counter(key for keys in members.values() for key in keys)
    objects = {name: {key: tree[key] for key in keys} for name, keys in members.items() if keys}
    doubtful = frozenset(name for name, own in objects.items() if all(times[key] > 1 for key in own))
    return {**{key: node for key, node in tree.items() if key not in times}, **objects}, doubtful


def _holds_parts(tree: Tree, gone: Any) -> bool:
    """Whether objects of a tree have each member of one that is not among them: nothing that was sent is lost."""
    held = [id(member) for own in tree.values() if isinstance(own, dict) for member in own.values()]
    return all(id(member) in held for member in gone.values())


def _value(decoder: fields, name: str, part: Upload, index: int) -> str:
    own = decoder.properties.get(name) or decoder.properties.get(name.partition("[")[0], decoder.rest)
    return str(index) if _is_upload(own) else part.content.decode()


def _is_upload(decoder: Decoder | None) -> bool:
    return decoder is upload or (isinstance(decoder, array) and decoder.item is upload)


def _pairs(content: bytes) -> list[tuple[str, Upload]]:
    pairs = parse_qsl(content.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    return [(_text(name), Upload(value.encode("latin-1"))) for name, value in pairs]


def _text(name: str) -> str:
    return name.encode("latin-1").decode("utf-8", "replace")


def _parts(content: bytes, announced: str) -> list[tuple[str, Upload]]:
    """The parts of a multipart body (RFC 7578)."""
    header = Message()
    header["content-type"] = announced
    boundary = header.get_boundary()
    if not boundary:
        raise Refused(400)
    chunks = (b"\r\n" + content).split(b"\r\n--" + boundary.encode("latin-1"))
    if len(chunks) < len(("before", "after")) or not chunks[-1].startswith(b"--") or len(chunks) > _MOST_PARTS:
        raise Refused(400)
    return [_part(chunk) for chunk in chunks[1:-1]]


def _part(chunk: bytes) -> tuple[str, Upload]:
    head, separator, content = chunk.partition(b"\r\n\r\n")
    headers = Message()
    for line in head.split(b"\r\n")[1:]:
        field, _, value = line.decode("utf-8", "replace").partition(":")
        headers[field.strip()] = value.strip()
    name = headers.get_param("name", header="content-disposition")
    if not separator or not isinstance(name, str):
        raise Refused(400)
    filename = headers.get_filename()
    plain = "application/octet-stream" if filename else "text/plain"
    return name, Upload(content, filename, headers.get("content-type", plain))
