"""What a user sees of all that is theirs, before and after somebody else was at it."""

from typing import Any

from contract_tests.isolation.estates import Estate
from contract_tests.isolation.normal_forms import comparable
from contract_tests.traffic.exchange import Exchange, shortened
from contract_tests.users.recipes import Recipes

_Seen = dict[tuple[str, str], Any]
_NOTHING = "nothing"


class Watch:
    """Looks again and again; what changes by itself, such as the time of the last look, does not count."""

    def __init__(self, recipes: Recipes, estate: Estate) -> None:
        self._recipes = recipes
        self._estate = estate
        first, self._seen = self._look(), self._look()
        self._unsteady = _differing(first, self._seen)

    def changes(self) -> list[str]:
        """What is another than at the last look."""
        before, self._seen = self._seen, self._look()
        return [
            f"{asked} {where}: {_short(before, (asked, where))} before, {_short(self._seen, (asked, where))} now"
            for asked, where in sorted(_differing(before, self._seen) - self._unsteady)
        ]

    def _look(self) -> _Seen:
        found: _Seen = {}
        for exchange in self._estate.look(self._recipes):
            asked = f"{exchange.method} {exchange.url.removeprefix(self._recipes.wire.base_url)}"
            found |= {(asked, where): value for where, value in _spread(_shown(exchange), "").items()}
        return found


def _shown(exchange: Exchange) -> dict[str, Any]:
    return {"status": exchange.status, "etag": exchange.headers.get("etag"), "body": comparable(exchange)}


def _spread(value: Any, where: str) -> dict[str, Any]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {f"{where}/": len(value)} if isinstance(value, dict | list) else {where: value}
    for name, item in items:
        found |= _spread(item, f"{where}/{name}")
    return found


def _differing(one: _Seen, other: _Seen) -> set[tuple[str, str]]:
    return {key for key in one.keys() | other.keys() if one.get(key, _NOTHING) != other.get(key, _NOTHING)}


def _short(seen: _Seen, key: tuple[str, str]) -> str:
    return shortened(repr(seen.get(key, _NOTHING)), 120)
