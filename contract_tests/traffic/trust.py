"""Whose certificates are taken."""

from functools import cache
from ssl import SSLContext

import httpx


@cache
def trust() -> SSLContext:
    """Those of the machine's authorities; to read them takes as long as some ten requests, so all clients share it."""
    return httpx.create_ssl_context()
