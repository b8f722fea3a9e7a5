"""The house lint: what a contract must say so that everything else can be derived from it.

The generator takes any valid document; these rules are for documents that are to be proved. Each rule is a function
from the document to its findings; all of them run, and all that they find comes at once.
"""

from handfast.findings import Finding
from handfast.lint import deprecation, examples, extensions, operations, problems, resources, schemas, streams, validity
from handfast.spec.document import Document

RULES = (
    operations.operation_ids,
    operations.tags_and_summaries,
    operations.path_parameters,
    operations.statuses,
    operations.headers,
    operations.security_schemes,
    deprecation.ends,
    problems.problem_documents,
    problems.distinct_error_codes,
    resources.owners,
    resources.links,
    resources.made_by_a_link,
    resources.added_rows,
    extensions.known_extensions,
    extensions.list_extensions,
    extensions.places_of_nulls,
    extensions.levels_of_stability,
    extensions.comparisons,
    extensions.idempotency_keys,
    extensions.counted_limits,
    extensions.orders,
    extensions.current_items,
    schemas.closed_requests,
    schemas.bounded_values,
    schemas.used_components,
    streams.event_streams,
    streams.own_word,
    streams.endings,
    examples.examples_fit,
)


def lint(document: Document) -> list[Finding]:
    """Everything that the house rules find, sorted by place."""
    found = set(document.findings) | set(validity.valid_structure(document))
    invalid = bool(found)
    for rule in RULES:
        try:
            found.update(rule(document))
        except Exception:  # a rule may stumble over what is no OpenAPI, and that is a finding already
            if not invalid:
                raise
    return sorted(found)
