"""Forgeries that are signed with the server's own key, and wrong in one thing."""

import json
import time
import zlib
from collections.abc import Iterator
from typing import Any

from contract_tests.auth.attacks import Attack, Target, bearer
from contract_tests.auth.forgery import Forge, Token, encode, read_token, signature_of
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
_NO_MOMENTS: dict[str, Any] = {"a word": "later", "a list": [0], "an object": {}, "an empty text": "", "null": None}
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
        yield forged(target, f"without {name}", without)
        is_text = isinstance(value, str)
        others = _TEXT_TYPES if is_text else _NUMBER_TYPES
        wrapped = {"in an object": {"value": value}, **({} if name == "aud" else {"in a list": [value]})}
        for what, other in {**others, **wrapped}.items():
            yield forged(target, f"{name} is {what}", {**target.token.claims, name: other})
        if is_text:
            yield forged(target, f"{name} is nested too deep", _nested(target.token, name))
        else:
            yield forged(target, f"{name} is the number as text", {**target.token.claims, name: str(value)})
            # An end that is far away is an end, if the issuer says so.
            for number in (*_ODD_NUMBERS, *(() if name == "exp" else (_HUGE,))):
                yield forged(target, f"{name} is {number[:9]}", _written(target.token, name, number))


def wrong_audience(target: Target) -> Iterator[Attack]:
    """Tokens of another issuer, or for somebody else."""
    if target.forge is None or target.token is None:
        return
    claims = target.token.claims
    yield from _near_audience(target)
    for name, other in {
        "another audience": "https://another.example",
        "other audiences": ["https://another.example", "https://yet-another.example"],
        "an audience that is a number": 1,
        "an audience that is an object": {"aud": claims.get("aud")},
    }.items():
        yield forged(target, name, {**claims, "aud": other})
    issuer = claims.get("iss")
    if isinstance(issuer, str) and "iss" in target.forge.claims:
        for other in ("https://another.example", *_nearly(issuer)):
            yield forged(target, f"another issuer, {other!r}", {**claims, "iss": other})


def _near_audience(target: Target) -> Iterator[Attack]:
    """Audiences that are not the server's, however much of it is in them: where it has to have one."""
    assert target.forge is not None
    assert target.token is not None
    ours = target.token.claims.get("aud")
    if isinstance(ours, str) and "aud" in target.forge.claims:
        for other in _nearly(ours):
            yield forged(target, f"another audience, {other!r}", {**target.token.claims, "aud": other})
            yield forged(target, f"other audiences, {other!r}", {**target.token.claims, "aud": [other]})


def _nearly(name: str) -> list[str]:
    """Names that are another's, to whoever compares them to the letter."""
    return [
        f"{name}/",
        f"{name} ",
        f" {name}",
        name.swapcase(),
        name[:-1],
        name[1:],
        f"{name}.another.example",
        f"x{name}",
    ]


def wrong_time(target: Target) -> Iterator[Attack]:
    """Expired, just and long ago, and not yet valid."""
    if target.forge is None or target.token is None:
        return
    now, leeway = int(time.time()), target.forge.leeway
    for name, moment in {"just": now - leeway - 1, "an hour ago": now - 3600, "in 1970": 0}.items():
        yield forged(target, f"expired {name}", {**target.token.claims, "exp": moment})
    past = now - leeway - _FAR
    yield forged(target, "yesterday's, and expired", {**target.token.claims, "iat": past, "exp": past + 60})
    for name in ("nbf", "iat"):
        for when, moment in {"in a minute": now + leeway + 60, "tomorrow": now + _FAR}.items():
            lasting = {**target.token.claims, "exp": now + 2 * _FAR, name: moment}
            yield forged(target, f"{name} is {when}", lasting)
    for what, value in _NO_MOMENTS.items():
        yield forged(target, f"nbf is {what}", {**target.token.claims, "nbf": value})
    for number in (*_ODD_NUMBERS, _HUGE):
        if number != "-Infinity":  # which is in the past, to whoever reads it at all
            yield forged(target, f"nbf is {number[:9]}", _written(target.token, "nbf", number))


def wrong_session(target: Target) -> Iterator[Attack]:
    """A user and a session that do not belong together, or are not there."""
    forge, token = target.forge, target.token
    if forge is None or token is None or forge.session is None:
        return
    user, session = str(token.claims[forge.user]), str(token.claims[forge.session])
    other = target.other.user_id
    yield forged(target, "another user with one's own session", {**token.claims, forge.user: other}, other)
    for name, value in _misspelt(user).items():
        yield forged(target, f"the user's id {name}", {**token.claims, forge.user: value})
    for name, value in {**_misspelt(session), "so long": session * 40}.items():
        yield forged(target, f"the session's id {name}", {**token.claims, forge.session: value})
    for how, actor in target.ended:
        old = _claims_of(actor.token)
        if old:
            lasting = {**old, "exp": int(time.time()) + _FAR}
            yield forged(target, f"a new token after {how}", lasting, actor.user_id)
            stolen = {**token.claims, forge.session: old[forge.session]}
            yield forged(target, f"one's own user with the session after {how}", stolen)


def _misspelt(name: str) -> dict[str, str]:
    """Ids that are nobody's, but to whoever trims them, or takes no notice of cases or of what is not seen."""
    several = {
        "altered": altered(name),
        "and a space": f"{name} ",
        "after a space": f" {name}",
        "and a line break": f"{name}\n",
        "and a tab": f"{name}\t",
        "and a NUL": f"{name}\0",
        "and a space of no width": f"{name}\u200b",
        "in other cases": name.swapcase(),
        "without its last character": name[:-1],
        "in quotes": f"'{name}'",
        "in braces": f"{{{name}}}",
        "without its hyphens": name.replace("-", ""),
        "%": "%",
    }
    return {what: value for what, value in several.items() if value not in (name, "")}


def wrong_structure(target: Target) -> Iterator[Attack]:
    """Signed well, and not to be taken all the same."""
    forge, token = target.forge, target.token
    if forge is None or token is None:
        return
    header, claims = token.header, token.claims
    if forge.max_length:
        for longest in (forge.max_length + 1, 2 * forge.max_length):
            yield bearer(f"longer than {longest - 1}", forge.lengthened(token, longest))
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


def forged(target: Target, name: str, payload: Any, user_id: str | None = None) -> Attack:
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
