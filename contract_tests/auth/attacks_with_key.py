"""Forgeries that are signed with the server's own key, and wrong in one thing."""

import json
import time
import zlib
from collections.abc import Iterator
from typing import Any

from contract_tests.auth.attacks import Attack, Target, bearer
from contract_tests.auth.forgery import Forge, Token, encode, read_token, signature_of, signed
from contract_tests.inputs.samples import altered

_FAR = 86_400
_TEXT_TYPES: dict[str, Any] = {
    "null": None,
    "a number": 1,
    "a fraction": 1.5,
    "true": True,
    "false": False,
    "an empty list": [],
    "an object": {},
    "an empty text": "",
}
_NUMBER_TYPES: dict[str, Any] = {
    "null": None,
    "a word": "soon",
    "true": True,
    "false": False,
    "an empty list": [],
    "an object": {},
    "an empty text": "",
    "negative": -1,
}
# Header parameters that a server must understand, and cannot (RFC 7515, 4.1.11).
_CRITICAL: dict[str, dict[str, Any]] = {
    "crit that nobody knows": {"crit": ["unknown"], "unknown": 1},
    "crit that is not there": {"crit": ["exp"]},
    "crit that is empty": {"crit": []},
    "crit that is a text": {"crit": "exp"},
    "b64 false": {"b64": False, "crit": ["b64"]},
}
# Written as they are: no library would write them.
_ODD_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400")
_HUGE = "1" + "0" * 400


def wrong_claims(target: Target) -> Iterator[Attack]:
    """Each claim that is looked at: missing, of another type, another value."""
    if target.forge is None or target.token is None:
        return
    for name in target.forge.claims:
        value = target.token.claims[name]
        without = {each: item for each, item in target.token.claims.items() if each != name}
        yield _forged(target, f"without {name}", without)
        is_text = isinstance(value, str)
        others = _TEXT_TYPES if is_text else _NUMBER_TYPES
        wrapped = {"in an object": {"value": value}, **({} if name == "aud" else {"in a list": [value]})}
        for what, other in {**others, **wrapped}.items():
            yield _forged(target, f"{name} is {what}", {**target.token.claims, name: other})
        if is_text:
            yield _forged(target, f"{name} is nested too deep", _nested(target.token, name))
        else:
            yield _forged(target, f"{name} is the number as text", {**target.token.claims, name: str(value)})
            # An end that is far away is an end, if the issuer says so.
            for number in (*_ODD_NUMBERS, *(() if name == "exp" else (_HUGE,))):
                yield _forged(target, f"{name} is {number[:9]}", _written(target.token, name, number))


def wrong_audience(target: Target) -> Iterator[Attack]:
    """Tokens of another issuer, or for somebody else."""
    if target.forge is None or target.token is None:
        return
    claims = target.token.claims
    for name, other in {
        "another audience": "https://another.example",
        "other audiences": ["https://another.example", "https://yet-another.example"],
        "an audience that is a number": 1,
        "an audience that is an object": {"aud": claims.get("aud")},
    }.items():
        yield _forged(target, name, {**claims, "aud": other})
    issuer = claims.get("iss")
    if isinstance(issuer, str) and "iss" in target.forge.claims:
        wrong = ("https://another.example", f"{issuer}/", f"{issuer} ", issuer.swapcase(), issuer[:-1], f"{issuer}x")
        for other in wrong:
            yield _forged(target, f"another issuer, {other}", {**claims, "iss": other})


def wrong_time(target: Target) -> Iterator[Attack]:
    """Expired, just and long ago, and not yet valid."""
    if target.forge is None or target.token is None:
        return
    now, leeway = int(time.time()), target.forge.leeway
    for name, moment in {"just": now - leeway - 1, "an hour ago": now - 3600, "in 1970": 0}.items():
        yield _forged(target, f"expired {name}", {**target.token.claims, "exp": moment})
    past = now - leeway - _FAR
    yield _forged(target, "yesterday's, and expired", {**target.token.claims, "iat": past, "exp": past + 60})
    for name in ("nbf", "iat"):
        for when, moment in {"in a minute": now + leeway + 60, "tomorrow": now + _FAR}.items():
            lasting = {**target.token.claims, "exp": now + 2 * _FAR, name: moment}
            yield _forged(target, f"{name} is {when}", lasting)
    yield _forged(target, "nbf is a word", {**target.token.claims, "nbf": "later"})
    yield _forged(target, "nbf is a list", {**target.token.claims, "nbf": [0]})


