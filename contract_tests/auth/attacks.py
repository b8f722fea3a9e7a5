"""Ways to be nobody that need no key: no credential, a wrong one, a good one in a wrong place, a damaged one."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from contract_tests.auth.forgery import Forge, Token
from contract_tests.traffic.credentials import Credentials
from contract_tests.users.actors import Actor

Fields = tuple[tuple[str, str | bytes], ...]
Misfit = tuple[str, dict[str, str], dict[str, str]]
"""What is wrong, header fields, parameters of the query."""
_OFTEN = ("api_key", "apikey", "token", "access_token")
"""What a key in a query is often called."""
REFUSED = (401,)
REFUSED_OR_TOO_LARGE = (401, 400, 413, 431)  # a head of this size may be more than the HTTP parser takes


@dataclass(frozen=True)
class Attack:
    """One way to ask for what one may not have."""

    name: str
    fields: Fields = ()
    query: str = ""
    content: bytes = b""
    media_type: str = ""
    """Of what is sent instead of the body, if anything is."""
    user_id: str | None = None
    """Whose path is asked for; the victim's if it is nobody's in particular."""
    statuses: tuple[int, ...] = REFUSED


@dataclass(frozen=True)
class Target:
    """Whom an attack is on, and what the attacker has."""

    victim: Actor
    other: Actor
    carrying: Credentials
    """What carries the victim's good token."""
    token: Token | None
    """The good token, if it is one that can be read."""
    forge: Forge | None
    others: tuple[Credentials, ...] = ()
    """What carries the same token by the other alternatives, whether it is good there or not."""
    ended: tuple[tuple[str, Actor], ...] = ()
    """Users with tokens that were ended, each with how."""
    random: str = "bm90LWEtdG9rZW4tYXQtYWxs"
    trap_url: str = ""


def bearer(name: str, token: str, user_id: str | None = None, statuses: tuple[int, ...] = REFUSED) -> Attack:
    return Attack(name, (("Authorization", f"Bearer {token}"),), user_id=user_id, statuses=statuses)


def without_token(target: Target) -> Iterator[Attack]:
    """Headers with no token in them, or with what is none."""
    yield Attack("no header")
    user, random = target.victim.user_id, target.random
    basic = b64encode(f"{user}:{random}".encode()).decode()
    for name, value in {
        "an empty header": "",
        "the scheme alone": "Bearer",
        "Basic": f"Basic {basic}",
        "Digest": f'Digest username="{user}", realm="api", nonce="0", uri="/", response="{random}"',
        "Negotiate": f"Negotiate {random}",
        "a comma": "Bearer ,",
        "the user's id": f"Bearer {user}",
        "the word null": "Bearer null",
        "the word undefined": "Bearer undefined",
        "a quoted nothing": 'Bearer ""',
        "one part": f"Bearer {random}",
        "two parts": f"Bearer {random}.{random}",
        "three parts": f"Bearer {random}.{random}.{random}",
        "four parts": f"Bearer {random}.{random}.{random}.{random}",
        "five parts": f"Bearer {random}.{random}.{random}.{random}.{random}",
        "dots": "Bearer ..",
        "a wildcard": "Bearer *",
        "a quote for a database": "Bearer ' OR '1'='1",
        "five kilobytes": "Bearer " + "x" * 5_000,
    }.items():
        yield Attack(name, (("Authorization", value),))
    yield Attack("letters beyond ASCII", (("Authorization", "Bearer tökén".encode("latin-1")),))
    yield Attack("UTF-8", (("Authorization", "Bearer tökén".encode()),))
    yield Attack("bytes that are no text", (("Authorization", b"Bearer \xff\xfe\xfd"),))
    yield Attack("sixty kilobytes", (("Authorization", "Bearer " + "x" * 60_000),), statuses=REFUSED_OR_TOO_LARGE)


