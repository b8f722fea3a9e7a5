"""`handfast new`: a project of one's own, that serves and proves itself at once."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from handfast.findings import Finding, FindingsError, shown
from handfast.rendering.progress import Progress
from handfast.verbs.arguments import Verbs, add_verb, demand
from handfast.verbs.signals import interrupted_by

_MOST_WARNINGS = 10
_EXAMPLES = """examples:
  handfast new notes                                    a small API with one owned resource, written and proved
  handfast new pets --spec petstore.yaml                the same house for any OpenAPI 3 document
  handfast new pets --spec https://example.com/openapi.json

Then, in that folder: `make run` serves (a mock answers for what nobody has written yet), `make test` tests, `make
contract` proves what is written. An address is fetched because it is asked for, with the files that the
document refers to in its folder and below; nothing else is.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "new", run, says="found a project: of a document, or of an example", examples=_EXAMPLES)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where; it must not be there, or be empty")
    parser.add_argument("--spec", metavar="FILE-or-URL", help="an OpenAPI 3 document (default: an API of notes)")


def run(options: argparse.Namespace) -> int:
    # Imported here, as the model generator is slow to import and `--help` does without it.
    from handfast.founding.arrivals import Unfounded, arrived
    from handfast.founding.building import built

    spec: Path | None = None
    try:
        with (
            interrupted_by(signal.SIGTERM),
            tempfile.TemporaryDirectory(prefix="handfast-new-") as fetched,
            Progress(sys.stderr) as said,
        ):
            if options.spec is not None:
                said(f"reading {options.spec}")
                spec = arrived(options.spec, Path(fetched))
                demand(spec)
            files, lost = built(options.folder, spec, said)
    except Unfounded as fault:
        print(f"handfast: {fault}", file=sys.stderr)
        return 2
    except FindingsError as error:
        raise FindingsError(_at(finding, spec, options.spec) for finding in error.findings) from None
    for finding in lost[:_MOST_WARNINGS]:
        print(f"warning: {_at(finding, spec, options.spec)}", file=sys.stderr)
    if len(lost) > _MOST_WARNINGS:
        print(f"and {len(lost) - _MOST_WARNINGS} more warnings", file=sys.stderr)
    print(f"{len(files)} files in {options.folder}. There, make says what there is to do; begin with\n")
    print(f"  cd {shlex.quote(str(options.folder))} && make test && make run")
    return 0


def _at(finding: Finding, spec: Path | None, given: str) -> Finding:
    """The same in the document as it was given: at its address, and not where that was fetched to."""
    if spec is None or spec == Path(given):
        return finding
    file = given if finding.where.file == shown(spec) else finding.where.file
    beside = f"{shown(spec.parent)}/"
    file = urljoin(given, file.removeprefix(beside)) if file.startswith(beside) else file
    return replace(finding, where=replace(finding.where, file=file))
