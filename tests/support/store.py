"""A real, migrated store in memory or in a file, with a clock and ids the test holds in its hand."""

import random
from pathlib import Path
from typing import Any

from app.domain.entities.projects import Project, Tag
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import ProjectId, UserId, uuid7
from app.storage.context import Context
from app.storage.database import Database

# Monday, 2026-03-02 09:00 in Berlin.
MORNING = 1_772_438_400
USER = UserId("0195f000-0000-7000-8000-000000000001")
DEVICE = "0195f000-0000-7000-8000-00000000000d"


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: int = MORNING) -> None:
        self.seconds = now

    def now(self) -> int:
        return self.seconds

    def now_ms(self) -> int:
        return self.seconds * 1000

    def forward(self, seconds: int) -> None:
        self.seconds += seconds


class FakeIds:
    """Ids that repeat from run to run."""

    def __init__(self, clock: FakeClock, seed: int = 1) -> None:
        self._clock, self._dice, self._count = clock, random.Random(seed), 0

    def new_id(self) -> str:
        self._count += 1
        return uuid7(self._clock.now_ms() + self._count, self._dice.getrandbits(74))

    def random64(self) -> int:
        return self._dice.getrandbits(64)


def make_context(path: str | Path = ":memory:", *, now: int = MORNING, zone: str = "Europe/Berlin", seed: int = 1,
                 device: str = DEVICE) -> Context:  # fmt: skip
    clock = FakeClock(now)
    return Context(Database.open(path, device=device), clock, FakeIds(clock, seed), USER, zone)


def clock_of(ctx: Context) -> FakeClock:
    assert isinstance(ctx.clock, FakeClock)
    return ctx.clock


def make_project(ctx: Context, name: str = "Website", **fields: Any) -> Project:
    return Project(id=ctx.new_id(), created_at=ctx.now(), name=name, **fields)


def make_tag(ctx: Context, name: str = "bug") -> Tag:
    return Tag(id=ctx.new_id(), created_at=ctx.now(), name=name)


def make_entry(ctx: Context, start: int = MORNING, seconds: int | None = 3600, **fields: Any) -> TimeEntry:
    end = None if seconds is None else start + seconds
    if isinstance(fields.get("project"), Project):
        fields["project"] = ProjectId(fields["project"].id)
    fields = {"tz": "Europe/Berlin", "user": USER} | fields
    return TimeEntry(id=ctx.new_id(), created_at=ctx.now(), started_at=start, ended_at=end, **fields)
