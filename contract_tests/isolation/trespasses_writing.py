"""Requests of somebody who has another user's ids, values and versions: those that write."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contract_tests.inputs.bodies import at, put
from contract_tests.inputs.samples import sample_body, sample_headers, sample_parameters
from contract_tests.inputs.values import fits
from contract_tests.isolation.trespasses import Neighbours, Trespass, conditioned, impersonating
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import names_thing
from contract_tests.spec.schemas import answer_schema, branches, has_format, is_json, kinds, leaves, properties

_BROKEN = b'{"'


class Writings:
    """Makes the requests that write; addresses in them are new each time."""

    def __init__(self, around: Neighbours) -> None:
        self._around = around
        self._number = 0

    def on_foreign(self, operation: Operation) -> Iterator[Trespass]:
        """To things of the owner's: none of these may do anything."""
        paths = self._around.foreign_paths(operation)
        tried: set[str] = set()
        for why, path in paths:
            for number, base in enumerate(self._bases(operation, path, why)):
                yield base
                if number == 0:
                    yield from conditioned(self._around, base)
                if base.media_type is not None and why not in tried:
                    yield replace(base, why=f"{why}, a broken body", raw=_BROKEN)
                    yield replace(base, why=f"{why}, an empty body", body={})
                if base.media_type is not None and not tried:
                    yield from self._lent(base)
            tried.add(why)
        for _, path in paths[:1]:
            yield from (replace(base, is_anonymous=True, why="sent by nobody") for base in self._bases(operation, path))

    def on_own(self, operation: Operation) -> Iterator[Trespass]:
        """To one's own things, with what is the owner's in the body, the query and the headers."""
        paths = self._around.own_paths(operation) if operation.is_secured else [{}] if not operation.resources else []
        for path in paths[:1]:
            for base in self._bases(operation, path):
                yield replace(base, is_anonymous=not operation.is_secured)
                for each in (*self._lent(base), *self._named(base), *self._added(base)):
                    body = self._readdressed(each, base)
                    yield replace(each, is_anonymous=not operation.is_secured, body=body)
                if operation.is_secured:
                    yield from conditioned(self._around, base)
                    yield from impersonating(self._around, base)

    def _bases(self, operation: Operation, path: dict[str, str], why: str = "as it is") -> Iterator[Trespass]:
        headers = sample_headers(operation)
        base = Trespass(operation, why, path, sample_parameters(operation, "query"), headers)
        if not operation.bodies:
            yield base
        for media_type in operation.bodies:
            body = self._renewed(operation, media_type, sample_body(operation, media_type))
            yield replace(base, body=body, media_type=media_type, why=f"{why}, {media_type}")

    def _readdressed(self, trespass: Trespass, base: Trespass) -> Any:
        """The body with a new address in place of the one that was sent before, so that it is not for that refused."""
        schema = self._schema(trespass)
        known = leaves(base.operation.document, schema) if schema is not None else {}
        same = any("@" in str(at(base.body, leaf)) and at(base.body, leaf) == at(trespass.body, leaf) for leaf in known)
        return self._renewed(base.operation, str(base.media_type), trespass.body) if same else trespass.body

    def _renewed(self, operation: Operation, media_type: str, body: Any) -> Any:
        """The body with another address than any before, the same ones in each run."""
        body = json.loads(json.dumps(body))
        for leaf, schema in leaves(operation.document, operation.bodies[media_type].get("schema", {})).items():
            if has_format(operation.document, schema, "email") and at(body, leaf) is not None:
                self._number += 1
                put(body, leaf, f"trespass-{self._number}@contract.example")
        return body

    def _lent(self, base: Trespass) -> Iterator[Trespass]:
        """Texts of the owner's: all that was said of one thing, then property by property."""
        schema = self._schema(base)
        if schema is None:
            return
        owner, document = self._around.owner, base.operation.document
        for made in [bodies[0] for bodies in owner.bodies.values() if bodies]:
            if isinstance(made, dict) and fits(document, schema, made):
                yield replace(base, why=f"{base.why}, as the owner's", body=made)
        for leaf, known in leaves(document, schema).items():
            same = [text for bodies in owner.bodies.values() if bodies and (text := at(bodies[0], leaf)) is not None]
            values = [*same[:1], *owner.addresses[:1], *owner.names[:1], owner.actor.user_id]
            if not any("string" in kinds(each) and not each.get("writeOnly") for each in branches(document, known)):
                continue
            for value in [each for each in values if fits(document, known, each)][:3]:
                yield replace(
                    base, why=f"{base.why}, {'/'.join(leaf)} of the owner's", body=_with(base.body, leaf, value)
                )

    def _named(self, base: Trespass) -> Iterator[Trespass]:
        """Properties that name a thing, with each kind of the owner's."""
        schema = self._schema(base)
        document = base.operation.document
        for name, known in (properties(document, schema) if schema is not None else {}).items():
            if not names_thing(document, name):
                continue
            near = self._around.named_so(name)
            for value in [*(near[:2] or self._one_of_each(base.operation)), self._around.owner.actor.user_id]:
                is_list = any("array" in kinds(each) for each in branches(document, known))
                own = self._around.stranger.named_so(document, name)[:1]
                several: dict[str, Any] = {f"{name} of the owner's": [value], f"{name} of both": [*own, value]}
                for why, told in (several if is_list else {f"{name} of the owner's": value}).items():
                    if fits(document, known, told):
                        yield replace(base, why=f"{base.why}, {why}", body=_with(base.body, (name,), told))

    def _added(self, base: Trespass) -> Iterator[Trespass]:
        """Properties that nobody may set, each by itself and all together."""
        if not isinstance(base.body, dict) or not is_json(base.media_type):
            return
        schema = self._schema(base)
        known = properties(base.operation.document, schema) if schema is not None else {}
        extras = {name: value for name, value in self._extras(base.operation).items() if name not in known}
        for name, value in extras.items():
            yield replace(base, why=f"{base.why}, {name} besides", body={**base.body, name: value})
        yield replace(base, why=f"{base.why}, all that is not declared", body={**base.body, **extras})

    def _extras(self, operation: Operation) -> dict[str, Any]:
        """Names that a server might take from a body, with the owner's values; of what it shows, those of a thing."""
        owner = self._around.owner
        shown = properties(operation.document, answer_schema(operation) or {})
        things = [each.body for each in owner.seen if isinstance(each.body, dict) and shown.keys() & each.body.keys()]
        likest = max(things, key=lambda body: len(shown.keys() & body.keys()), default={})
        found: dict[str, Any] = {name: likest[name] for name in shown if name in likest}
        found |= self._around.user_words()
        near = self._near(operation)
        return found | near | {"id": next(reversed(near.values()), owner.actor.user_id)}

    def _near(self, operation: Operation) -> dict[str, str]:
        """What names one of the owner's things that an operation is about, or makes."""
        kinds_near = sorted(self._around.owner.things, key=lambda kind: not kind.startswith(operation.path))
        own = [
            self._around.owner.things[kind] for kind in kinds_near if operation.path in kind or kind in operation.path
        ]
        return dict(own[0][0]) if own and own[0] else {}

    def _one_of_each(self, operation: Operation) -> list[str]:
        """The name of one of the owner's things of each kind, that of the operation first."""
        owned = [things[0] for things in self._around.owner.things.values() if things]
        names = [next(reversed(each.values())) for each in (self._near(operation), *owned) if each]
        return list(dict.fromkeys(names))

    def _schema(self, base: Trespass) -> Any:
        if base.media_type is None or not is_json(base.media_type) or not isinstance(base.body, dict):
            return None
        return base.operation.bodies[base.media_type].get("schema")


def _with(body: dict[str, Any], leaf: tuple[str, ...], value: Any) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(body))
    put(copy, leaf, value)
    return copy
