"""The docs page: what was generated of the document, and Swagger UI, in one file that asks nobody for anything."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from importlib.resources.abc import Traversable
from itertools import product
from typing import Any
from urllib.parse import urlsplit

_GAP = re.compile("<!--([a-z-]+)-->")
_SCRIPT = re.compile("<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
_NAME = re.compile(r"\{([^{}]+)\}")
_ITEM = re.compile(r"- (.*)")
_HEADING = re.compile(r"#+ (.*)")
_MOST_SERVERS = 50
_DATABASE_LINK = '<li><a href="#database">Database</a></li>'


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of the document a page shows: its hash, what belongs to it by title and address, what changed."""

    digest: str
    links: Mapping[str, str] = field(default_factory=dict)
    changes: str = ""
    """In Markdown: headings, paragraphs, items."""


def docs_page(frame: str, document: bytes, swagger: Traversable, edition: Edition, database: str = "") -> str:
    """Put the page together: `docs/page.html` of the package, the served JSON, the folder of Swagger UI's files.

    `database` is `docs/database.html`, if it is to be shown. The page's policy lets in its own scripts and styles,
    and requests to the servers that the document names.
    """
    data = json.loads(document)
    parts = {
        "swagger-style": (swagger / "swagger-ui.css").read_text(encoding="utf-8"),
        "swagger-script": _inlined((swagger / "swagger-ui-bundle.js").read_text(encoding="utf-8")),
        "document": json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c"),
        "database": database,
        "database-link": _DATABASE_LINK if database else "",
        "facts": _facts(edition),
        "edition": _told(edition),
    }
    page = _GAP.sub(lambda gap: parts.get(gap[1], gap[0]), frame)
    return page.replace("<!--policy-->", escape(_policy(page, data)), 1)


def _inlined(script: str) -> str:
    """Write what would open or close an element in another way, so that HTML does not see it."""
    for opening in ("!--", "script", "/script"):
        script = script.replace(f"<{opening}", rf"\x3C{opening}")
    return script


def _policy(page: str, document: Any) -> str:
    scripts, styles = (" ".join(map(_source, found.findall(page))) for found in (_SCRIPT, _STYLE))
    servers = " ".join(sorted({"'self'", *_origins(document)}))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; connect-src {servers};"
        " base-uri 'none'; form-action 'none'"
    )


def _source(content: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"


def _origins(node: Any) -> Iterator[str]:
    """Where the document's operations and tokens are, as far as it names other hosts."""
    if isinstance(node, list):
        for item in node:
            yield from _origins(item)
    if isinstance(node, dict):
        servers = node.get("servers")
        urls = [url for server in servers for url in _urls(server)] if isinstance(servers, list) else []
        for url in (*urls, node.get("tokenUrl"), node.get("refreshUrl")):
            parts = urlsplit(url) if isinstance(url, str) else None
            if (
                parts
                and parts.scheme in {"http", "https"}
                and re.fullmatch(r"[\w.:\[\]-]+", parts.netloc, re.ASCII)
            ):
                yield f"{parts.scheme}://{parts.netloc}"
        for item in node.values():
            yield from _origins(item)


def _urls(server: Any) -> list[str]:
    """The addresses that a server has by the values of its variables."""
    url = server.get("url") if isinstance(server, dict) else None
    if not isinstance(url, str):
        return []
    variables = server.get("variables") or {}
    values = [_values(variables.get(name)) for name in _NAME.findall(url)]
    urls = []
    for _, chosen in zip(range(_MOST_SERVERS), product(*values), strict=False):
        words = iter(chosen)
        urls.append(_NAME.sub(lambda _, words=words: next(words), url))  # type: ignore[misc]
    return urls


def _values(variable: Any) -> list[str]:
    if not isinstance(variable, dict):
        return [""]
    return [str(value) for value in variable.get("enum") or [variable.get("default", "")]]


def _facts(edition: Edition) -> str:
    links = "".join(
        f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for title, url in edition.links.items()
    )
    return f'<ul class="facts"><li>Edition <code>{escape(edition.digest)}</code></li>{links}</ul>'


def _told(edition: Edition) -> str:
    changes = "\n".join(_markup(edition.changes)) if edition.changes else ""
    return (
        "<p>An edition of the document is named by the hash of its bytes, here"
        f" <code>{escape(edition.digest)}</code>.</p>\n{changes}"
    )


def _markup(text: str) -> Iterator[str]:
    """Markdown of headings, paragraphs and items as HTML."""
    items: list[str] = []
    for line in [*text.splitlines(), ""]:
        if found := _ITEM.match(line):
            items.append(f"<li>{escape(found[1])}</li>")
            continue
        if items:
            yield f"<ul>{''.join(items)}</ul>"
            items = []
        if found := _HEADING.match(line):
            yield f"<h3>{escape(found[1])}</h3>"
        elif line.strip():
            yield f"<p>{escape(line)}</p>"
