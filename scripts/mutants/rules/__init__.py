"""The kinds of defects that are made wherever the code has a place for one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mutants.modules import Module
from mutants.mutant import Defect
from mutants.rules.answers import (
    changed_statuses,
    dropped_headers,
    early_bodies,
    ignored_parameters,
    open_paths,
    open_routes,
)
from mutants.rules.calls import lost_calls
from mutants.rules.conditions import dropped_conditions, dropped_owners, moved_edges
from mutants.rules.guards import dropped_guards, weakened_guards
from mutants.rules.pages import miscounted_pages, unbounded_lists, wider_cursors
from mutants.rules.writes import lost_columns, lost_values

STORES = ("backend/stores/*.py",)
ROUTES = ("generated/routes/*.py",)
HANDLERS = ("auth", "chat", "public", "tasks")
CHECKS = ("authentication", "compact", "issuers", "tokens", "verification", "limits")
GUARDED = (
    *STORES,
    "backend/handlers/auth.py",
    "backend/cursors.py",
    *(f"backend/security/{name}.py" for name in CHECKS),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where it looks, what it finds, and which parts claim what it finds unless the claims say otherwise."""

    name: str
    what: str
    files: tuple[str, ...]
    find: Callable[[Module], Iterator[Defect]]
    claims: tuple[str, ...]


RULES = (
    Rule("owner", "a statement does not ask whose the row is", STORES, dropped_owners, ("isolation",)),
    Rule("where", "a statement drops another condition", STORES, dropped_conditions, ("semantics",)),
    Rule("edge", "a comparison includes its edge, or no longer does", STORES, moved_edges, ("semantics-lists",)),
    Rule("page", "a page is one row too long, too short or too far", STORES, miscounted_pages, ("semantics-lists",)),
    Rule("list", "a list loses its limit or its order", STORES, unbounded_lists, ("semantics-lists",)),
    Rule("scope", "a cursor is good for another list", STORES, wider_cursors, ("semantics-lists",)),
    Rule("column", "an update leaves a column out", STORES, lost_columns, ("semantics",)),
    Rule("value", "a value that was sent is not kept", STORES, lost_values, ("semantics-writes",)),
    Rule(
        "call",
        "what has to be done is not",
        (*(f"backend/handlers/{name}.py" for name in HANDLERS), *STORES),
        lost_calls,
        ("semantics",),
    ),
    Rule("guard", "a refusal is gone", GUARDED, dropped_guards, ("auth",)),
    Rule("part", "a refusal has a condition less", GUARDED, weakened_guards, ("auth",)),
    Rule("path", "a route does not compare the path's owner with the caller", ROUTES, open_paths, ("isolation",)),
    Rule("open", "a route asks for no token", ROUTES, open_routes, ("auth",)),
    Rule("early", "a route reads the body before it knows who calls", ROUTES, early_bodies, ("auth",)),
    Rule("parameter", "a route ignores a parameter", ROUTES, ignored_parameters, ("semantics",)),
    Rule("status", "a route answers with another status", ROUTES, changed_statuses, ("statuses",)),
    Rule("header", "a route leaves a header out", ROUTES, dropped_headers, ("statuses",)),
)
