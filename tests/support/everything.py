"""A little of every kind in one store, for tests that want them all."""

import random
from dataclasses import replace
from typing import Any

from app.domain.entities.base import Entity, Kind
from app.domain.entities.billing import Invoice, InvoiceLine, Rate, RateScope
from app.domain.entities.conflicts import Conflict
from app.domain.entities.planning import DayOverride, Favorite, PlannedEvent, TimeOff, TimeOffKind, WorkSlot
from app.domain.entities.projects import Client, Group, Milestone, Project, Tag, Task
from app.domain.entities.time_entries import TimeEntry
from app.domain.entities.workspace import Dismissal, Member, SavedReport, Setting
from app.domain.ids import (
    ClientId,
    GroupId,
    InvoiceId,
    MilestoneId,
    ProjectId,
    TagId,
    TaskId,
    TimeEntryId,
)
from app.storage.context import Context
from app.storage.unit_of_work import Repositories, reading, unit_of_work
from tests.support.store import MORNING, USER

KINDS = tuple(kind for kind in Kind)
WORDS = ("fix login", "über Straße", "50 % off_sale", "ab", "call\\Acme", "Fix LOGIN again", "日本語の作業", "x")


def new_entity(ctx: Context, kind: Kind, dice: random.Random, known: dict[Kind, list[str]]) -> Entity:
    """Make an entity of a kind that points to things there are."""
    frame: dict[str, Any] = {"id": ctx.new_id(), "created_at": ctx.now()}
    made: Entity = _MAKERS[kind](frame, dice, lambda kind: dice.choice([*known.get(kind, []), None]))
    return made


