"""`handfast mock`: a document with nobody's code behind it, served until somebody stops it."""

from __future__ import annotations

import argparse
import socket
import tempfile
from pathlib import Path

from handfast.findings import Finding, shown
from handfast.spec.document import load_as_is
from handfast.verbs.arguments import Verbs, add_verb, demand, port
from handfast.verbs.remarks import warn

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
    parser.add_argument("--port", type=port, default=8000, help="0 for any that is free (default: %(default)s)")
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
    _demand_free(options.host, options.port)
    document = load_as_is(options.spec, lenient=True)
    with tempfile.TemporaryDirectory(prefix="handfast-mock-") as folder:
        name = given(options.generated) if options.generated else generated(document, Path(folder), _warn)
        mock = Mock(name, document, _warn, options.without_credentials)
        app = mock.application()
        print(f"mocking {shown(options.spec)}: {len(mock.pointers)} operations", flush=True)
        uvicorn.run(app, host=options.host, port=options.port, log_level="info", access_log=False)
    return 0


def _demand_free(host: str, port: int) -> None:
    """Raise OSError if nothing can listen there: it is told before a large document is read."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, place in places:
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                probe.bind(place)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no name of a host"
        raise OSError(getattr(error, "errno", None), reason, f"{host}:{port}") from None


def _warn(finding: Finding) -> None:
    warn([finding])
