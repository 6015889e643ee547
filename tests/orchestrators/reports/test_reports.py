"""Reports: lines that add up under every grouping, rounding and price."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import next_day
from app.domain.entities.billing import Rate, RateScope
from app.domain.entities.workspace import Member
from app.domain.errors import RuleBroken
from app.domain.ids import ProjectId, TagId, TaskId, UserId
from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.reports.pieces import deal_out
from app.orchestrators.reports.reports import KEYS, Report, ReportGroup, summary_report
from app.orchestrators.settings.settings import update_settings
from app.storage.context import Context
from app.storage.filters import EntryFilter
from app.storage.unit_of_work import unit_of_work
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_client,
    a_group,
    a_milestone,
    a_project,
    a_tag,
    a_task,
    an_entry,
    counted_statements,
    put,
)
from tests.support.store import MORNING, USER, make_context, make_entry, make_project, make_tag

UP = Rounding(RoundingMode.UP, 15)


def a_rate(ctx: Context, amount: int = 9500, currency: str = "EUR", **fields: Any) -> None:
    put(
        ctx,
        Rate(
            id=ctx.new_id(), created_at=0, amount=amount, currency=currency, effective_from="2020-01-01",
            **({"scope": RateScope.USER, "user": USER} | fields),
        ),
    )  # fmt: skip


def lines(groups: Iterable[ReportGroup]) -> list[tuple[str, int]]:
    return [(group.name, group.seconds) for group in groups]


def assert_adds_up(report: Report) -> None:
    """Every level sums to the one above it: seconds, entries and money."""

    def level(groups: tuple[ReportGroup, ...], seconds: int, entries: int, amounts: dict[str, int]) -> None:
        assert sum(group.seconds for group in groups) == seconds
        assert sum(group.entries for group in groups) == entries
        money: Counter[str] = Counter()
        for group in groups:
            for currency, amount in group.amounts.items():
                money[currency] += amount
            if group.children:
                level(group.children, group.seconds, group.entries, group.amounts)
        assert {c: a for c, a in money.items() if a} == {c: a for c, a in amounts.items() if a}

    level(report.groups, report.total_seconds, report.entries, report.amounts)


def test_an_empty_store_reports_nothing(ctx: Context) -> None:
    report = summary_report(ctx)

    assert (report.since, report.until, report.total_seconds, report.groups, report.running) == (
        "2026-03-02", "2026-03-02", 0, (), False,
    )  # fmt: skip


def test_sums_by_project_with_names_colors_and_what_is_missing(ctx: Context) -> None:
    project = a_project(ctx, color="teal")
    an_entry(ctx, MORNING - HOUR, HOUR, project=project)
    an_entry(ctx, MORNING - DAY, 2 * HOUR, project=ProjectId(ctx.new_id()))
    an_entry(ctx, MORNING - 2 * DAY, 600)

    report = summary_report(ctx)

    assert lines(report.groups) == [("(missing project)", 2 * HOUR), ("Website", HOUR), ("(no project)", 600)]
    assert report.groups[1].color == "teal"
    assert (report.total_seconds, report.entries, report.since) == (3 * HOUR + 600, 3, "2026-02-28")


def test_groups_nest_to_three_levels(ctx: Context) -> None:
    client, group = a_client(ctx), a_group(ctx)
    project = a_project(ctx, client=client.id, group=group.id)
    task = a_task(ctx, project)
    an_entry(ctx, MORNING - HOUR, HOUR, project=project, task=task.id)
    an_entry(ctx, MORNING - 2 * HOUR, 600, project=project)
    an_entry(ctx, MORNING - 3 * HOUR, 60)

    (acme, nobody) = summary_report(ctx, group_by=("client", "group", "task")).groups

    assert (acme.name, lines(acme.children), lines(acme.children[0].children)) == (
        "Acme", [("Work", HOUR + 600)], [("Backend", HOUR), ("(no task)", 600)],
    )  # fmt: skip
    assert (nobody.name, lines(nobody.children)) == ("(no client)", [("(no group)", 60)])


@pytest.mark.parametrize("group_by", [(), ("mood",), ("day", "day"), ("day", "week", "month", "project")])
def test_an_impossible_grouping_is_refused(ctx: Context, group_by: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken, match="one to three"):
        summary_report(ctx, group_by=group_by)


def test_an_impossible_span_is_refused(ctx: Context) -> None:
    with pytest.raises(RuleBroken, match="before it begins"):
        summary_report(ctx, since="2026-03-02", until="2026-03-01")
    with pytest.raises(RuleBroken, match="no day"):
        summary_report(ctx, since="last week")


def test_days_weeks_and_months_split_where_the_clock_does(ctx: Context) -> None:
    # From 23:00 on Saturday, 28 February, for 30 hours.
    an_entry(ctx, MORNING - 34 * HOUR, 30 * HOUR)

    assert lines(summary_report(ctx, group_by=("day",)).groups) == [
        ("2026-02-28", HOUR), ("2026-03-01", 24 * HOUR), ("2026-03-02", 5 * HOUR),
    ]  # fmt: skip
    assert lines(summary_report(ctx, group_by=("month",)).groups) == [("2026-02", HOUR), ("2026-03", 29 * HOUR)]
    assert lines(summary_report(ctx, group_by=("week",)).groups) == [
        ("2026-02-23", 25 * HOUR),
        ("2026-03-02", 5 * HOUR),
    ]
    for rounding in (None, Rounding()):
        update_settings(ctx, week_start=6)
        report = summary_report(ctx, group_by=("week",), rounding=rounding)
        assert lines(report.groups) == [("2026-02-22", HOUR), ("2026-03-01", 29 * HOUR)]
        assert summary_report(ctx, since="2026-03-02", rounding=rounding).total_seconds == 5 * HOUR


def test_what_runs_counts_up_to_now(ctx: Context) -> None:
    project = a_project(ctx)
    an_entry(ctx, MORNING - 10 * HOUR, None, project=project, description="night")

    for group_by in (("project",), ("description",), ("day", "project")):
        report = summary_report(ctx, group_by=group_by)
        assert (report.running, report.total_seconds, report.entries) == (True, 10 * HOUR, 1)
        assert_adds_up(report)
    assert lines(summary_report(ctx, since="2026-03-02").groups) == [("Website", 9 * HOUR)]
    assert not summary_report(ctx, until="2026-02-28", since="2026-02-01").running
    assert summary_report(ctx, chosen=EntryFilter(without_project=True)).total_seconds == 0


def test_a_timer_forgotten_for_weeks_counts_in_every_span(ctx: Context) -> None:
    an_entry(ctx, MORNING - 40 * DAY, None, description="forgotten")
    an_entry(ctx, MORNING - 20 * DAY, HOUR, description="mail")

    for rounding in (None, Rounding()):
        report = summary_report(
            ctx, since="2026-02-01", until="2026-02-28", group_by=("description",), rounding=rounding
        )
        assert lines(report.groups) == [("forgotten", 28 * DAY), ("mail", HOUR)]
        assert (report.running, report.entries) == (True, 1)


def test_filters_mean_the_same_for_totals_entries_and_what_runs(ctx: Context) -> None:
    client, group = a_client(ctx), a_group(ctx)
    project = a_project(ctx, client=client.id, group=group.id)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    task, tag, milestone = a_task(ctx, project), a_tag(ctx), a_milestone(ctx, project)
    user = UserId(ctx.new_id())
    fits: dict[str, Any] = {
        "project": project, "task": task.id, "milestone": milestone.id, "tags": frozenset((TagId(tag.id),)),
        "billable": True, "description": "fix login", "user": user, "source": "import:toggl",
    }  # fmt: skip
    an_entry(ctx, MORNING - 5 * HOUR, HOUR, **fits)
    an_entry(ctx, MORNING - 600, None, **fits)
    an_entry(ctx, MORNING - 3 * HOUR, HOUR)
    an_entry(ctx, MORNING - 300, None)
    an_entry(ctx, MORNING - 9 * HOUR, 60, project=twin)

    whole = HOUR + 600
    for chosen, expected in (
        (EntryFilter(projects=(project.id,)), whole + 60),
        (EntryFilter(groups=(group.id,)), whole + 60),
        (EntryFilter(clients=(client.id,), groups=(group.id,)), whole + 60),
        (EntryFilter(projects=(twin.id,)), 60),
        (EntryFilter(groups=(ctx.new_id(),)), 0),
        (EntryFilter(tasks=(task.id,)), whole),
        (EntryFilter(users=(user,)), whole),
        (EntryFilter(billable=True), whole),
        (EntryFilter(billable=False), HOUR + 300 + 60),
        (EntryFilter(without_project=True), HOUR + 300),
        (EntryFilter(milestones=(milestone.id,)), whole),
        (EntryFilter(with_milestone=True), whole),
        (EntryFilter(tags_any=(tag.id,)), whole),
        (EntryFilter(text="LOGIN"), whole),
        (EntryFilter(source="import:toggl"), whole),
    ):
        for group_by in (("project",), ("description",)):
            assert summary_report(ctx, group_by=group_by, chosen=chosen).total_seconds == expected, chosen


def test_a_merged_project_stands_under_the_one_it_is_shown_as(ctx: Context) -> None:
    project = a_project(ctx, group=a_group(ctx).id)
    twin = a_project(ctx, "website", merged_into=ProjectId(project.id))
    an_entry(ctx, MORNING - HOUR, HOUR, project=twin)
    an_entry(ctx, MORNING - 2 * HOUR, HOUR, project=project)

    assert lines(summary_report(ctx, group_by=("group", "project")).groups) == [("Work", 2 * HOUR)]
    report = summary_report(ctx, rounding=Rounding(RoundingMode.UP, 60), per_day=True)
    assert lines(report.groups) == [("Website", 2 * HOUR)]


def test_by_tag_a_line_takes_back_what_is_counted_twice(ctx: Context) -> None:
    bug, urgent = a_tag(ctx), a_tag(ctx, "urgent")
    a_rate(ctx)
    an_entry(ctx, MORNING - HOUR, HOUR, tags=frozenset((TagId(bug.id), TagId(urgent.id))), billable=True)
    an_entry(ctx, MORNING - 3 * HOUR, 600, tags=frozenset((TagId(bug.id),)))
    an_entry(ctx, MORNING - 4 * HOUR, 60)

    report = summary_report(ctx, group_by=("tag",), amounts=True)

    assert lines(report.groups) == [
        ("bug", HOUR + 600), ("urgent", HOUR), ("(no tag)", 60), ("(counted under several tags)", -HOUR),
    ]  # fmt: skip
    assert (report.total_seconds, report.entries, report.amounts) == (HOUR + 660, 3, {"EUR": 9500})
    assert_adds_up(report)


def test_other_keys_have_names(ctx: Context) -> None:
    user = UserId(ctx.new_id())
    put(ctx, Member(id=ctx.new_id(), created_at=0, user=user, name="Ada"))
    an_entry(ctx, MORNING - HOUR, HOUR, user=user, billable=True)
    an_entry(ctx, MORNING - 3 * HOUR, 600, task=TaskId(ctx.new_id()))

    assert lines(summary_report(ctx, group_by=("user",)).groups) == [("Ada", HOUR), ("me", 600)]
    assert lines(summary_report(ctx, group_by=("billable",)).groups) == [("billable", HOUR), ("not billable", 600)]
    assert lines(summary_report(ctx, group_by=("task",)).groups) == [("(no task)", HOUR), ("(missing task)", 600)]
    assert lines(summary_report(ctx, group_by=("description",)).groups) == [("(no description)", HOUR + 600)]


# --- rounding and money ---


def test_an_entry_over_midnight_is_rounded_once(ctx: Context) -> None:
    # 23:50 to 00:20: half an hour, not 15 and 30 minutes.
    an_entry(ctx, MORNING - 9 * HOUR - 600, 1800)

    report = summary_report(ctx, group_by=("day",), rounding=Rounding(RoundingMode.UP, 20))

    assert lines(report.groups) == [("2026-03-01", 800), ("2026-03-02", 1600)]
    assert report.total_seconds == 2400
    assert summary_report(ctx, since="2026-03-02", rounding=Rounding(RoundingMode.UP, 20)).total_seconds == 1600


def test_a_days_time_of_a_project_is_rounded_together(ctx: Context) -> None:
    project = a_project(ctx)
    for n in range(3):
        an_entry(ctx, MORNING - (n + 1) * HOUR, 300, project=project, description=str(n))
    an_entry(ctx, MORNING - 5 * HOUR, 300)

    each = summary_report(ctx, group_by=("project", "day"), rounding=UP)
    together = summary_report(ctx, group_by=("project", "day"), rounding=UP, per_day=True)

    assert lines(each.groups) == [("Website", 2700), ("(no project)", 900)]
    assert lines(together.groups) == [("(no project)", 900), ("Website", 900)]
    by_text = summary_report(ctx, group_by=("description",), rounding=UP, per_day=True)
    assert by_text.total_seconds == 1800
    assert_adds_up(by_text)


def test_amounts_are_of_entries_or_of_a_days_time(ctx: Context) -> None:
    a_rate(ctx)
    for n in range(3):
        an_entry(ctx, MORNING - (n + 1) * HOUR, 50 * 60, billable=True, description=str(n))

    report = summary_report(ctx, group_by=("description",), amounts=True)
    assert [group.amounts for group in report.groups] == [{"EUR": 7917}] * 3
    assert report.amounts == {"EUR": 23751}
    report = summary_report(ctx, group_by=("description",), amounts=True, rounding=Rounding(), per_day=True)
    assert report.amounts == {"EUR": 23750}
    assert_adds_up(report)


def test_an_entry_over_midnight_has_one_price(ctx: Context) -> None:
    a_rate(ctx, 1000)
    an_entry(ctx, MORNING - 9 * HOUR - 1, 2, billable=True)
    an_entry(ctx, MORNING - 10 * HOUR, 2 * HOUR, billable=True, user=UserId(ctx.new_id()))

    report = summary_report(ctx, group_by=("day",), amounts=True)

    # Two seconds at ten an hour are one cent, half a cent a day.
    assert [group.amounts for group in report.groups] == [{"EUR": 1}, {"EUR": 0}]


@given(st.integers(0, 10_000), st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_dealing_out_loses_nothing_and_is_fair(whole: int, weights: list[int]) -> None:
    parts = deal_out(whole, weights)

    assert sum(parts) == whole
    assert len(parts) == len(weights)
    if sum(weights):
        assert all(abs(part - whole * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True))


_ENTRIES = st.lists(
    st.tuples(
        st.integers(-12 * DAY, 0), st.integers(0, 30 * HOUR), st.integers(0, 2), st.integers(0, 3), st.booleans(),
        st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu"]),
    ),
    max_size=8,
)  # fmt: skip


@given(
    _ENTRIES,
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
    st.sampled_from([None, *(Rounding(mode, 7) for mode in RoundingMode)]),
    st.booleans(),
    st.booleans(),
)
def test_printed_lines_add_up_under_every_grouping_and_rounding(
    parts: list[tuple[int, int, int, int, bool, str]], keys: list[str], rounding: Rounding | None, per_day: bool,
    amounts: bool,
) -> None:  # fmt: skip
    ctx = make_context()
    projects, tags = [make_project(ctx, name) for name in "ab"], [make_tag(ctx, name) for name in "xyz"]
    rate = Rate(
        id=ctx.new_id(), created_at=0, scope=RateScope.USER, user=USER, amount=9999, currency="EUR",
        effective_from="2020-01-01",
    )  # fmt: skip
    with unit_of_work(ctx) as work:
        work.projects.save_all(projects)
        work.tags.save_all(tags)
        work.rates.save(rate)
        for start, length, project, count, billable, zone in parts:
            fields: dict[str, Any] = {"project": projects[project]} if project < 2 else {}
            entry = make_entry(
                ctx, MORNING + start - 30 * HOUR, length, billable=billable, tz=zone,
                tags=frozenset(TagId(tag.id) for tag in tags[:count]), **fields,
            )  # fmt: skip
            work.time_entries.save(entry)

    reports = [
        summary_report(ctx, group_by=tuple(order), rounding=rounding, per_day=per_day, amounts=amounts)
        for order in permutations(keys)
    ]

    for report in reports:
        assert_adds_up(report)
    assert len({(report.total_seconds, report.entries, tuple(report.amounts.items())) for report in reports}) == 1
    if rounding is None or rounding.mode is RoundingMode.NONE:
        assert reports[0].total_seconds == sum(length for _, length, *_ in parts)
    ctx.database.close()


@given(
    st.lists(
        st.tuples(
            st.integers(-14, 0),
            st.integers(0, DAY - 1),
            st.integers(0, 50 * HOUR),
            st.integers(0, 2),
            st.integers(0, 3),
            st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"]),
        ),
        max_size=8,
    ),
    st.lists(
        st.sampled_from(["tag", "description", "project", "client", "billable"]), min_size=1, max_size=3, unique=True
    ),
    st.tuples(st.integers(-16, 0), st.integers(0, 16)),
    st.sampled_from([0, 240, 719]),
)
def test_sums_of_alike_entries_are_what_one_by_one_gives(
    parts: list[tuple[int, int, int, int, int, str]], keys: list[str], span: tuple[int, int], day_starts_at: int
) -> None:
    ctx = make_context()
    update_settings(ctx, day_starts_at=day_starts_at)
    projects, tags = [make_project(ctx, name) for name in "ab"], [make_tag(ctx, name) for name in "xyz"]
    with unit_of_work(ctx) as work:
        work.projects.save_all([projects[0], replace(projects[1], merged_into=ProjectId(projects[0].id))])
        work.tags.save_all(tags)
        for day, second, length, project, count, zone in parts:
            fields: dict[str, Any] = {"project": projects[project]} if project < 2 else {}
            entry = make_entry(
                ctx, MORNING + day * DAY - second, length or None, tz=zone, description=str(count),
                tags=frozenset(TagId(tag.id) for tag in tags[:count]), **fields,
            )  # fmt: skip
            work.time_entries.save(entry)
    since = next_day("2026-03-02", span[0])
    asked: dict[str, Any] = {
        "since": since, "until": min(next_day(since, span[1]), "2026-03-04"), "group_by": tuple(keys)
    }  # fmt: skip

    quick, one_by_one = summary_report(ctx, **asked), summary_report(ctx, **asked, rounding=Rounding())

    def nonzero(groups: tuple[ReportGroup, ...]) -> set[Any]:
        return {(g.key, g.seconds, g.entries, frozenset(nonzero(g.children))) for g in groups if g.seconds or g.entries}

    assert nonzero(quick.groups) == nonzero(one_by_one.groups)
    assert replace(quick, groups=()) == replace(one_by_one, groups=())
    ctx.database.close()


def test_a_report_of_totals_asks_a_few_questions_however_many_rows(ctx: Context) -> None:
    def asked() -> int:
        with counted_statements(ctx) as statements:
            summary_report(ctx, group_by=("client", "project", "month"))
        return len(statements)

    for n in range(3):
        an_entry(ctx, MORNING - n * DAY, HOUR, project=a_project(ctx, f"p{n}"))
    few = asked()
    for n in range(3, 40):
        an_entry(ctx, MORNING - n * DAY, HOUR, project=a_project(ctx, f"p{n}"))

    assert asked() <= few