def wrong_session(target: Target) -> Iterator[Attack]:
    """A user and a session that do not belong together, or are not there."""
    forge, token = target.forge, target.token
    if forge is None or token is None or forge.session is None:
        return
    user, session = str(token.claims[forge.user]), str(token.claims[forge.session])
    other = target.other.user_id
    yield _forged(target, "another user with one's own session", {**token.claims, forge.user: other}, other)
    users = {"altered": altered(user), "and a space": f"{user} ", "and a NUL": f"{user}\0", "%": "%"}
    for name, value in users.items():
        yield _forged(target, f"the user's id {name}", {**token.claims, forge.user: value}, value.replace("\0", ""))
    if user.swapcase() != user:
        yield _forged(target, "the user's id in other cases", {**token.claims, forge.user: user.swapcase()})
    sessions = {"altered": altered(session), "and a space": f"{session} ", "%": "%", "so long": session * 40}
    for name, value in sessions.items():
        yield _forged(target, f"the session's id {name}", {**token.claims, forge.session: value})
    for how, actor in target.ended:
        old = _claims_of(actor.token)
        if old:
            lasting = {**old, "exp": int(time.time()) + _FAR}
            yield _forged(target, f"a new token after {how}", lasting, actor.user_id)
            stolen = {**token.claims, forge.session: old[forge.session]}
            yield _forged(target, f"one's own user with the session after {how}", stolen)


def other_algorithm(target: Target) -> Iterator[Attack]:
    """The right key with another algorithm, or a public key where a secret belongs."""
    forge, token = target.forge, target.token
    if forge is None or token is None:
        return
    if isinstance(forge.key, bytes):
        for algorithm in sorted({"HS256", "HS384", "HS512"} - {forge.algorithm}):
            header = {**token.header, "alg": algorithm}
            yield bearer(f"the key with {algorithm}", signed(header, token.claims, forge.key, algorithm))
        name = forge.algorithm
        spellings: tuple[Any, ...] = (name.lower(), f"{name} ", f"{name}\0", [name], None, "none")
        for spelling in spellings:
            yield bearer(f"alg {spelling!r} and right", forge.sign({**token.header, "alg": spelling}, token.claims))
    for number, key in enumerate(forge.public):
        for algorithm in ("HS256", "HS512"):
            header = {**token.header, "alg": algorithm}
            forged = signed(header, token.claims, key, algorithm)
            yield bearer(f"{algorithm} with the public key as secret, {number}", forged)


def wrong_structure(target: Target) -> Iterator[Attack]:
    """Signed well, and not to be taken all the same."""
    forge, token = target.forge, target.token
    if forge is None or token is None:
        return
    header, claims = token.header, token.claims
    for name, extra in _CRITICAL.items():
        yield bearer(name, forge.sign({**header, **extra}, claims))
    yield bearer("b64 false and a payload as it is", _unencoded(forge, token))
    text = json.dumps(claims).encode()
    packed = zlib.compress(text)[2:-4]
    bodies: dict[str, tuple[dict[str, Any], bytes]] = {
        "zip": ({"zip": "DEF"}, packed),
        "a token in the token": ({"cty": "JWT"}, token.text.encode()),
        "no payload": ({}, b""),
        "a payload that is no JSON": ({}, b"claims"),
        "a payload that is a list": ({}, json.dumps([claims]).encode()),
        "a payload that is a text": ({}, json.dumps(json.dumps(claims)).encode()),
        "a payload that is null": ({}, b"null"),
        "a payload that is a number": ({}, b"1"),
        "a payload with more after it": ({}, text + b"{}"),
        "a payload cut short": ({}, text[:-1]),
        "a payload that is not UTF-8": ({}, text[:-1] + b',"x":"\xff\xfe"}'),
        "a payload that is deep": ({}, b"[" * 2_500),
    }
    for name in forge.claims:
        bad = b',"%s":null}' % name.encode()
        bodies[f"{name} twice, null last"] = ({}, text[:-1] + bad)
    for name, (extra, content) in bodies.items():
        yield bearer(name, forge.sign({**header, **extra}, content))
    heads: dict[str, Any] = {"a list": [header], "a text": "header", "null": None, "a number": 1, "empty": {}}
    for name, head in heads.items():
        yield bearer(f"a header that is {name}", forge.sign(head, claims))
    yield bearer("a header that is not UTF-8", forge.sign(json.dumps(header).encode()[:-1] + b',"x":"\xff"}', claims))
    yield bearer("a header that is deep", forge.sign(b'{"alg":' + b"[" * 2_000, claims))


def _forged(target: Target, name: str, payload: Any, user_id: str | None = None) -> Attack:
    assert target.forge is not None
    assert target.token is not None
    return bearer(name, target.forge.sign(target.token.header, payload), user_id)


def _written(token: Token, name: str, value: str) -> bytes:
    rest = {each: item for each, item in token.claims.items() if each != name}
    return f'{json.dumps(rest)[:-1]},"{name}":{value}}}'.encode()


def _nested(token: Token, name: str) -> bytes:
    return _written(token, name, "[" * 1_000 + "]" * 1_000)


def _unencoded(forge: Forge, token: Token) -> str:
    header = encode({**token.header, "b64": False, "crit": ["b64"]})
    payload = json.dumps(token.claims, separators=(",", ":"))
    signature = signature_of(f"{header}.{payload}".encode(), forge.key, forge.algorithm)
    return f"{header}.{payload}.{encode(signature)}"


def _claims_of(text: str) -> dict[str, Any] | None:
    token = read_token(text)
    return token.claims if token else None
