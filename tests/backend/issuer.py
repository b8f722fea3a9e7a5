"""Another issuer: a real HTTP server with keys of every kind at `/jwks`, which signs tokens and can be made to fail."""

import json
import socket
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import Algorithm, get_default_algorithms

AUDIENCE = "https://api.example.com"
CURVES = {"ES256": ec.SECP256R1(), "ES512": ec.SECP521R1(), "ES384": ec.SECP384R1()}
KINDS = ("EdDSA", "ES256", "ES512", "RS256", "PS256")
SIGNERS: dict[str, Algorithm] = get_default_algorithms()
NUMBERS, RSA_NUMBERS = count(1), count()
RSA_KEYS = 6  # so many in a row are different ones

Answer = tuple[int, dict[str, str], bytes]


def part(content: object) -> str:
    """Write one part of a token; what is no bytes is written as JSON."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(data).decode().rstrip("=")


def compact(header: object, claims: object, sign: Callable[[bytes], bytes]) -> str:
    signed = f"{part(header)}.{part(claims)}"
    return f"{signed}.{part(sign(signed.encode()))}"


@cache
def rsa_key(number: int, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Make the so-manieth key, once for all tests: a new one takes long."""
    del number
    return rsa.generate_private_key(65537, bits)


class Key:
    """A private key, and what is published of it."""

    def __init__(self, algorithm: str, **published: object) -> None:
        self.algorithm = algorithm
        self.kid = f"{algorithm}-{next(NUMBERS)}"
        self.private: Any = None
        if algorithm == "EdDSA":
            self.private = Ed25519PrivateKey.generate()
        elif algorithm in CURVES:
            self.private = ec.generate_private_key(CURVES[algorithm])
        else:
            self.private = rsa_key(next(RSA_NUMBERS) % RSA_KEYS)
        self.jwk: dict[str, Any] = {
            **{name: value for name, value in self.public().items() if name != "key_ops"},
            "kid": self.kid,
            "alg": algorithm,
            **published,
        }

    def public(self) -> dict[str, Any]:
        return dict(SIGNERS[self.algorithm].to_jwk(self.private.public_key(), as_dict=True))

    def signature(self, content: bytes) -> bytes:
        return SIGNERS[self.algorithm].sign(content, self.private)

    def sign(self, claims: object, **header: object) -> str:
        """Sign anything; a member of the header that is None is left out."""
        members = {"alg": self.algorithm, "kid": self.kid, **header}
        return compact({name: value for name, value in members.items() if value is not None}, claims, self.signature)


class Issuer:
    """Listens on a port that stays its own, also while it is down.

    `answer` is given instead of the keys, byte by byte if it is to `drip`; while `hold` is not set, none is given.
    """

    def __init__(self) -> None:
        self.keys = {kind: Key(kind) for kind in KINDS}
        self.fetches = 0
        self.answer: Callable[[], Answer] | None = None
        self.drip = False
        self.hold = threading.Event()
        self.hold.set()
        self._server: ThreadingHTTPServer | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.start()

    @property
    def name(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        return f"{self.name}/jwks"

    @property
    def settings(self) -> dict[str, str]:
        return {"AUTH_JWKS_URL": self.url, "AUTH_ISSUER": self.name, "AUTH_AUDIENCE": AUDIENCE}

    def claims(self, subject: str = "visitor", **changes: object) -> dict[str, Any]:
        """Say what a good token says; a claim that is None is left out."""
        now = int(time.time())
        claims = {"iss": self.name, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 900, **changes}
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, subject: str = "visitor", *, kind: str = "EdDSA", **changes: object) -> str:
        return self.keys[kind].sign(self.claims(subject, **changes))

    def rotate(self, kind: str = "EdDSA") -> Key:
        """Publish a new key instead of the old one, which is returned."""
        old, self.keys[kind] = self.keys[kind], Key(kind)
        return old

    def start(self) -> None:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.fetches += 1
                issuer.hold.wait(60)
                status, headers, body = issuer.answer() if issuer.answer else issuer.published()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(ConnectionError):
                    self.send(body)

            def send(self, body: bytes) -> None:
                if not issuer.drip:
                    self.wfile.write(body)
                    return
                for byte in body:  # until the client has had enough
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.05)

            def log_message(self, *_: object) -> None:
                pass

        ThreadingHTTPServer.allow_reuse_address = True
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Refuse connections until the next start."""
        if self._server is not None:
            self.hold.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def published(self) -> Answer:
        return jwks([key.jwk for key in self.keys.values()])


def jwks(keys: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps({"keys": keys}).encode()


@contextmanager
def open_issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    try:
        yield issuer
    finally:
        issuer.stop()
