"""The request that is being served: what log lines and handlers may know of it without being handed it."""

import ipaddress
from contextvars import ContextVar

from starlette.types import Scope

USER_AGENT_LENGTH = 300
IPV6_PREFIX = 64  # what one customer is given: whoever has one address of it has them all

current_scope: ContextVar[Scope] = ContextVar("current_scope")


def request_id() -> str | None:
    """Return the id of the request, or None outside of one."""
    scope = current_scope.get(None)
    return None if scope is None else scope["state"]["request_id"]


def client_network() -> str:
    """Return what rate limits count by: the client's IPv4 address, or the /64 of its IPv6 address.

    The client is the peer, or whom a trusted proxy names.
    """
    client = current_scope.get()["client"]
    if client is None:
        return "unknown"
    try:
        address = ipaddress.ip_address(client[0].partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))


def user_agent() -> str | None:
    """Return the User-Agent as far as it is worth keeping, or None."""
    for name, value in current_scope.get()["headers"]:
        if name == b"user-agent":
            text: str = value.decode("latin-1").replace("\x00", "")[:USER_AGENT_LENGTH]
            return text or None
    return None
