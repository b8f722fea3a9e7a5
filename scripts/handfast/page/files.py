"""The files of the docs page in a generated package: its frame, and the diagram of the database."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from handfast.page import diagram
from handfast.page.contents import Contents, contents
from handfast.page.errors import error_codes
from handfast.page.features import told
from handfast.page.layout import CHARACTER, HEAD, ROW, cut, layout
from handfast.page.tables import tables
from handfast.spec.document import Document

FRAME = "docs/page.html"
DATABASE = "docs/database.html"
_LISTED = 150  # operations; of more only the tags are listed, and Swagger UI keeps them folded
_CODE = re.compile(r"`([^`]+)`")


def beside(document: Document) -> list[Path]:
    """What the page tells of besides the document itself: the files of tables and features, if there are any."""
    folder = document.sources[0].path.parent
    dbml = folder / "database" / "schema.dbml"
    return [*([dbml] if dbml.is_file() else []), *sorted((folder / "features").glob("*.md"))]


def page_files(document: Document, readable: Document) -> dict[str, bytes]:
    """The files by their paths: the second only if tables are declared beside the document.

    `readable` is the document mended. FindingsError: what stands beside it cannot be read.
    """
    folder = document.sources[0].path.parent
    environment = _environment()
    listed = contents(readable)
    frame = environment.get_template("page.html.jinja").render(
        info=_info(document),
        groups=listed.groups,
        many=len(listed.by_pointer) > _LISTED,
        contents=listed,
        codes=error_codes(readable),
        features=told(folder / "features"),
        style=_asset("page.css"),
        script=_asset("page.js"),
    )
    files = {FRAME: frame.encode()}
    dbml = folder / "database" / "schema.dbml"
    if dbml.is_file():
        found = tables(dbml)
        drawn = layout(found)
        boxes = {box.table.name: box for box in drawn.boxes}
        text = environment.get_template("database.html.jinja").render(database=found, drawn=drawn, boxes=boxes)
        files[DATABASE] = text.encode()
    return files


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handfast.page"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
    )
    environment.filters |= {"words": _words, "way": diagram.way, "ends": diagram.ends, "cut": cut, "of": _of}
    environment.globals |= {"HEAD": HEAD, "ROW": ROW, "CHARACTER": CHARACTER}
    return environment


def _words(text: str) -> Markup:
    """Plain text with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - all of it is escaped


def _of(pointers: list[str], listed: Contents) -> list[Any]:
    return listed.of(pointers)


def _info(document: Document) -> dict[str, str]:
    info = document.data.get("info")
    given = info if isinstance(info, dict) else {}
    return {name: str(given.get(name) or "").strip() for name in ("title", "version", "summary")}


def _asset(name: str) -> Markup:
    text = (resources.files("handfast.page") / "templates" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of ours
