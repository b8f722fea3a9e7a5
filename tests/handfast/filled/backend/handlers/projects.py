"""Projects, each its owner's."""

from backend.rows import Rows, new_id
from generated.apis.projects import ProjectsApi
from generated.problems import Missing
from generated.schemas import Error, Project, ProjectInput
from generated.security import Caller


class ProjectsHandlers(ProjectsApi):
    def __init__(self) -> None:
        self._rows = Rows()

    async def list_projects(self, caller: Caller, user_id: str) -> list[Project]:
        rows = self._rows.run("SELECT id, title FROM projects WHERE owner = :owner", owner=user_id)
        return [Project(**row) for row in rows]

    async def create_project(self, caller: Caller, user_id: str, body: ProjectInput) -> Project:
        project = Project(id=new_id(), title=body.title)
        self._rows.run(
            "INSERT INTO projects VALUES (:id, :owner, :title)",
            id=project.id,
            owner=user_id,
            title=project.title,
        )
        return project

    async def get_project(self, caller: Caller, project_id: str) -> Project:
        rows = self._rows.run(
            "SELECT id, title FROM projects WHERE id = :id AND owner = :owner", id=project_id, owner=caller.id
        )
        if not rows:
            raise Missing(Error(message="There is no such project."))
        return Project(**rows[0])

    async def delete_project(self, caller: Caller, project_id: str) -> None:
        rows = self._rows.run(
            "DELETE FROM projects WHERE id = :id AND owner = :owner RETURNING id",
            id=project_id,
            owner=caller.id,
        )
        if not rows:
            raise Missing(Error(message="There is no such project."))
