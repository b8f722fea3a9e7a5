"""What a verb says beside its answer."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from handfast.findings import Finding


def warn(findings: Iterable[Finding]) -> None:
    """Tell what is lost of a document, as with a file that cannot be read its operations are; a line each."""
    for finding in findings:
        print(f"warning: {finding}", file=sys.stderr, flush=True)