def token_elsewhere(target: Target) -> Iterator[Attack]:
    """The good token where it is not looked for, or more than once, and ids instead of it."""
    good = target.victim.token
    for name in ("access_token", "token", "jwt", "authorization", "id_token", "session"):
        yield Attack(f"the token as {name} in the query", query=urlencode({name: good}))
        yield Attack(f"the token as {name} in a cookie", (("Cookie", f"{name}={good}"),))
    form = urlencode({"access_token": good}).encode()
    yield Attack("the token in a form", content=form, media_type="application/x-www-form-urlencoded")
    for name in ("access_token", "token"):
        body = json.dumps({name: good}).encode()
        yield Attack(f"the token as {name} in the body", content=body, media_type="application/json")
    for name in ("X-Authorization", "Proxy-Authorization", "X-Access-Token", "X-Auth-Token", "Authentication"):
        yield Attack(f"the token in {name}", ((name, f"Bearer {good}"),))
    for name in ("X-User-Id", "X-Forwarded-User", "X-Remote-User", "Remote-User", "From"):
        yield Attack(f"the user's id in {name}", ((name, target.victim.user_id),))
    for value in ("127.0.0.1", "localhost"):
        yield Attack(f"from {value}, as it says", (("X-Forwarded-For", value), ("X-Real-IP", value)))
    for scheme in ("Token", "JWT", "Basic", "Bearerr", "Bear", "Bearer:", "bEARERtOKEN", "Bearer,"):
        yield Attack(f"the token with the scheme {scheme}", (("Authorization", f"{scheme} {good}"),))
    for name, value in {
        "the token without a scheme": good,
        "the token stuck to the scheme": f"Bearer{good}",
        "the scheme twice": f"Bearer Bearer {good}",
        "the token twice": f"Bearer {good} {good}",
        "the token in quotes": f'Bearer "{good}"',
        "the token after a comma": f"Bearer {target.random}, Bearer {good}",
        "the token before a comma": f"Bearer {good}, Bearer {target.random}",
        "the token as a parameter": f"Bearer token={good}",
    }.items():
        yield Attack(name, (("Authorization", value),))
    right, wrong = ("Authorization", f"Bearer {good}"), ("Authorization", f"Bearer {target.random}")
    yield Attack("two headers, the good one first", (right, wrong))
    yield Attack("two headers, the good one last", (wrong, right))
    yield Attack("two headers, the first empty", (("Authorization", ""), right))


