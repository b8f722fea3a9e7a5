"""The line that repeats a request: a shell and curl send the same again."""

import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest

from contract_tests.traffic.curl import curl_line

Sent = tuple[str, str, dict[str, str], bytes]


class Echo(HTTPServer):
    """Keeps what was sent to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Keeper)
        self.sent: list[Sent] = []


class Keeper(BaseHTTPRequestHandler):
    def answer(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        assert isinstance(self.server, Echo)
        fields = {name.lower(): value for name, value in self.headers.items()}
        self.server.sent.append((self.command, self.path, fields, content))
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815 - as the base class has it

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def echo() -> Iterator[Echo]:
    with Echo() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def seen(echo: Echo, sent: Sent) -> None:
    method, path, headers, content = sent
    line = curl_line(method, f"http://127.0.0.1:{echo.server_port}{path}", headers, content)
    assert "\n" not in line
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, (line, done.stderr)
    [(method_seen, path_seen, fields, content_seen)] = echo.sent
    assert (method_seen, path_seen) == (method, path)
    assert content_seen == content
    assert {name: fields.get(name) for name in headers} == headers
    assert ("content-type" in fields) == ("content-type" in headers)


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl on this machine")
@pytest.mark.parametrize(
    "sent",
    [
        ("HEAD", "/a", {}, b""),
        ("GET", "/a?filter[name]=x&y={z}", {"accept": "text/x"}, b""),
        ("GET", "/a/../b/./c", {"x-empty": "", "x-odd": "it's 100% \\ t\xf6k"}, b""),
        ("POST", "/a", {"content-type": "application/json"}, b"@/etc/hostname"),
        ("POST", "/a", {}, b"x=1\ny='2'"),
        ("POST", "/a", {"content-length": "0"}, b""),
        ("PUT", "/a", {"content-type": "a/b"}, b'"\x00\x01\r\n%d %%\\ \xff\xfe\'"'),
        ("PUT", "/a", {"content-type": "a/b"}, b'{"a": 1}'.ljust(70_000)),
        ("PUT", "/a", {"content-type": "a/b"}, ("\U0001f600" * 900 + '$(x)`y`"' + "\\%'" * 300).encode()),
        ("DELETE", "/a", {}, "\x9b\u2028\ufeffz\u00e9".encode()),
    ],
    ids=["head", "brackets", "headers", "at", "form", "nothing", "bytes", "long", "runs", "controls"],
)
def test_shell_sends_the_same_again(echo: Echo, sent: Sent) -> None:
    seen(echo, sent)


def test_line_of_a_large_body_is_short_and_its_ends_are_there() -> None:
    line = curl_line("POST", "http://localhost/", {}, b'{"first": 1}'.ljust(1 << 20) + b'"last"')
    assert len(line) < 300
    assert "first" in line
    assert "last" in line


def test_body_without_runs_is_whole() -> None:
    body = " ".join(map(str, range(5000)))
    assert body in curl_line("POST", "http://localhost/", {}, body.encode())


def test_echo_sees_what_httpx_sends(echo: Echo) -> None:
    """The control: the server that the others ask really reads."""
    httpx.post(f"http://127.0.0.1:{echo.server_port}/b", content=b"body")
    assert echo.sent[0][0] == "POST"
    assert echo.sent[0][3] == b"body"
