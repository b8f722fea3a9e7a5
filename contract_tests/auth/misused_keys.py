"""Forgeries with keys that are right for something: under another name, with another algorithm, of another purpose."""

from collections.abc import Iterator
from typing import Any

from contract_tests.auth.attacks import Attack, Target, bearer
from contract_tests.auth.forgery import signed
from contract_tests.inputs.samples import altered


def wrong_key(target: Target) -> Iterator[Attack]:
    """The right key, used wrongly."""
    yield from other_algorithm(target)
    yield from wrong_key_name(target)


def wrong_key_name(target: Target) -> Iterator[Attack]:
    """A good signature under a name of no key, or of another one; and keys that are published for something else."""
    forge, token = target.forge, target.token
    if forge is None or token is None:
        return
    own = token.header.get("kid")
    if isinstance(own, str):
        for what, name in _other_names(own).items():
            yield bearer(
                f"kid is {what}, and the signature right", forge.sign({**token.header, "kid": name}, token.claims)
            )
    for each in forge.beside:
        if isinstance(own, str):
            borrowed = {**token.header, "kid": each.name}
            yield bearer(f"kid is that of another key, for {each.purpose}", forge.sign(borrowed, token.claims))
        header = {**token.header, "alg": each.algorithm}
        names = {"a good key's": own, **({} if each.purpose == "signing" else {"its own": each.name})}
        for what, name in names.items():
            forged = signed({**header, "kid": name}, token.claims, each.key, each.algorithm)
            yield bearer(f"another published key, for {each.purpose}, under {what} name", forged)


def _other_names(own: str) -> dict[str, Any]:
    names: dict[str, Any] = {
        "nobody's": "no-such-key",
        "altered": altered(own),
        "in other cases": own.swapcase(),
        "with a space behind": f"{own} ",
        "with a space before": f" {own}",
        "and more": f"{own}x",
        "its beginning": own[:-1],
        "with a NUL behind": f"{own}\0",
        "empty": "",
        "in a list": [own],
        "in an object": {"kid": own},
        "a number": 1,
        "true": True,
        "%": "%",
        "*": "*",
        "so long": own * 40,
    }
    return {what: name for what, name in names.items() if name != own}


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
