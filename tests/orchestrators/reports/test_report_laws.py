"""Reports add up: every line to the one above it, every grouping to the same total, days side by side to the whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.days import next_day
from app.domain.entities.billing import Rate, RateScope
from app.domain.entities.projects import Client, Group, Project
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import ClientId, GroupId, ProjectId, TagId
from app.domain.money import amount_minor
from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.reports.reports import KEYS, Report, ReportGroup, summary_report
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.support.store import MORNING, USER, make_context, make_entry, make_tag

DAY = 86_400
ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Auckland")


@dataclass(frozen=True)
class Work:
    """An entry to be made: its place in the lists of projects and tags, and when."""

    project: int
    tags: tuple[int, ...]
    start: int
    seconds: int | None
    billable: bool
    zone: str
    text: str


WORK = st.builds(
    Work,
    st.integers(0, 4),
    st.lists(st.integers(0, 2), max_size=3, unique=True).map(tuple),
    st.integers(MORNING - 20 * DAY, MORNING - 4 * DAY),
    st.integers(0, 3 * DAY) | st.sampled_from([0, 1, 900, 3600]),
    st.booleans(),
    st.sampled_from(ZONES),
    st.sampled_from(["", "fix", "mail"]),
)
WORKS = st.lists(WORK, max_size=9)
GROUPINGS = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True).map(tuple)
ROUNDINGS = st.none() | st.builds(Rounding, st.sampled_from(list(RoundingMode)), st.sampled_from([1, 6, 15, 60]))
LAYOUTS = st.fixed_dictionaries({"rounding": ROUNDINGS, "per_day": st.booleans(), "amounts": st.booleans()})


@contextmanager
def workspace(works: list[Work]) -> Iterator[tuple[Context, list[TimeEntry]]]:
    """Open a workspace of four projects (one merged into another), a group, a client, tags, rates, and this work."""
    ctx = make_context()
    try:
        with unit_of_work(ctx) as work:
            group, client = (
                Group(id=ctx.new_id(), created_at=0, name="Group"),
                Client(id=ctx.new_id(), created_at=0, name="Client"),
            )
            first = Project(id=ctx.new_id(), created_at=0, name="One", group=GroupId(group.id))
            projects = [
                first,
                Project(id=ctx.new_id(), created_at=0, name="Two", client=ClientId(client.id)),
                Project(id=ctx.new_id(), created_at=0, name="Three"),
                Project(id=ctx.new_id(), created_at=0, name="Merged", merged_into=ProjectId(first.id)),
            ]
            tags = [make_tag(ctx, name) for name in ("a", "b", "c")]
            rates = [
                Rate(id=ctx.new_id(), created_at=0, scope=RateScope.USER, amount=9501, currency="EUR", user=USER,
                     effective_from="2000-01-01"),
                Rate(id=ctx.new_id(), created_at=0, scope=RateScope.PROJECT, amount=7777, currency="CHF",
                     project=ProjectId(projects[1].id), effective_from="2026-02-15"),
            ]  # fmt: skip
            entries = [_entry(ctx, one, projects, tags) for one in works]
            work.groups.save(group)
            work.clients.save(client)
            work.projects.save_all(projects)
            work.tags.save_all(tags)
            work.rates.save_all(rates)
            work.time_entries.save_all(entries)
        yield ctx, entries
    finally:
        ctx.database.close()


def _entry(ctx: Context, one: Work, projects: list[Project], tags: list[Any]) -> TimeEntry:
    project = ProjectId(projects[one.project].id) if one.project < len(projects) else None
    return make_entry(
        ctx, one.start, one.seconds, project=project, tags=frozenset(TagId(tags[at].id) for at in one.tags),
        billable=one.billable, tz=one.zone, description=one.text,
    )  # fmt: skip


def assert_adds_up(report: Report) -> None:
    _assert_sums(report.groups, report.total_seconds, report.entries, report.amounts)


def _assert_sums(lines: tuple[ReportGroup, ...], seconds: int, entries: int, amounts: dict[str, int]) -> None:
    assert sum(line.seconds for line in lines) == seconds
    assert sum(line.entries for line in lines) == entries
    currencies = {currency for line in lines for currency in line.amounts} | amounts.keys()
    for currency in currencies:
        assert sum(line.amounts.get(currency, 0) for line in lines) == amounts.get(currency, 0)
    for line in lines:
        if line.children:
            _assert_sums(line.children, line.seconds, line.entries, line.amounts)


@settings(max_examples=40)
@given(WORKS, GROUPINGS, LAYOUTS, st.integers(0, 10), st.integers(10, 22))
def test_lines_add_up_to_the_total_under_every_grouping_and_rounding(
    works: list[Work], group_by: tuple[str, ...], layout: dict[str, Any], since: int, until: int
) -> None:
    with workspace(works) as (ctx, _):
        report = summary_report(
            ctx, since=next_day("2026-02-10", since), until=next_day("2026-02-10", until), group_by=group_by, **layout
        )

        assert_adds_up(report)
        assert len({line.key for line in report.groups}) == len(report.groups)


@settings(max_examples=25)
@given(WORKS, GROUPINGS, GROUPINGS, LAYOUTS)
def test_every_grouping_has_the_same_total(
    works: list[Work], one: tuple[str, ...], other: tuple[str, ...], layout: dict[str, Any]
) -> None:
    with workspace(works) as (ctx, _):
        first, second = (summary_report(ctx, group_by=keys, **layout) for keys in (one, other))

        assert (first.total_seconds, first.entries) == (second.total_seconds, second.entries)
        assert {k: v for k, v in first.amounts.items() if v} == {k: v for k, v in second.amounts.items() if v}


@settings(max_examples=25)
@given(WORKS, LAYOUTS, st.integers(0, 25))
def test_two_spans_side_by_side_add_up_to_the_whole(works: list[Work], layout: dict[str, Any], cut: int) -> None:
    since, until = "2026-02-01", "2026-03-10"
    border = next_day(since, cut)
    with workspace(works) as (ctx, _):
        whole = summary_report(ctx, since=since, until=until, **layout)
        parts = [
            summary_report(ctx, since=a, until=b, **layout) for a, b in ((since, border), (next_day(border), until))
        ]

        assert sum(part.total_seconds for part in parts) == whole.total_seconds
        assert sum(part.entries for part in parts) == whole.entries
        for currency in ("EUR", "CHF"):
            assert sum(part.amounts.get(currency, 0) for part in parts) == whole.amounts.get(currency, 0)


@settings(max_examples=25)
@given(WORKS, GROUPINGS)
def test_totals_kept_and_entries_counted_one_by_one_tell_the_same(works: list[Work], group_by: tuple[str, ...]) -> None:
    with workspace(works) as (ctx, entries):
        kept = summary_report(ctx, group_by=group_by)
        counted = summary_report(ctx, group_by=group_by, rounding=Rounding(RoundingMode.NONE), per_day=True)

        assert kept.total_seconds == counted.total_seconds == sum(entry.seconds(ctx.now()) for entry in entries)
        assert kept.entries == counted.entries == len(entries)
        assert _told(kept.groups) == _told(counted.groups)


def _told(lines: tuple[ReportGroup, ...]) -> set[Any]:
    return {(line.key, line.seconds, line.entries, frozenset(_told(line.children))) for line in lines if line.seconds}


@settings(max_examples=25)
@given(WORKS, st.builds(Rounding, st.sampled_from(list(RoundingMode)), st.sampled_from([6, 15, 60])))
def test_each_entry_is_rounded_once_and_priced_by_what_is_shown(works: list[Work], rounding: Rounding) -> None:
    with workspace(works) as (ctx, entries):
        report = summary_report(ctx, group_by=("day", "project"), rounding=rounding, amounts=True)
        shown = [rounding.apply(entry.seconds(ctx.now())) for entry in entries]

        assert report.total_seconds == sum(shown)
        billable = [seconds for entry, seconds in zip(entries, shown, strict=True) if entry.billable]
        by_hand = {amount_minor(rate, seconds) for rate in (9501, 7777) for seconds in billable}
        if len(billable) == 1:
            assert sum(report.amounts.values()) in by_hand


def test_three_lines_of_fifty_minutes_print_as_they_add_up() -> None:
    works = [Work(0, (), MORNING - at * DAY, 3000, billable=True, zone="Europe/Berlin", text="") for at in (4, 5, 6)]
    with workspace(works) as (ctx, _):
        with unit_of_work(ctx) as work:
            for rate in work.rates.all():
                work.rates.delete(rate.id)
            work.rates.save(Rate(id=ctx.new_id(), created_at=0, scope=RateScope.USER, amount=9500, currency="EUR", user=USER,
                                 effective_from="2000-01-01"))  # fmt: skip
        report = summary_report(ctx, group_by=("day",), amounts=True)

        assert [line.amounts for line in report.groups] == [{"EUR": 7917}] * 3
        assert report.amounts == {"EUR": 23751}


@pytest.mark.parametrize("group_by", [("project",), ("day", "project"), ("tag",), ("description", "billable")])
def test_a_running_entry_counts_up_to_now_in_every_report(group_by: tuple[str, ...]) -> None:
    works = [Work(0, (0, 1), MORNING - 2 * DAY, None, billable=True, zone="Europe/Berlin", text="fix")]
    with workspace(works) as (ctx, _):
        report = summary_report(ctx, group_by=group_by)

        assert report.running
        assert report.total_seconds == 2 * DAY
        assert_adds_up(report)
