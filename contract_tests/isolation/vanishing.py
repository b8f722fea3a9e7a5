"""The end of all that a user has, as far as the specs have an end for it."""

from dataclasses import replace

from contract_tests.isolation.estates import Estate, Path, queries
from contract_tests.spec.document import Operation
from contract_tests.spec.relations import is_list, rows_of
from contract_tests.users.actors import Actor
from contract_tests.users.recipes import Recipes
from contract_tests.users.sights import shows_own

_SWEEPS = 3
"""So often is everything deleted: what other things are in, or name, may have to stay until they are gone."""

_UNAUTHORIZED, _IN_USE = 401, (400, 409, 422, 423)


def vanish(recipes: Recipes, estate: Estate) -> Estate:
    """Let the user delete all that is theirs, but for the account; return what is left, with a token that is good.

    What there is once for each user stays, with other texts in it.
    """
    estate.strip(recipes)
    document, actor = recipes.wire.document, recipes.actors.log_in_again(estate.actor)
    deletes = [each for each in document.operations.values() if each.method == "DELETE" and each.resources]
    for _ in range(_SWEEPS):
        refused = False
        for operation in sorted(deletes, key=lambda each: -len(each.resources)):
            for path in reversed(_all_of(recipes, estate, actor, operation)):
                status = recipes.call(operation, actor, path).status
                if status == _UNAUTHORIZED:  # the session of this very token was among them
                    actor = recipes.actors.log_in_again(estate.actor)
                    status = recipes.call(operation, actor, path).status
                refused |= status in _IN_USE
        if not refused:
            break
    return replace(estate, actor=recipes.actors.log_in_again(estate.actor))


def _all_of(recipes: Recipes, estate: Estate, actor: Actor, operation: Operation) -> list[Path]:
    known = estate.paths(operation) + estate.above(operation)
    for each in recipes.wire.document.operations.values():
        rows = rows_of(each) if is_list(each) and shows_own(each) else None
        if rows is None or rows.path != operation.path or rows.identity is None or rows.parameter is None:
            continue
        for path in estate.paths(each):
            page = recipes.call(each, actor, path, query=queries(each, closely=False)[0])
            listed = page.body.get(each.definition["x-page"]["items"], []) if page.status == 200 else []
            known += [path | {rows.parameter: str(row[rows.identity])} for row in listed if rows.identity in row]
    return [dict(pairs) for pairs in dict.fromkeys(tuple(sorted(path.items())) for path in known)]
