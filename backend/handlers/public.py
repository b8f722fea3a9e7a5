"""Health, and the document: what anybody may see."""

from backend.conditions import names
from backend.database import Database
from backend.editions import JSON, Document, Editions
from generated.apis.public import (
    GetOpenapiJson200,
    GetOpenapiJson304,
    GetOpenapiYaml200,
    GetOpenapiYaml304,
    PublicApi,
)
from generated.problems import EditionNotFound
from generated.schemas import Liveness, Readiness


class Public(PublicApi):
    def __init__(self, database: Database, editions: Editions, docs: str) -> None:
        self._database = database
        self._editions = editions
        self._json = JSON
        self._yaml = Document("openapi.yaml")
        self._docs = docs

    async def get_liveness(self) -> Liveness:
        return Liveness(status="live")

    async def get_readiness(self) -> Readiness:
        await self._database.ping()
        return Readiness(status="ready")

    async def get_openapi_json(self, *, if_none_match: str | None) -> GetOpenapiJson200 | GetOpenapiJson304:
        if names(if_none_match, self._json.etag):
            return GetOpenapiJson304(self._json.etag)
        return GetOpenapiJson200(self._json.content, self._json.etag)

    async def get_edition(self, edition: str) -> bytes:
        content = await self._editions.find(edition)
        if content is None:
            raise EditionNotFound
        return content

    async def get_openapi_yaml(self, *, if_none_match: str | None) -> GetOpenapiYaml200 | GetOpenapiYaml304:
        if names(if_none_match, self._yaml.etag):
            return GetOpenapiYaml304(self._yaml.etag)
        return GetOpenapiYaml200(self._yaml.content, self._yaml.etag)

    async def get_docs(self) -> str:
        return self._docs
