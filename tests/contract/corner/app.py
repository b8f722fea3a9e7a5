"""A server of a few lines: `app.py PORT [DEFECT]`. `written FILE` is no defect: what is asked is written there."""

import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex

DEFECT = sys.argv[2] if len(sys.argv) > 2 else ""
METHODS = {"/ready": "GET", "/join": "POST", "/members/{}": "GET"}
members: dict[str, str] = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        if DEFECT.startswith("/"):  # all of it is below a path
            self.path = self.path.removeprefix(DEFECT) if self.path.startswith(f"{DEFECT}/") else "/nowhere"
        self.asked = [self.command, self.path, *(f"{name}: {value}" for name, value in self.headers.items())]
        self.path = self.path.partition("?")[0]
        template = re.sub("^/members/[^/]+$", "/members/{}", self.path)
        method = METHODS.get(template)
        if self.command != method:
            self.read()
            self.answer(405 if method else 404, "not here")
            return False
        return True

    def read(self) -> bytes:
        content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if DEFECT.startswith("written "):
            with Path(DEFECT.removeprefix("written ")).open("a") as file:
                file.write(json.dumps([*self.asked, content.decode(errors="backslashreplace")]) + "\n")
        return content

    def do_GET(self) -> None:
        self.read()
        if self.path == "/ready":
            return self.answer(200)
        fields = self.headers.get_all("Authorization", [])
        if DEFECT == "dies" and len(members) > 2:
            sys.stdout.write(f"no more paper for {' '.join(members)}\n")
            sys.stdout.flush()
            os._exit(7)
        scheme, _, token = fields[0].partition(" ") if len(fields) == 1 else ("", "", "")
        if scheme.lower() != "bearer" or token not in members:
            told = f"<script src='https://elsewhere.example/x.js'>\x1b[31m\n::warning::no {token}"
            return self.answer(401, told if DEFECT == "telltale" else "nobody")
        if (members[token] != self.path.removeprefix("/members/") and DEFECT != "open door") or DEFECT == "closed":
            return self.answer(403, "not yours")
        return self.answer(200, id=members[token], token=token if DEFECT == "telltale" else None)

    def do_POST(self) -> None:
        try:
            told = json.loads(self.read())
            assert told.keys() == {"nick"}
            assert re.fullmatch("[a-z0-9-]{3,60}", told["nick"])
        except (ValueError, AssertionError, AttributeError, TypeError, RecursionError):
            return self.answer(422, "wrong")
        token = token_hex(20)
        members[token] = told["nick"][:40]
        return self.answer(201, id=members[token], token=token)

    def answer(self, status: int, title: str = "", **more: str | None) -> None:
        body = {"title": title} if title else {name: value for name, value in more.items() if value}
        content = json.dumps(body, ensure_ascii=False).encode() if body else b""
        self.send_response(status)
        if content:
            kind = "application/problem+json" if title else "application/json"
            self.send_header("Content-Type", kind)
        if status == 405:
            self.send_header("Allow", "POST" if self.path == "/join" else "GET")
        if status == 401 and DEFECT != "telltale":
            self.send_header("WWW-Authenticate", "Bearer")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