def damaged_token(target: Target) -> Iterator[Attack]:
    """The good token, with something cut off, changed or put in.

    Padding that is right after the signature is not among it: it is the same signature, to many libraries.
    """
    good = target.victim.token
    yield bearer("half of the token", good[: len(good) // 2])
    yield bearer("the token without its first character", good[1:])
    yield bearer("the token without its last four characters", good[:-4])
    yield bearer("the token backwards", good[::-1])
    yield bearer("the token in other cases", good.swapcase())
    yield bearer("the token with a space in it", f"{good[:-9]} {good[-9:]}")
    yield bearer("the token with a tab in it", f"{good[:-9]}\t{good[-9:]}")
    yield bearer("the token and more", good + "AAAA")
    yield bearer("the token and a dot", f"{good}.")
    yield bearer("the token after a dot", f".{good}")
    yield bearer("the token and an escaped NUL", f"{good}%00")
    for name, blank in {"a space that does not break": "\xa0", "a next line": "\x85"}.items():
        for token in (f"{good}{blank}", f"{blank}{good}"):
            yield Attack(f"the token and {name}", (("Authorization", f"Bearer {token}".encode("latin-1")),))
    if target.token is None:
        yield bearer("the token with one character changed", _changed(good))
        return
    for name, token in _damages(*target.token.parts).items():
        yield bearer(name, token)


def _damages(header: str, payload: str, signature: str) -> dict[str, str]:
    """Tokens with one of their three parts damaged."""
    cut = -(len(signature) // 3)
    return {
        "the payload cut": f"{header}.{payload[:-8]}.{signature}",
        "the signature cut": f"{header}.{payload}.{signature[:cut]}",
        "the signature a character short": f"{header}.{payload}.{signature[:-2]}",
        "the signature empty": f"{header}.{payload}.",
        "the signature gone": f"{header}.{payload}",
        "the payload empty": f"{header}..{signature}",
        "the header empty": f".{payload}.{signature}",
        "the payload alone": payload,
        "the signature twice": f"{header}.{payload}.{signature}{signature}",
        "a fourth part": f"{header}.{payload}.{signature}.{signature}",
        "one character of the header changed": f"{_changed(header)}.{payload}.{signature}",
        "one character of the payload changed": f"{header}.{_changed(payload)}.{signature}",
        "one character of the signature changed": f"{header}.{payload}.{_changed(signature)}",
        "padding after the header": f"{header}=.{payload}.{signature}",
        "padding after the payload": f"{header}.{payload}==.{signature}",
        "padding in the signature": f"{header}.{payload}.{signature[:8]}===={signature[8:]}",
        "characters that are no base64 in the signature": f"{header}.{payload}.{signature[:8]}!!!!{signature[8:]}",
        "one that is no base64 in the signature": f"{header}.{payload}.{signature[:8]}!{signature[8:]}",
        "one that is no base64 in the payload": f"{header}.{payload[:8]}!{payload[8:]}.{signature}",
        "a space before the signature": f"{header}.{payload}. {signature}",
    }


def ended_token(target: Target) -> Iterator[Attack]:
    """Tokens that were good once, on the paths of those whose they were."""
    for how, actor in target.ended:
        yield bearer(f"the token after {how}", actor.token, actor.user_id)


def wrong_credential(target: Target) -> Iterator[Attack]:
    """For schemes other than a bearer token: nothing, what is not right, and what is right in a wrong place."""
    yield Attack("no credential")
    alternatives = (target.carrying, *target.others)
    for number, carrying in enumerate(alternatives):
        how = f", by alternative {number + 1}" if target.others else ""
        others = [each for each in alternatives if each is not carrying]
        moved = (each for each in _elsewhere(carrying) if not any(_is_where(other, *each[1:]) for other in others))
        for misfits in (_misfits(carrying, target.random), _parts(carrying), moved):
            for name, headers, query in misfits:
                yield Attack(f"{name}{how}", tuple(headers.items()), urlencode(query))


def _parts(good: Credentials) -> Iterator[Misfit]:
    """Each of several credentials that are wanted together, missing."""
    for key in good.headers if len(good.headers) + len(good.query) > 1 else ():
        yield f"no {key}", {name: value for name, value in good.headers.items() if name != key}, good.query
    for key in good.query if len(good.headers) + len(good.query) > 1 else ():
        yield f"no {key}", good.headers, {name: value for name, value in good.query.items() if name != key}


def _elsewhere(good: Credentials) -> Iterator[Misfit]:
    """Each credential where it is not looked for."""
    for key, value in good.headers.items():
        cut = _cut(value)
        name = value[: cut - 1] if key == "Cookie" else key
        secret, others = value[cut:], {each: text for each, text in good.headers.items() if each != key}
        for parameter in dict.fromkeys((name, name.rpartition("-")[2].lower(), *_OFTEN)):
            yield f"{name} as {parameter} in the query", others, {**good.query, parameter: secret}
        if key != "Cookie":
            yield f"{name} in a cookie", {**others, "Cookie": f"{name}={secret}"}, good.query
        else:
            yield f"{name} in a header", {**others, name: secret}, good.query
        if key != "Authorization":
            yield f"{name} as a bearer token", {**others, "Authorization": f"Bearer {secret}"}, good.query
    for key, value in good.query.items():
        others = {each: text for each, text in good.query.items() if each != key}
        yield f"{key} in a header", {**good.headers, key: value}, others
        yield f"{key} in a cookie", {**good.headers, "Cookie": f"{key}={value}"}, others


def _misfits(good: Credentials, random: str) -> Iterator[Misfit]:
    changes: dict[str, Callable[[str], str]] = {
        "an empty credential": lambda _: "",
        "garbage": lambda _: random,
        "half of the credential": lambda good: good[: len(good) // 2],
        "one character changed": _changed,
        "the credential and more": lambda good: good + "AAAA",
        "other cases": str.swapcase,
        "a wildcard": lambda _: "*",
    }
    for name, change in changes.items():
        for key, value in good.headers.items():
            wrong = _keeping_prefix(value, change)
            if wrong != value:
                yield f"{name} in {key}", {**good.headers, key: wrong}, good.query
        for key, value in good.query.items():
            if change(value) != value:
                yield f"{name} in {key}", good.headers, {**good.query, key: change(value)}


def _keeping_prefix(value: str, change: Callable[[str], str]) -> str:
    """Change the secret alone: not the scheme or the name of the cookie before it."""
    cut = _cut(value)
    return (value[:cut] + change(value[cut:])).rstrip()


def _is_where(good: Credentials, headers: dict[str, str], query: dict[str, str]) -> bool:
    """Whether what is sent is where these credentials are looked for: one token may be good for several of them."""
    return (
        bool(good.headers or good.query)
        and good.query.keys() <= query.keys()
        and all(
            name in headers and headers[name].startswith(value[: _cut(value)]) for name, value in good.headers.items()
        )
    )


def _cut(value: str) -> int:
    """Where the secret begins."""
    return max(value.find(" "), value.find("=") if "=" in value.rstrip("=") else -1) + 1


def _changed(text: str) -> str:
    """Change a character in the middle: the last one may hold bits that mean nothing."""
    at = len(text) // 2
    return text[:at] + ("B" if text[at] != "B" else "C") + text[at + 1 :]
