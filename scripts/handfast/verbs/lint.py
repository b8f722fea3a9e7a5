"""`handfast lint`: a document against the rules of the house, and against general ones."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from handfast.features.lint import lint_features
from handfast.findings import Finding, FindingsError, shown
from handfast.lint import lint
from handfast.spec.document import Document, load_as_is
from handfast.tools import redocly
from handfast.tools.installation import installed
from handfast.verbs.arguments import Verbs, add_spec, add_verb, demand

_EXAMPLES = """examples:
  handfast lint
  handfast lint --spec other/openapi.yaml
  handfast lint --format github     in CI: annotates the lines of a pull request
  handfast lint --skip features     before generating: a feature may say later what an operation is for

Each finding is `file:line:column: message`, sorted by place. The general rules are Redocly CLI's (its name for the
rule stands in parentheses), run if `handfast tools` has installed it; a redocly.yaml in the current folder chooses
among them.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "lint", run, says="hold a document against the house rules", examples=_EXAMPLES)
    add_spec(parser)
    parser.add_argument(
        "--skip", choices=("features",), help="rules that need not hold yet: what is generated asks for no feature"
    )
    parser.add_argument("--general", action="store_true", help="exit 2 if the general rules cannot be run")
    parser.add_argument("--format", choices=("text", "github"), default="text", help="(default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    demand(options.spec)
    try:
        found = _found(options)
    except FindingsError as error:  # what cannot be read is held against no rule
        found = error.findings
    if found and options.format == "github":
        for finding in sorted(set(found)):
            print(_annotation(finding))
        return 1
    if found:
        raise FindingsError(found)
    print(f"{shown(options.spec)}: no findings")
    return 0


def _found(options: argparse.Namespace) -> list[Finding]:
    document = load_as_is(options.spec)
    found = lint(document)
    if options.skip != "features":
        found = [*found, *lint_features(document, options.spec.parent / "features")]
    if options.general or installed():
        general = [each for each in redocly.findings(options.spec) if not _is_told(each, document)]
        found = [*found, *_beyond(found, general)]
    elif not found:
        print("the general rules were not run: `handfast tools` installs them", file=sys.stderr)
    return found


def _beyond(house: Sequence[Finding], general: Sequence[Finding]) -> list[Finding]:
    """Those at lines of which the house has said nothing: one mistake is told once."""
    told = {(finding.where.file, finding.where.line) for finding in house}
    return [finding for finding in general if (finding.where.file, finding.where.line) not in told]


def _is_told(finding: Finding, document: Document) -> bool:
    """Whether it is about references that cannot be followed: the house tells each of them, and the file behind it."""
    return bool(document.findings) and finding.message.endswith("(no-unresolved-refs)")


def _annotation(finding: Finding) -> str:
    """A workflow command of GitHub's; what would end a property or the line is escaped."""
    message = finding.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = finding.where.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::error file={file},line={finding.where.line},col={finding.where.column}::{message}"
