"""The page at /docs: one file, which asks nothing of any host but this one.

Outside production it shows what is the business of those who build the API, too: its tables, and the latest proof.
"""

from importlib.resources import files
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from backend.editions import EDITION, JSON
from backend.settings import Settings
from generated.support.docs import Edition, docs_page

PROOF = "docs/proof"


def make_docs(settings: Settings) -> str:
    """Put the page together of what was generated."""
    parts = files("generated") / "docs"
    links = {"JSON": "openapi.json", "YAML": "openapi.yaml", "This edition, for ever": f"openapi/{EDITION}"}
    database = ""
    if settings.environment != "production":
        links |= {"Latest proof": PROOF} if settings.proof_report else {}
        database = (parts / "database.html").read_text(encoding="utf-8")
    return docs_page(
        (parts / "page.html").read_text(encoding="utf-8"),
        JSON.content,
        files("fastapi_offline") / "static",
        Edition(EDITION, links, _changes(settings.editions_folder)),
        database,
    )


def _changes(folder: Path | None) -> str:
    """What `handfast publish` wrote of this edition, if it is there."""
    try:
        return (folder / f"changes.{EDITION}.md").read_text(encoding="utf-8") if folder else ""
    except (OSError, UnicodeDecodeError):
        return ""


def add_proof(app: FastAPI, file: Path) -> None:
    """Show the report that a run of the contract tests wrote last: no operation, as nobody is promised it."""

    async def show(_: Request) -> Response:
        try:
            return HTMLResponse(await to_thread.run_sync(file.read_bytes))
        except OSError:
            return PlainTextResponse(f'There is no {file.name} yet: make contract CONTRACT="--report {file}"', 404)

    app.router.routes.append(Route(f"/{PROOF}", show))
