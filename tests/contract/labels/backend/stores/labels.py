"""Labels, each within its owner's reach alone."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from backend.tables.labels import LabelRow
from sqlalchemy import ARRAY, Integer, Text, any_, bindparam, cast, delete, func, insert, select, tuple_, update
from sqlmodel import col

from backend.cursors import Cursors, Position
from backend.database import Database
from backend.database_errors import ReferenceViolated, UniqueViolated
from backend.statements import Statement
from backend.stores.binds import given
from backend.stores.entity_tags import entity_tag, versions_named
from backend.stores.ids import is_id, new_id
from backend.stores.outcomes import OwnerMissing, RowMissing, RowStale
from generated.schemas import Colour, Label, LabelCreate, LabelPage, LabelUpdate


class NameTaken(Exception):
    """Another label of the same user has the name."""


class VersionedLabel(NamedTuple):
    label: Label
    version: int

    @property
    def etag(self) -> str:
        return entity_tag(self.version)


def make_label(row: Sequence[Any]) -> VersionedLabel:
    names = ("id", "name", "colour", "note", "created_at", "updated_at")
    return VersionedLabel(Label.model_validate(dict(zip(names, row, strict=False))), row[6])


ROW = LabelRow
SHOWN = (
    cast(col(ROW.id), Text),
    *(col(each) for each in (ROW.name, ROW.colour, ROW.note, ROW.created_at, ROW.updated_at, ROW.version)),
)
SENT = {each.key: each for each in (col(ROW.name), col(ROW.colour), col(ROW.note))}
OWNED = col(ROW.user_id) == given(col(ROW.user_id))
THIS = (col(ROW.id) == given(col(ROW.id), "label_id"), OWNED)
AT_VERSION = bindparam("versions", type_=ARRAY(Integer)).is_(None) | (
    any_(bindparam("versions", type_=ARRAY(Integer))) == col(ROW.version)
)
PLACE = tuple_(col(ROW.created_at), col(ROW.id))
AFTER = tuple_(given(col(ROW.created_at), "after_key"), given(col(ROW.id), "after_id"))

ADD = Statement(
    insert(ROW)
    .values(
        id=given(col(ROW.id), "label_id"),
        user_id=given(col(ROW.user_id)),
        created_at=func.now(),
        updated_at=func.now(),
        version=1,
        **{name: given(column) for name, column in SENT.items()},
    )
    .returning(*SHOWN),
    make_label,
)
GET = Statement(select(*SHOWN).where(*THIS), make_label)
UPDATE = Statement(
    update(ROW)
    .where(*THIS, AT_VERSION)
    .values(
        updated_at=func.now(),
        version=col(ROW.version) + 1,
        **{name: func.coalesce(given(column), column) for name, column in SENT.items()},
    )
    .returning(*SHOWN),
    make_label,
)
DELETE = Statement(delete(ROW).where(*THIS), tuple)
PAGES = {
    (is_filtered, is_later): Statement(
        select(*SHOWN)
        .where(
            OWNED,
            *([col(ROW.colour) == given(col(ROW.colour))] if is_filtered else []),
            *([PLACE < AFTER] if is_later else []),
        )
        .order_by(col(ROW.created_at).desc(), col(ROW.id).desc())
        .limit(bindparam("limit", type_=Integer)),
        make_label,
    )
    for is_filtered in (False, True)
    for is_later in (False, True)
}


class LabelStore:
    def __init__(self, database: Database, cursors: Cursors) -> None:
        self._database = database
        self._cursors = cursors

    def owned_by(self, user_id: str) -> "OwnedLabels":
        return OwnedLabels(self._database, self._cursors, user_id)


class OwnedLabels:
    """The labels of one user."""

    def __init__(self, database: Database, cursors: Cursors, user_id: str) -> None:
        self._database = database
        self._cursors = cursors
        self._user_id = user_id

    async def page(self, colour: Colour | None, *, limit: int, cursor: str | None) -> LabelPage:
        scope = ("labels", self._user_id, colour)
        values: dict[str, Any] = {"user_id": self._user_id, "colour": colour, "limit": limit + 1}
        if cursor is not None:
            values["after_key"], values["after_id"] = self._cursors.read(cursor, *scope)
        statement = PAGES[colour is not None, cursor is not None]
        found = [each.label for each in await self._database.fetch_all(statement, values)]
        following = None
        if len(found) > limit:
            last = found[limit - 1]
            following = self._cursors.write(Position(last.created_at.isoformat(), UUID(last.id)), *scope)
        return LabelPage(items=found[:limit], next_cursor=following)

    async def add(self, body: LabelCreate) -> VersionedLabel:
        values = {"label_id": new_id(), "user_id": self._user_id, **body.model_dump()}
        try:
            made = await self._database.fetch_one(ADD, values)
        except ReferenceViolated:
            raise OwnerMissing from None
        except UniqueViolated:
            raise NameTaken from None
        assert made is not None
        return made

    async def get(self, label_id: str) -> VersionedLabel:
        found = await self._database.fetch_one(GET, self._this(label_id))
        if found is None:
            raise RowMissing
        return found

    async def update(self, label_id: str, body: LabelUpdate, if_match: str | None) -> VersionedLabel:
        sent = {**dict.fromkeys(SENT), **body.model_dump(exclude_unset=True)}
        try:
            now = await self._database.fetch_one(
                UPDATE, {**self._this(label_id), **sent, "versions": versions_named(if_match)}
            )
        except UniqueViolated:
            raise NameTaken from None
        if now is None:
            await self.get(label_id)  # raises RowMissing if that is the reason
            raise RowStale
        return now

    async def remove(self, label_id: str) -> None:
        if not await self._database.execute(DELETE, self._this(label_id)):
            raise RowMissing

    def _this(self, label_id: str) -> dict[str, Any]:
        if not is_id(label_id):
            raise RowMissing
        return {"label_id": label_id, "user_id": self._user_id}
