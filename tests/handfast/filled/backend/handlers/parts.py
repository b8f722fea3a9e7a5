"""Parts of projects: whose they are is told by the project."""

from backend.rows import Rows, new_id
from generated.apis.parts import PartsApi
from generated.problems import Missing
from generated.schemas import Error, Part, PartInput
from generated.security import Caller

OF_PROJECT = """
SELECT parts.id, label, count FROM parts JOIN projects ON projects.id = project_id
WHERE project_id = :project_id AND owner = :owner
"""


class PartsHandlers(PartsApi):
    def __init__(self) -> None:
        self._rows = Rows()

    async def list_parts(self, caller: Caller, project_id: str) -> list[Part]:
        self._find_project(caller, project_id)
        return [Part(**row) for row in self._rows.run(OF_PROJECT, project_id=project_id, owner=caller.id)]

    async def add_part(self, caller: Caller, project_id: str, body: PartInput) -> Part:
        self._find_project(caller, project_id)
        part = Part(id=new_id(), label=body.label, count=body.count)
        self._rows.run(
            "INSERT INTO parts VALUES (:id, :project_id, :label, :count)", project_id=project_id, **vars(part)
        )
        return part

    async def get_part(self, caller: Caller, project_id: str, part_id: str) -> Part:
        rows = self._rows.run(
            f"{OF_PROJECT} AND parts.id = :part_id", project_id=project_id, owner=caller.id, part_id=part_id
        )
        if not rows:
            raise Missing(Error(message="There is no such part."))
        return Part(**rows[0])

    def _find_project(self, caller: Caller, project_id: str) -> None:
        if not self._rows.run(
            "SELECT id FROM projects WHERE id = :id AND owner = :owner", id=project_id, owner=caller.id
        ):
            raise Missing(Error(message="There is no such project."))
