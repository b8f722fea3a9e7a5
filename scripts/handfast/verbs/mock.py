"""`handfast mock`: a document with nobody's code behind it, served until somebody stops it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from handfast.findings import Finding, shown
from handfast.spec.document import load_as_is
from handfast.verbs.arguments import Verbs, add_verb, demand

_EXAMPLES = """examples:
  handfast mock                                specs/openapi.yaml on http://127.0.0.1:8000
  handfast mock petstore.json --port 9000      any OpenAPI 3 document
  curl -H 'Prefer: code=404' 127.0.0.1:8000/…  the answer that is declared for 404
  curl -H 'Prefer: example=empty' …            the example of that name

Requests are judged by the generated routes: what breaks the document is refused. Answers are the document's examples,
or made of its schemas, the same for the same request. Drafts are served like the rest.
"""


def add(verbs: Verbs[argparse.ArgumentParser]) -> None:
    parser = add_verb(verbs, "mock", run, says="serve a document with answers that are made up", examples=_EXAMPLES)
    parser.add_argument(
        "spec", type=Path, nargs="?", default=Path("specs/openapi.yaml"), help="root file (default: %(default)s)"
    )
    parser.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free (default: %(default)s)")
    parser.add_argument(
        "--generated", type=Path, metavar="DIR", help="a package of this document that is there already"
    )
    parser.add_argument("--without-credentials", action="store_true", help="take requests that carry none")


def run(options: argparse.Namespace) -> int:
    """Serves until a signal ends it."""
    # Imported here, as they are slow to import and other verbs do without them.
    import uvicorn

    from handfast.mock.application import Mock
    from handfast.mock.package import generated, given

    demand(options.spec)
    document = load_as_is(options.spec, lenient=True)
    with tempfile.TemporaryDirectory(prefix="handfast-mock-") as folder:
        name = given(options.generated) if options.generated else generated(document, Path(folder), _warn)
        mock = Mock(name, document, _warn, options.without_credentials)
        app = mock.application()
        print(f"mocking {shown(options.spec)}: {len(mock.pointers)} operations", flush=True)
        uvicorn.run(app, host=options.host, port=options.port, log_level="info", access_log=False)
    return 0


def _warn(finding: Finding) -> None:
    print(f"warning: {finding}", file=sys.stderr, flush=True)
