"""Entities out of nothing, for tests of pure rules: what is not named has a plain value."""

from itertools import count
from typing import Any

from app.domain.entities.projects import Group, Milestone, Project
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import ProjectId, UserId

ME = UserId("me")
BERLIN = "Europe/Berlin"
_numbers = count(1)


def an_id(prefix: str = "id") -> str:
    return f"{prefix}-{next(_numbers):06d}"


def a_project(name: str = "Website", **fields: Any) -> Project:
    base: dict[str, Any] = {"id": an_id("project"), "created_at": 0, "name": name}
    return Project(**base | fields)


def a_group(name: str = "Work", **fields: Any) -> Group:
    base: dict[str, Any] = {"id": an_id("group"), "created_at": 0, "name": name}
    return Group(**base | fields)


def a_milestone(name: str = "Beta", due_date: str = "2026-01-31", **fields: Any) -> Milestone:
    base: dict[str, Any] = {"id": an_id("milestone"), "created_at": 0, "name": name, "due_date": due_date}
    base["project"] = ProjectId("p")
    return Milestone(**base | fields)


def an_entry(start: int = 0, end: int | None = 3600, **fields: Any) -> TimeEntry:
    base: dict[str, Any] = {"id": an_id("entry"), "created_at": 0, "user": ME, "tz": BERLIN}
    base |= {"started_at": start, "ended_at": end}
    return TimeEntry(**base | fields)
