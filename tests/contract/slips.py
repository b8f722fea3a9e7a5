"""What a careless author may have written of the labels, and which test has to find it."""

from typing import NamedTuple

from tests.contract.new_resource import Edit

HANDLER, STORE = "backend/handlers/labels.py", "backend/stores/labels.py"
TABLE, MIGRATION = "backend/tables/labels.py", "backend/migrations/versions/0003_labels.py"
MODELS = "specs/components/labels.yaml"
UNSET = "**body.model_dump(exclude_unset=True)}"
UNIQUE = 'UniqueConstraint("user_id", "name"'
NOT_YOURS = """\
        if found is None and await self._database.fetch_one(ANYBODYS, self._this(label_id)):
            raise LabelNotFound("That label is not yours.")
"""
FOUND = "        if found is None:\n"


class Slip(NamedTuple):
    """One mistake; the claim and the test that find it, with the operation that it is about."""

    name: str
    claim: str
    test: str
    edits: tuple[Edit, ...]


def slip(name: str, found_by: str, *edits: tuple[str, str, str]) -> Slip:
    claim, _, test = found_by.partition(": ")
    return Slip(name, claim, test, tuple(Edit(*each) for each in edits))


OF_ISOLATION = [
    slip(
        "reads anybody's",
        "isolation: strangers path with the owners thing (getLabel)",
        (STORE, "GET = Statement(select(*SHOWN).where(*THIS)", "GET = Statement(select(*SHOWN).where(THIS[0])"),
    ),
    slip(
        "changes anybody's",
        "isolation: strangers path with the owners thing (updateLabel)",
        (STORE, ".where(*THIS, AT_VERSION)", ".where(THIS[0], AT_VERSION)"),
    ),
    slip(
        "deletes anybody's",
        "isolation: strangers path with the owners thing (deleteLabel)",
        (STORE, "delete(ROW).where(*THIS)", "delete(ROW).where(THIS[0])"),
    ),
    slip(
        "lists everybody's",
        "isolation: stranger sees nothing of the owners (listLabels)",
        (STORE, "            OWNED,\n            *", "            *"),
    ),
    slip(
        "has a name but once for all users",
        "isolation-worlds: worlds are alike (createLabel)",
        (MIGRATION, UNIQUE, 'UniqueConstraint("name"'),
        (TABLE, UNIQUE, 'UniqueConstraint("name"'),
    ),
    slip(
        "says of another's label that it is there",
        "isolation: strangers path with the owners thing (getLabel)",
        (STORE, "\nGET = ", "\nANYBODYS = Statement(select(*SHOWN).where(THIS[0]), make_label)\nGET = "),
        (STORE, "\nfrom generated.schemas", "\nfrom generated.problems import LabelNotFound\nfrom generated.schemas"),
        (
            STORE,
            FOUND,
            NOT_YOURS + FOUND,
        ),
    ),
    slip(
        "takes the owner from the body",
        "isolation-worlds: the owners things are untouched (createLabel)",
        (MODELS, "\n  required: [name]\n  properties:\n", "\n  required: [name]\n  properties:\n    user_id: *id\n"),
        (MODELS, "id:\n      description: What stands for `{label_id}` in paths.\n      $ref", "id: &id\n      $ref"),
        (STORE, "**body.model_dump()}", '"colour": "green", "note": "", ' + UNSET),
    ),
]
OF_SEMANTICS = [
    slip(
        "overwrites what a patch leaves out",
        "semantics-writes: patch leaves the rest alone (updateLabel)",
        (STORE, UNSET, '"colour": "green", "note": "", ' + UNSET),
    ),
    slip(
        "keeps what is deleted",
        "semantics-deletes: deleted thing stays deleted (deleteLabel)",
        (STORE, "execute(DELETE,", "execute(GET,"),
    ),
    slip(
        "leads elsewhere by Location",
        "semantics-writes: location leads to what was made (createLabel)",
        (HANDLER, "}/labels/{made.label.id}", "}/label/{made.label.id}"),
    ),
    slip(
        "ignores the limit",
        "semantics-lists: limit limits (listLabels)",
        (STORE, '"limit": limit + 1}', '"limit": (limit := 20) + 1}'),
    ),
    slip(
        "ignores the filter",
        "semantics-queries: filter filters (listLabels)",
        (STORE, "[col(ROW.colour) == given(col(ROW.colour))] if is_filtered else []", "[]"),
    ),
    slip(
        "has one ETag for every version",
        "semantics-versions: etag changes with the thing alone (getLabel)",
        (STORE, "return entity_tag(self.version)", "return entity_tag(1)"),
    ),
    slip(
        "fails where a name is taken",
        "statuses: declared refusal is seen [createLabel-409-application/problem+json] (createLabel)",
        (HANDLER, ".add(body)\n        except NameTaken:", ".add(body)\n        except LookupError:"),
    ),
    slip(
        "forgets a property",
        "semantics-writes: what is sent is read back (updateLabel)",
        (STORE, UNSET, UNSET.replace("}", ', "note": None}')),
    ),
    slip(
        "gives the last row of a page again",
        "semantics-lists: pages of any size make the same list (listLabels)",
        (STORE, "[PLACE < AFTER]", "[PLACE <= AFTER]"),
    ),
    slip(
        "takes the cursor of another user",
        "semantics-lists: cursor is good for its own list only (listLabels)",
        (STORE, 'scope = ("labels", self._user_id, colour)', 'scope = ("labels", colour)'),
    ),
    slip(
        "ignores If-Match",
        "semantics-versions: stale version is refused (updateLabel)",
        (STORE, '"versions": versions_named(if_match)}', '"versions": None}'),
    ),
    slip(
        "moves the time of its making",
        "semantics-writes: patch leaves the rest alone (updateLabel)",
        (
            STORE,
            "        updated_at=func.now(),\n        version=col",
            "        created_at=func.now(),\n        version=col",
        ),
    ),
]
