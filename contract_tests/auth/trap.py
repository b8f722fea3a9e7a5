"""An address of the attacker's that a token points to: whoever asks it has believed the token."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Trap:
    """Serves the attacker's keys, and remembers what was asked for."""

    def __init__(self, url: str, asked: list[str]) -> None:
        self.url = url
        self._asked = asked

    def take(self) -> list[str]:
        """What was asked for since the last time."""
        taken, self._asked[:] = list(self._asked), []
        return taken


@contextmanager
def set_trap(answers: dict[str, bytes]) -> Iterator[Trap]:
    """Answer by path; what no path is for gets the answer that is under no name."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            content = answers.get(self.path, answers[""])
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Trap(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
