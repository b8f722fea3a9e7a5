"""The labels of one user."""

from urllib.parse import quote

from backend.stores.labels import LabelStore, NameTaken, OwnedLabels
from generated.apis.labels import CreateLabel201, GetLabel200, LabelsApi, UpdateLabel200

from generated.problems import LabelTaken
from generated.schemas import Colour, LabelCreate, LabelPage, LabelUpdate
from generated.security import Caller


class Labels(LabelsApi):
    def __init__(self, labels: LabelStore) -> None:
        self._labels = labels

    async def list_labels(
        self, caller: Caller, user_id: str, *, colour: Colour | None, limit: int, cursor: str | None
    ) -> LabelPage:
        return await self._of(caller).page(colour, limit=limit, cursor=cursor)

    async def create_label(self, caller: Caller, user_id: str, body: LabelCreate) -> CreateLabel201:
        try:
            made = await self._of(caller).add(body)
        except NameTaken:
            raise LabelTaken from None
        return CreateLabel201(made.label, f"/api/{quote(user_id, safe='')}/labels/{made.label.id}", made.etag)

    async def get_label(self, caller: Caller, user_id: str, label_id: str) -> GetLabel200:
        found = await self._of(caller).get(label_id)
        return GetLabel200(found.label, found.etag)

    async def update_label(
        self, caller: Caller, user_id: str, label_id: str, body: LabelUpdate, *, if_match: str | None
    ) -> UpdateLabel200:
        try:
            now = await self._of(caller).update(label_id, body, if_match)
        except NameTaken:
            raise LabelTaken from None
        return UpdateLabel200(now.label, now.etag)

    async def delete_label(self, caller: Caller, user_id: str, label_id: str) -> None:
        await self._of(caller).remove(label_id)

    def _of(self, caller: Caller) -> OwnedLabels:
        return self._labels.owned_by(caller.id)
