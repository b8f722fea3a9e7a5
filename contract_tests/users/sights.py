"""What a user sees of their own: looked at before and after somebody else tried something."""

from contract_tests.spec.document import Operation
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import Recipes


def shows_own(operation: Operation) -> bool:
    return operation.is_secured and operation.is_safe and (bool(operation.owners) or operation.is_caller_owned)


def look(recipes: Recipes, owner: Actor, path: dict[str, str]) -> dict[str, bytes]:
    """All that the owner sees with these path parameters."""
    seen = {}
    for each in recipes.wire.document.operations.values():
        if shows_own(each) and set(each.resources) <= path.keys() and not each.requires_input:
            own = dict.fromkeys(each.owners, owner.user_id) | {name: path[name] for name in each.resources}
            seen[each.id] = recipes.call(each, owner, own).content
    return seen


class Sight:
    """What an owner saw, but for what changes by itself, such as the time of the last look."""

    def __init__(self, recipes: Recipes, owner: Actor, path: dict[str, str]) -> None:
        self._asked = recipes, owner, path
        self._steady: set[str] = set()
        self._seen: dict[str, bytes] = {}
        self.renew()

    def renew(self) -> None:
        first, self._seen = look(*self._asked), look(*self._asked)
        self._steady = {name for name, content in self._seen.items() if content == first[name]}

    def changes(self) -> list[str]:
        """Operations that show the owner something else than before."""
        now = look(*self._asked)
        return sorted(name for name in self._steady if now[name] != self._seen[name])
