"""Names in a file become clients, projects, tasks and tags here: those that exist, or new ones."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from app.domain.entities.projects import Client, Project, ProjectStatus, Tag, Task
from app.domain.ids import ClientId, ProjectId, TagId, TaskId
from app.domain.rules.names import LONGEST, clean_name
from app.orchestrators.references import COLORS

if TYPE_CHECKING:
    from app.exchange.records import Record
    from app.storage.context import Context
    from app.storage.unit_of_work import Repositories


class Named(NamedTuple):
    """What the names of a record mean."""

    project: ProjectId | None
    task: TaskId | None
    tags: frozenset[TagId]
    billable: bool


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Return the form in which two names that are the same to a person are equal."""
    return fitting(name).casefold()


def fitting(name: str) -> str:
    """Return a name cleaned, and cut with an ellipsis where it is longer than names may be."""
    name = clean_name(name)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


class NameBook:
    """Finds what names mean, without regard to case; a project within its client, a task within its project.

    With ``create`` what is unknown is saved, else it is only counted.
    """

    def __init__(self, ctx: Context, read: Repositories, *, create: bool) -> None:
        self._ctx, self._read, self._create = ctx, read, create
        self._clients: dict[str, str] = {name_key(one.name): one.id for one in reversed(read.clients.all())}
        self._projects: dict[tuple[str | None, str], Project] = {}
        self._any_project: dict[str, Project] = {}
        for project in sorted(read.projects.all(), key=_preference):
            self._know(project)
        self._tasks: dict[tuple[str, str], str] = {(t.project, name_key(t.name)): t.id for t in read.tasks.all()}
        self._positions = Counter(project for project, _ in self._tasks)
        self._tags: dict[str, str] = {name_key(one.name): one.id for one in reversed(read.tags.all())}
        self._colors = Counter(one.color for one in read.projects.all())
        self._places: dict[tuple[str | None, str, str], tuple[Project | None, TaskId | None]] = {}
        self._tag_sets: dict[tuple[str, ...], frozenset[TagId]] = {(): frozenset()}
        self.new_clients = self.new_projects = self.new_tasks = self.new_tags = 0
        self.shortened = 0

    def of(self, record: Record) -> Named:
        """Return what the names of a record mean, made known if they were not."""
        place = (record.client, record.project, record.task)
        found = self._places.get(place)
        if found is None:
            found = self._places[place] = self._place(record)
        tags = self._tag_sets.get(record.tags)
        if tags is None:
            tags = self._tag_sets[record.tags] = frozenset(TagId(self._tag(name)) for name in record.tags if name)
        project, task = found
        billable = bool(project and project.billable) if record.billable is None else record.billable
        return Named(ProjectId(project.id) if project else None, task, tags, billable)

    def _place(self, record: Record) -> tuple[Project | None, TaskId | None]:
        if not clean_name(record.project):
            return None, None
        project = self._project(record)
        return project, TaskId(self._task(project, record.task)) if clean_name(record.task) else None

    def _project(self, record: Record) -> Project:
        name = name_key(record.project)
        if record.client is None:
            found = self._any_project.get(name)
        else:
            client = self._client(record.client) if clean_name(record.client) else None
            found = self._projects.get((client, name))
        return found or self._new_project(record, None if record.client is None else client)

    def _new_project(self, record: Record, client: str | None) -> Project:
        color = min(COLORS, key=lambda one: self._colors[one])
        self._colors[color] += 1
        project = Project(
            id=self._ctx.new_id(), created_at=self._ctx.now(), name=self._cut(record.project), color=color,
            client=ClientId(client) if client else None, billable=bool(record.billable),
        )  # fmt: skip
        self.new_projects += 1
        self._know(project)
        if self._create:
            self._read.projects.save(project)
        return project

    def _know(self, project: Project) -> None:
        key = name_key(project.name)
        self._projects.setdefault((project.client, key), project)
        self._any_project.setdefault(key, project)

    def _client(self, name: str) -> str:
        found = self._clients.get(name_key(name))
        if found is None:
            client = Client(id=self._ctx.new_id(), created_at=self._ctx.now(), name=self._cut(name))
            found = self._clients[name_key(name)] = client.id
            self.new_clients += 1
            if self._create:
                self._read.clients.save(client)
        return found

    def _task(self, project: Project, name: str) -> str:
        key = (project.id, name_key(name))
        found = self._tasks.get(key)
        if found is None:
            task = Task(
                id=self._ctx.new_id(), created_at=self._ctx.now(), project=ProjectId(project.id),
                name=self._cut(name), position=self._positions[project.id],
            )  # fmt: skip
            found = self._tasks[key] = task.id
            self._positions[project.id] += 1
            self.new_tasks += 1
            if self._create:
                self._read.tasks.save(task)
        return found

    def _tag(self, name: str) -> str:
        found = self._tags.get(name_key(name))
        if found is None:
            tag = Tag(id=self._ctx.new_id(), created_at=self._ctx.now(), name=self._cut(name))
            found = self._tags[name_key(name)] = tag.id
            self.new_tags += 1
            if self._create:
                self._read.tags.save(tag)
        return found

    def _cut(self, name: str) -> str:
        self.shortened += len(clean_name(name)) > LONGEST
        return fitting(name)


def _preference(project: Project) -> tuple[bool, bool, bool, int]:
    """Order projects of one name: not merged away, of no client, active, the oldest."""
    return (
        project.merged_into is not None,
        project.client is not None,
        project.status is not ProjectStatus.ACTIVE,
        project.created_at,
    )
