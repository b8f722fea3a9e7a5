"""Where a token goes in a request, by the security schemes of the document."""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contract_tests.spec.document import Operation
from contract_tests.traffic.exchange import Exchange


@dataclass(frozen=True)
class Credentials:
    """What carries a token: header fields, parameters of the query."""

    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Slot:
    """The place of one scheme's credential: a header, a parameter of the query or a cookie, and the word before it."""

    place: str
    name: str
    prefix: str = ""

    def holding(self, token: str) -> Credentials:
        text = b64encode(token.encode()).decode() if self.prefix == "Basic " else token
        if self.place == "query":
            return Credentials(query={self.name: text})
        if self.place == "cookie":
            return Credentials({"Cookie": f"{self.name}={text}"})
        return Credentials({self.name: self.prefix + text})

    def found_in(self, exchange: Exchange) -> str | None:
        """What an exchange carries there, as it was sent."""
        if self.place == "query":
            return dict(parse_qsl(urlsplit(exchange.url).query)).get(self.name)
        if self.place == "header":
            return exchange.request_headers.get(self.name.lower())
        crumbs = (each.strip().partition("=") for each in exchange.request_headers.get("cookie", "").split(";"))
        return next((value for name, _, value in crumbs if name == self.name), None)


def alternatives_of(operation: Operation) -> list[list[Slot]]:
    """The slots of each alternative that needs any credential, of which all in one have to be filled."""
    schemes = operation.document.data["components"]["securitySchemes"]
    return [[_slot(operation, schemes, name) for name in each] for each in operation.security if each]


def slots_of(operation: Operation) -> list[Slot]:
    """The slots of the first alternative that needs any credential; none if the operation is public."""
    return next(iter(alternatives_of(operation)), [])


def credentials_for(operation: Operation, token: str) -> Credentials:
    """What carries a token to an operation."""
    return held(slots_of(operation), token)


def held(slots: list[Slot], token: str) -> Credentials:
    """What carries a token in all of these slots."""
    given = [slot.holding(token) for slot in slots]
    headers: dict[str, str] = {}
    for name, value in (item for each in given for item in each.headers.items()):
        headers[name] = f"{headers[name]}; {value}" if name == "Cookie" and name in headers else value
    return Credentials(headers, {name: value for each in given for name, value in each.query.items()})


def takes_bearer(operation: Operation) -> bool:
    """Whether a bearer token in the Authorization header is all that opens the operation."""
    return slots_of(operation) == [Slot("header", "Authorization", "Bearer ")]


def _slot(operation: Operation, schemes: Any, name: str) -> Slot:
    scheme = schemes[name]
    if scheme["type"] == "apiKey":
        return Slot(scheme["in"], scheme["name"])
    if scheme["type"] in ("oauth2", "openIdConnect"):
        return Slot("header", "Authorization", "Bearer ")
    if scheme["type"] == "http":
        return Slot("header", "Authorization", f"{scheme['scheme'].title()} ")
    raise NotImplementedError(f"{operation.document.place(schemes, name)}: no actor can use this scheme")