def _entry(frame: dict[str, Any], dice: random.Random, some: Any) -> TimeEntry:
    start = MORNING + dice.randrange(-40 * 86_400, 40 * 86_400)
    # Some run over midnight, a few over several days, a few are running still.
    length = dice.choice((None, 0, 60, 3_600, 5 * 3_600, 15 * 3_600, 50 * 3_600))
    tags = frozenset(TagId(tag) for tag in (some(Kind.TAG), some(Kind.TAG)) if tag)
    return TimeEntry(
        **frame, user=USER, started_at=start, ended_at=None if length is None else start + length,
        tz=dice.choice(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")), description=dice.choice((*WORDS, "")),
        project=_id(ProjectId, some(Kind.PROJECT)), task=_id(TaskId, some(Kind.TASK)),
        milestone=_id(MilestoneId, some(Kind.MILESTONE)), billable=dice.random() < 0.5, tags=tags,
    )  # fmt: skip


def _id(make: Any, value: str | None) -> Any:
    return make(value) if value else None


def _project(frame: dict[str, Any], dice: random.Random, some: Any) -> Project:
    return Project(
        **frame, name=dice.choice(WORDS), group=_id(GroupId, some(Kind.GROUP)), client=_id(ClientId, some(Kind.CLIENT)),
        estimate_minutes=dice.randrange(9_000), billable=dice.random() < 0.5, weekdays=dice.choice((None, (0, 2), ())),
        due_date=dice.choice((None, "2026-06-30")),
    )  # fmt: skip


_PROJECT = "0195f000-0000-7000-8000-0000000000aa"
_MAKERS: dict[Kind, Any] = {
    Kind.GROUP: lambda f, d, s: Group(**f, name=d.choice(WORDS), position=d.randrange(9), archived=d.random() < 0.3),
    Kind.CLIENT: lambda f, d, s: Client(**f, name=d.choice(WORDS), currency=d.choice(("", "EUR"))),
    Kind.PROJECT: _project,
    Kind.MILESTONE: lambda f, d, s: Milestone(
        **f, project=ProjectId(s(Kind.PROJECT) or _PROJECT), name=d.choice(WORDS), due_date="2026-05-01",
        completed_at=d.choice((None, MORNING)), recurrence=d.choice((None, "FREQ=WEEKLY")),
    ),
    Kind.TASK: lambda f, d, s: Task(**f, project=ProjectId(s(Kind.PROJECT) or _PROJECT), name=d.choice(WORDS)),
    Kind.TAG: lambda f, d, s: Tag(**f, name=d.choice(WORDS)),
    Kind.TIME_ENTRY: _entry,
    Kind.PLANNED_EVENT: lambda f, d, s: PlannedEvent(
        **f, user=USER, title=d.choice(WORDS), starts_at=MORNING, ends_at=MORNING + d.randrange(9_000), tz="UTC",
        all_day=d.random() < 0.5, project=_id(ProjectId, s(Kind.PROJECT)),
        entry=_id(TimeEntryId, s(Kind.TIME_ENTRY)),
    ),
    Kind.WORK_SLOT: lambda f, d, s: WorkSlot(
        **f, user=USER, weekday=d.randrange(7), start_minute=540, end_minute=600 + d.randrange(400),
        effective_from="2026-01-01",
    ),
    Kind.DAY_OVERRIDE: lambda f, d, s: DayOverride(**f, user=USER, date="2026-03-02", minutes=d.randrange(600)),
    Kind.TIME_OFF: lambda f, d, s: TimeOff(
        **f, user=USER, name=d.choice(WORDS), kind=d.choice(list(TimeOffKind)), start_date="2026-03-05",
        end_date="2026-03-06", fraction=d.choice((0.5, 1.0)), recurs_annually=d.random() < 0.5,
    ),
    Kind.RATE: lambda f, d, s: Rate(
        **f, scope=d.choice(list(RateScope)), amount=d.randrange(20_000), currency=d.choice(("EUR", "USD")),
        effective_from="2026-01-01", user=d.choice((None, USER)), project=_id(ProjectId, s(Kind.PROJECT)),
    ),
    Kind.FAVORITE: lambda f, d, s: Favorite(
        **f, description=d.choice(WORDS), tags=frozenset(TagId(t) for t in (s(Kind.TAG),) if t), position=d.randrange(9),
    ),
    Kind.SAVED_REPORT: lambda f, d, s: SavedReport(**f, name=d.choice(WORDS), definition='{"by":["day"]}'),
    Kind.INVOICE: lambda f, d, s: Invoice(
        **f, client=ClientId(s(Kind.CLIENT) or _PROJECT), number=str(d.randrange(99)), issued_on="2026-03-01",
        due_on="2026-04-01", currency="EUR",
    ),
    Kind.INVOICE_LINE: lambda f, d, s: InvoiceLine(
        **f, invoice=InvoiceId(s(Kind.INVOICE) or _PROJECT), text=d.choice(WORDS), seconds=d.randrange(9_000),
        amount=d.randrange(9_000), currency="EUR",
        entries=frozenset(TimeEntryId(e) for e in (s(Kind.TIME_ENTRY), s(Kind.TIME_ENTRY)) if e),
    ),
    Kind.SETTING: lambda f, d, s: Setting(**f, key=d.choice(WORDS), value=str(d.randrange(9))),
    Kind.MEMBER: lambda f, d, s: Member(**f, user=USER, name=d.choice(WORDS)),
    Kind.DISMISSAL: lambda f, d, s: Dismissal(**f, finding=d.choice(WORDS)),
    Kind.CONFLICT: lambda f, d, s: Conflict(
        **f, kind="project", entity=s(Kind.PROJECT) or _PROJECT, field="name", winner=f"{2:032x}", loser=f"{1:032x}",
        winning='"Site"', losing='"Web"', loser_ms=d.randrange(99), state=d.choice(("open", "kept", "seen")),
    ),
}  # fmt: skip


def changed(ctx: Context, entity: Entity, kind: Kind, dice: random.Random, known: dict[Kind, list[str]]) -> Entity:
    """Give an entity some of the fields of another of its kind."""
    other = new_entity(ctx, kind, dice, known)
    names = [name for name in type(entity).__dataclass_fields__ if name not in ("id", "created_at")]
    if kind is Kind.TIME_ENTRY:
        names = [name for name in names if name not in ("started_at", "ended_at", "tz")]
        span = {name: getattr(other, name) for name in ("started_at", "ended_at", "tz")} if dice.random() < 0.5 else {}
    else:
        span = {}
    chosen = dice.sample(names, dice.randint(1, min(3, len(names))))
    return replace(entity, **{name: getattr(other, name) for name in chosen}, **span)


def fill(ctx: Context, seed: int = 1, entries: int = 60) -> None:
    """Put a few entities of each kind into a store, change some, delete some."""
    dice, known = random.Random(seed), dict[Kind, list[str]]()
    for kind in KINDS:
        with unit_of_work(ctx, f"add_{kind.value}") as work:
            for _ in range(entries if kind is Kind.TIME_ENTRY else 4):
                entity = new_entity(ctx, kind, dice, known)
                work.of(kind).save(entity)
                known.setdefault(kind, []).append(entity.id)
    for kind in KINDS:
        with unit_of_work(ctx, f"edit_{kind.value}") as work:
            work.of(kind).save(changed(ctx, work.of(kind).require(known[kind][0]), kind, dice, known))
            work.of(kind).delete(known[kind][1])


def everything(read: Repositories) -> dict[str, list[Entity]]:
    """Return every living entity by kind, read without the cache and in an order of its own."""
    return {
        kind.value: sorted(read.of(kind)._select("deleted_at IS NULL", ()), key=lambda entity: entity.id)
        for kind in KINDS
    }


def everything_in(ctx: Context) -> dict[str, list[Entity]]:
    """Return every living entity of a store by kind."""
    with reading(ctx) as read:
        return everything(read)
