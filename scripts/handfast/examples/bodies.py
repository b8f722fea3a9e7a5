"""Bodies: a value as its media type writes it, or some bytes of the kind where a value says nothing."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64decode
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from handfast.spec.media_types import base_of, is_json
from handfast.spec.streams import EVENT_FIELDS, EVENT_STREAM, framing_of

_RANGES = {
    "*/*": "application/json", "application/*": "application/json", "application/*+json": "application/json",
    "text/*": "text/plain", "image/*": "image/png", "audio/*": "audio/mpeg", "video/*": "video/mp4",
    "font/*": "font/woff2", "multipart/*": "multipart/form-data", "*": "application/json",
}  # fmt: skip
_PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
_GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
_ZIP = b"PK\x05\x06" + bytes(18)
_OF_A_KIND = {
    "image/png": _PNG, "image/gif": _GIF, "image/svg+xml": _SVG, "application/pdf": _PDF, "application/zip": _ZIP,
    "text/html": b"<!doctype html><title>mock</title><p>mock</p>\n",
}  # fmt: skip
_BOUNDARY = "mock-boundary"
_ITEMS = 2


def concrete(media_type: str) -> str:
    """The media type that is sent where the document leaves it open."""
    made = _RANGES.get(base_of(media_type), media_type)
    if base_of(made).startswith("multipart/") and "boundary=" not in made:
        return f"{made}; boundary={_BOUNDARY}"
    return made


def is_opaque(media_type: str) -> bool:
    """Whether what a schema says of a body has no say in its bytes."""
    base = base_of(media_type)
    main = base.partition("/")[0]
    return base in _OF_A_KIND or main in ("image", "audio", "video", "font") or base == "application/octet-stream"


def is_stream(media_type: str) -> bool:
    return framing_of(media_type) is not None


def written(value: Any, media_type: str, *, name: str = "") -> bytes:
    """A value as the body of a media type; `name` is that of its outermost element."""
    base = base_of(media_type)
    if is_opaque(media_type):
        return _opaque(value, base)
    if is_json(media_type):
        return _json(value)
    if isinstance(value, str):
        return value.encode()
    write = _WRITERS.get(base) or (_xml if base.endswith("+xml") else None)
    return write(value, name or "root") if write else _json(value)


def streamed(value: Any, media_type: str) -> bytes:
    """Some items as a stream of the media type."""
    framing = framing_of(media_type)
    if base_of(media_type) == EVENT_STREAM:
        return _event(value) * _ITEMS
    line = (value if isinstance(value, str) and framing is None else json.dumps(value, ensure_ascii=False)).encode()
    return (b"\x1e" + line + b"\n" if framing == "records" else line + b"\n") * _ITEMS


def _event(value: Any) -> bytes:
    fields = value if isinstance(value, dict) and set(value) <= set(EVENT_FIELDS) else {"data": value}
    lines = []
    for name, item in fields.items():
        text = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
        lines += [f"{name}: {line}" for line in text.splitlines() or [""]]
    return ("\n".join(lines) + "\n\n").encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _opaque(value: Any, base: str) -> bytes:
    known = _OF_A_KIND.get(base)
    if known is not None and not (base == "text/html" and isinstance(value, str)):
        return known
    return value.encode() if isinstance(value, str) else b"bytes"


def _field(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _urlencoded(value: Any, _: str) -> bytes:
    fields = value if isinstance(value, dict) else {"value": value}
    return urlencode({name: _field(item) for name, item in fields.items()}).encode()


def _csv(value: Any, _: str) -> bytes:
    rows = value if isinstance(value, list) else [value]
    out = io.StringIO()
    named = [row for row in rows if isinstance(row, dict)]
    if named:
        writer = csv.DictWriter(out, list(named[0]), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _field(item) for key, item in row.items()} for row in named)
    else:
        csv.writer(out, lineterminator="\n").writerows([row if isinstance(row, list) else [row] for row in rows])
    return out.getvalue().encode()


def _multipart(value: Any, _: str) -> bytes:
    fields = value if isinstance(value, dict) else {"part": value}
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{_field(item)}\r\n'
        for name, item in fields.items()
    ]
    return ("".join(parts) + f"--{_BOUNDARY}--\r\n").encode()


def _xml(value: Any, name: str) -> bytes:
    made: bytes = ET.tostring(_element(value, name), encoding="utf-8", xml_declaration=True)
    return made


def _element(value: Any, name: str) -> ET.Element:
    made = ET.Element("".join(letter if letter.isalnum() or letter in "_-." else "_" for letter in name) or "item")
    if isinstance(value, dict):
        for key, item in value.items():
            for each in item if isinstance(item, list) else [item]:
                made.append(_element(each, key))
    elif isinstance(value, list):
        made.extend(_element(item, name.removesuffix("s") or "item") for item in value)
    elif value is not None:
        made.text = value if isinstance(value, str) else json.dumps(value)
    return made


_WRITERS = {
    "application/xml": _xml, "text/xml": _xml, "text/csv": _csv, "application/x-www-form-urlencoded": _urlencoded,
    "multipart/form-data": _multipart, "multipart/mixed": _multipart, "multipart/related": _multipart,
}  # fmt: skip
