"""Reports: rounded and priced, their lines add up under every grouping."""

from dataclasses import replace
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import next_day
from app.domain.entities.billing import Rate, RateScope
from app.domain.ids import ProjectId, TagId, UserId
from app.domain.rounding import Rounding, RoundingMode
from app.orchestrators.reports.pieces import deal_out
from app.orchestrators.reports.reports import KEYS, ReportGroup, summary_report
from app.orchestrators.settings.settings import update_settings
from app.storage.context import Context
from app.storage.unit_of_work import unit_of_work
from tests.orchestrators.making import (
    DAY,
    HOUR,
    a_project,
    an_entry,
)
from tests.orchestrators.reporting import a_rate, assert_adds_up, lines
from tests.support.store import MORNING, USER, make_context, make_entry, make_project, make_tag

UP = Rounding(RoundingMode.UP, 15)


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

    quick, one_by_one = summary_report(ctx, **asked), summary_report(ctx, **asked, rounding=Rounding(), per_day=True)

    def nonzero(groups: tuple[ReportGroup, ...]) -> set[Any]:
        return {(g.key, g.seconds, g.entries, frozenset(nonzero(g.children))) for g in groups if g.seconds or g.entries}

    assert nonzero(quick.groups) == nonzero(one_by_one.groups)
    assert replace(quick, groups=()) == replace(one_by_one, groups=())
    ctx.database.close()
