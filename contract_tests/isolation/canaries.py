"""What a user writes so that it is known again wherever it turns up: a word of theirs in every free text."""

from itertools import count
from typing import Any

from contract_tests.inputs.bodies import Bodies, at, put
from contract_tests.inputs.values import bounds, fits
from contract_tests.spec.schemas import Leaf, flat, is_free_text

COMMON = "heron"
"""A word that everybody writes, so that a search for it would find everybody's."""

_ENOUGH = 8


class Canaries:
    """Makes bodies with words that nobody else writes; the same ones each time.

    Where there are but few values, and all were used, `usual` is the place of the one that this user goes on with: so
    what most things have depends on whose things they are.
    """

    def __init__(self, stem: str, usual: int = 0) -> None:
        self.stem = stem
        self._usual = usual
        self.words: list[str] = []
        self._numbers = count(1)

    def word(self) -> str:
        self.words.append(f"{self.stem}{next(self._numbers):03d}")
        return self.words[-1]

    def full(self, bodies: Bodies, place: int, *others: Any) -> dict[str, Any]:
        """A body with everything in it; `place` says where its texts come in an order."""
        body = bodies.full(*others)
        for leaf in self._texts(bodies):
            if at(body, leaf) is not None:
                self._write(bodies, body, leaf, place)
        for leaf, schema in bodies.free.items():
            values = [value for value in bounds(bodies.document, schema) if value is not None]
            if at(body, leaf) is None and values and not is_free_text(bodies.document, schema):
                put(body, leaf, values[self._usual])
        return body if fits(bodies.document, bodies.schema, body) else bodies.least()

    def texts(self, bodies: Bodies, place: int) -> dict[str, Any]:
        """A body with all the free texts, and of the rest what is required only."""
        body = bodies.least()
        for leaf in self._texts(bodies):
            self._write(bodies, body, leaf, place)
        return body if fits(bodies.document, bodies.schema, body) else {}

    def without(self, bodies: Bodies) -> dict[str, Any]:
        """A body with none of the words: null, nothing or a letter in each place of a free text."""
        body = bodies.least()
        for leaf in self._texts(bodies):
            schema = bodies.leaves[leaf]
            text = next((each for each in ("", None, "x") if fits(bodies.document, schema, each)), "x" * _ENOUGH)
            put(body, leaf, text)
        return body if fits(bodies.document, bodies.schema, body) else bodies.least()

    def _texts(self, bodies: Bodies) -> list[Leaf]:
        """Where any text may stand, but for what nobody is shown, such as a password."""
        return [
            leaf
            for leaf, schema in bodies.free.items()
            if is_free_text(bodies.document, schema) and not flat(bodies.document, schema).get("writeOnly")
        ]

    def _write(self, bodies: Bodies, body: dict[str, Any], leaf: Leaf, place: int) -> None:
        word = self.word()
        for text in (f"{place:02d} {COMMON} {word}", f"{word} {COMMON}", word):
            if fits(bodies.document, bodies.leaves[leaf], text):
                put(body, leaf, text)
                return
        self.words.remove(word)
