"""Two answers that have to be the same to whoever gets them."""

from contract_tests.traffic.exchange import Exchange

# What differs between any two answers, and says nothing about what was asked for.
_ALWAYS_NEW = {"date"}
_SHORTEST = 8  # shorter values stand in any text by chance


def differences(one: Exchange, other: Exchange, *again: Exchange) -> list[str]:
    """What tells two answers apart, but for the time and what the server makes anew for each answer.

    That is what the specs say it makes, and what is another in answers to the same request sent `again`.
    """
    own = own_headers(one) | own_headers(other) | {name for each in again for name in unsteady(one, each)}
    first, second = _told(one, own), _told(other, own)
    return [
        f"{name}: {first.get(name)!r} and {second.get(name)!r}"
        for name in sorted(first.keys() | second.keys())
        if first.get(name) != second.get(name)
    ]


def unsteady(one: Exchange, again: Exchange) -> set[str]:
    """Names of the headers that two answers to the same request both have, and not alike."""
    return {name for name in one.headers.keys() & again.headers.keys() if one.headers[name] != again.headers[name]}


def _told(exchange: Exchange, own: set[str]) -> dict[str, str]:
    text = exchange.content.decode(errors="replace")
    for name in own:
        value = exchange.headers.get(name, "")
        if len(value) >= _SHORTEST:  # such as the request id, which stands in the body as well
            text = text.replace(value, f"<{name}>")
    headers = {name: value for name, value in exchange.headers.items() if name not in own | _ALWAYS_NEW}
    return {"status": str(exchange.status), "body": text, **headers}


def own_headers(exchange: Exchange) -> set[str]:
    """Names of the headers that the server sets by itself, as the spec declares them."""
    response = exchange.operation.response(exchange.status)
    declared = response.get("headers", {}) if response else {}
    return {name.lower() for name, header in declared.items() if header.get("x-set-by-server")}
