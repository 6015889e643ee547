"""What tests of workflows share: saving things directly, seeing everything there is, counting statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from app.domain.entities.base import Entity, Kind
from app.domain.entities.billing import Invoice, InvoiceLine, InvoiceStatus
from app.domain.entities.projects import Client, Group, Milestone, Project, Tag, Task
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import ClientId, InvoiceId, ProjectId, TimeEntryId
from app.storage.context import Context
from app.storage.rollups import differences
from app.storage.unit_of_work import reading, unit_of_work
from tests.support.store import MORNING, make_entry, make_project

HOUR = 3600
DAY = 24 * HOUR


def put(ctx: Context, *entities: Entity) -> None:
    """Save entities as they are, in one action."""
    with unit_of_work(ctx, "prepare") as work:
        for entity in entities:
            kind = next(kind for kind in Kind if _class_of(kind) is type(entity))
            work.of(kind).save(entity)


def _class_of(kind: Kind) -> type[Entity]:
    from app.domain.entities.catalogue import CLASSES

    return CLASSES[kind]


def a_project(ctx: Context, name: str = "Website", **fields: Any) -> Project:
    project = make_project(ctx, name, **fields)
    put(ctx, project)
    return project


def a_milestone(
    ctx: Context, project: Project, name: str = "Beta", due: str = "2026-03-31", **fields: Any
) -> Milestone:
    milestone = Milestone(
        id=ctx.new_id(), created_at=ctx.now(), project=ProjectId(project.id), name=name, due_date=due, **fields
    )
    put(ctx, milestone)
    return milestone


def a_task(ctx: Context, project: Project, name: str = "Backend", **fields: Any) -> Task:
    task = Task(id=ctx.new_id(), created_at=ctx.now(), project=ProjectId(project.id), name=name, **fields)
    put(ctx, task)
    return task


def a_group(ctx: Context, name: str = "Work", **fields: Any) -> Group:
    group = Group(id=ctx.new_id(), created_at=ctx.now(), name=name, **fields)
    put(ctx, group)
    return group


def a_client(ctx: Context, name: str = "Acme", **fields: Any) -> Client:
    client = Client(id=ctx.new_id(), created_at=ctx.now(), name=name, **fields)
    put(ctx, client)
    return client


def a_tag(ctx: Context, name: str = "bug") -> Tag:
    tag = Tag(id=ctx.new_id(), created_at=ctx.now(), name=name)
    put(ctx, tag)
    return tag


def an_entry(ctx: Context, start: int = MORNING - 2 * HOUR, seconds: int | None = HOUR, **fields: Any) -> TimeEntry:
    entry = make_entry(ctx, start, seconds, **fields)
    put(ctx, entry)
    return entry


def an_invoice(ctx: Context, *entries: TimeEntry, number: str = "2026-001",
               status: InvoiceStatus = InvoiceStatus.ISSUED) -> Invoice:  # fmt: skip
    invoice = Invoice(
        id=ctx.new_id(), created_at=ctx.now(), client=ClientId(ctx.new_id()), number=number, issued_on="2026-03-01",
        due_on="2026-03-15", currency="EUR", status=status,
    )  # fmt: skip
    line = InvoiceLine(
        id=ctx.new_id(), created_at=ctx.now(), invoice=InvoiceId(invoice.id), text="Work", seconds=HOUR, amount=9500,
        currency="EUR", entries=frozenset(TimeEntryId(entry.id) for entry in entries),
    )  # fmt: skip
    put(ctx, invoice, line)
    return invoice


def stored(ctx: Context, entry: TimeEntry) -> TimeEntry:
    """Return an entry as it is kept now."""
    with reading(ctx) as read:
        return read.time_entries.require(entry.id)


def running(ctx: Context) -> list[TimeEntry]:
    with reading(ctx) as read:
        return read.time_entries.all_running()


def everything(ctx: Context) -> dict[str, list[Any]]:
    """Return all living entities and all totals; the totals are right."""
    with reading(ctx) as read:
        found: dict[str, list[Any]] = {
            kind: sorted((asdict(entity) for entity in read.of(kind).all()), key=lambda fields: str(fields["id"]))
            for kind in Kind
        }
        found["totals"] = read.totals.by("day", "project", "task", "user", "billable")
        found["tags"] = read.totals.by("month", "tag")
        assert differences(read.session.connection, read.session.day_starts_at) == []
    return found


@contextmanager
def counted_statements(ctx: Context) -> Iterator[list[str]]:
    """Collect the statements that run meanwhile; the store is one in memory, so all of them use one connection."""
    statements: list[str] = []
    connection = ctx.database._writer
    connection.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        connection.set_trace_callback(None)
