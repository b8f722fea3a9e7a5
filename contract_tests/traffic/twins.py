"""Two answers that have to be the same to whoever gets them."""

from contract_tests.traffic.exchange import Exchange

# What differs between any two answers, and says nothing about what was asked for.
_ALWAYS_NEW = {"date"}


def differences(one: Exchange, other: Exchange) -> list[str]:
    """What tells two answers apart, but for the time and what the server makes anew for each answer."""
    first, second = _told(one), _told(other)
    return [
        f"{name}: {first.get(name)!r} and {second.get(name)!r}"
        for name in sorted(first.keys() | second.keys())
        if first.get(name) != second.get(name)
    ]


def _told(exchange: Exchange) -> dict[str, str]:
    own = own_headers(exchange)
    text = exchange.content.decode(errors="replace")
    for name in own:
        # Such as the request id, which stands in the body as well.
        text = text.replace(exchange.headers.get(name, "\0"), f"<{name}>")
    headers = {name: value for name, value in exchange.headers.items() if name not in own | _ALWAYS_NEW}
    return {"status": str(exchange.status), "body": text, **headers}


def own_headers(exchange: Exchange) -> set[str]:
    """Names of the headers that the server sets by itself, as the spec declares them."""
    response = exchange.operation.response(exchange.status)
    declared = response.get("headers", {}) if response else {}
    return {name.lower() for name, header in declared.items() if header.get("x-set-by-server")}
