"""Findings: what wants a decision is found, once, the same in any order, and comes back only when something is new."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.time_entries import TimeEntry
from app.domain.findings import (
    Finding,
    long_entries,
    milestone_findings,
    missing_milestones,
    missing_projects,
    missing_tasks,
    overcommitted_weeks,
    overlaps,
    twin_names,
    twins,
    without_project,
)
from app.domain.happenings import (
    found_running,
    idle_undecided,
    imported_twice,
    rejected_rows,
    restored_parents,
    two_running,
)
from app.domain.ids import ClientId, GroupId, MilestoneId, ProjectId, TaskId, UserId
from app.domain.milestone_figures import MilestoneStanding
from app.domain.timer import overlap
from app.domain.work_hours import Load
from tests.support.things import a_group, a_milestone, a_project, an_entry

HOUR = 3600
NOW = 100 * HOUR


def test_entries_over_ten_hours_are_found_and_running_ones_offered_to_be_stopped() -> None:
    long, running, fine = an_entry(0, 10 * HOUR + 1), an_entry(NOW - 11 * HOUR, None), an_entry(0, 10 * HOUR)

    found = long_entries([long, running, fine], now=NOW)

    assert [(f.kind, f.subjects, f.fixes[0]) for f in found] == [
        ("long_entry", (long.id,), "open"), ("running_long", (running.id,), "stop"),
    ]  # fmt: skip
    assert "has been running for 11:00 h" in found[1].message
    assert found[0].values["seconds"] == 10 * HOUR + 1
    assert long_entries([fine], now=NOW, hours=9)


def test_a_running_entry_put_away_stays_away_while_it_runs_on() -> None:
    running = an_entry(0, None)
    beside = an_entry(HOUR, 2 * HOUR)

    assert long_entries([running], now=NOW)[0].key == long_entries([running], now=NOW + 60)[0].key
    assert overlaps([running, beside], now=NOW)[0].key == overlaps([running, beside], now=NOW + 60)[0].key


def test_overlaps_are_found_and_say_how_long() -> None:
    one, other = an_entry(0, 2 * HOUR, description="fix"), an_entry(HOUR, 3 * HOUR)

    (found,) = overlaps([one, other], now=NOW)

    assert found.message == "“fix” and “no description” overlap by 1:00 h."
    assert (found.subjects, found.values["seconds"]) == ((one.id, other.id), HOUR)


ENTRIES = st.lists(
    st.builds(
        lambda start, length, user: an_entry(start, None if length is None else start + length, user=UserId(user)),
        st.integers(0, 50), st.none() | st.integers(0, 30), st.sampled_from(["me", "you"]),
    ),
    max_size=8,
)  # fmt: skip


@given(ENTRIES, st.randoms(use_true_random=False))
def test_overlaps_are_exactly_the_pairs_of_one_person_that_share_time(entries: list[TimeEntry], dice: object) -> None:
    pairs = {
        frozenset((one.id, other.id))
        for at, one in enumerate(entries)
        for other in entries[at + 1 :]
        if one.user == other.user and overlap(one, other, now=60)
    }

    assert {frozenset(f.subjects) for f in overlaps(entries, now=60)} == pairs


FINDERS: list[Callable[[list[TimeEntry]], list[Finding]]] = [
    lambda entries: overlaps(entries, now=60),
    without_project,
    lambda entries: missing_projects([replace(e, project=ProjectId("gone")) for e in entries], set()),
    two_running,
]


@pytest.mark.parametrize("find", FINDERS, ids=["overlaps", "without project", "missing", "two running"])
@given(entries=ENTRIES)
def test_every_device_finds_the_same_in_any_order(
    find: Callable[[list[TimeEntry]], list[Finding]], entries: list[TimeEntry]
) -> None:
    def told(found: list[Finding]) -> set[tuple[str, str]]:
        return {(f.key, f.message) for f in found}

    assert told(find(entries)) == told(find(entries[::-1]))
    assert len({f.key for f in find(entries)}) == len(find(entries))


def test_entries_without_a_project_are_found_once_for_each_description() -> None:
    entries = [an_entry(0, description="fix"), an_entry(5, description="fix"), an_entry(1, description="mail"),
               an_entry(1, project=ProjectId("p"))]  # fmt: skip

    found = {f.message: f.subjects for f in without_project(entries)}

    assert found == {
        "2 entries “fix” belong to no project.": (entries[0].id, entries[1].id),
        "“mail” belongs to no project.": (entries[2].id,),
    }


def test_references_to_what_is_not_here_are_found() -> None:
    entries = [an_entry(at, project=ProjectId("p"), task=TaskId("t"), milestone=MilestoneId("m")) for at in (0, 1)]
    entries.append(an_entry(2))

    (project,) = missing_projects(entries, {"q"})
    (task,) = missing_tasks(entries, {"q"})
    (milestone,) = missing_milestones(entries[:1], {"q"})

    assert (project.kind, project.values["project"], project.values["count"]) == ("missing_project", "p", 2)
    assert task.message == "2 entries belong to a task that is not here."
    assert milestone.message == "1 entry belongs to a milestone that is not here."
    assert missing_projects(entries, {"p"}) == missing_tasks(entries, {"t"}) == missing_milestones(entries, {"m"}) == []


def test_twin_projects_of_one_place_are_found_and_the_older_keeps_the_name() -> None:
    old, new = a_project("Website", created_at=1), a_project(" website", created_at=2)
    elsewhere = [a_project("Website", group=GroupId("g")), a_project("Website", client=ClientId("c")),
                 a_project("Website", merged_into=ProjectId(old.id))]  # fmt: skip

    (found,) = twins([new, *elsewhere, old])

    assert (found.subjects, found.fixes, found.values["name"]) == ((new.id, old.id), ("merge",), "Website")


def test_twin_groups_and_tags_are_found_too() -> None:
    old, new = a_group("Work", created_at=1), a_group("WORK", created_at=2)

    (found,) = twin_names([new, old, a_group("Home")], "group")

    assert (found.message, found.fixes) == ("There are two groups named “Work”.", ("open",))


def standing(due: str, *, seconds: int = 0, done: bool = False) -> MilestoneStanding:
    milestone = a_milestone("Beta", due_date=due, budget_minutes=60, completed_at=1 if done else None)
    return MilestoneStanding(milestone, "2026-01-01", due, seconds)


def test_milestones_overdue_and_over_budget_are_found() -> None:
    rows = [standing("2026-01-10"), standing("2026-01-20", seconds=5400), standing("2026-01-15", seconds=3600),
            standing("2026-01-01", seconds=9999, done=True)]  # fmt: skip

    found = milestone_findings(rows, today="2026-01-15", names={"p": "Website"})

    assert [f.message for f in found] == [
        "The milestone “Beta” of “Website” was due on 2026-01-10.",
        "The milestone “Beta” of “Website” is 0:30 h over its budget.",
    ]
    assert [f.kind for f in found] == ["milestone_overdue", "milestone_over"]
    assert found[1].values["over_seconds"] == 1800
    assert len(milestone_findings([standing("2026-01-10", seconds=5400)], today="2026-01-15", names={})) == 1
    assert "missing project" in milestone_findings(rows[:1], today="2026-02-01", names={})[0].message


def test_overcommitted_weeks_are_found() -> None:
    (found,) = overcommitted_weeks([Load("2026-01-05", 2400, 2400), Load("2026-01-12", 2400, 2000, 490)], now=NOW)

    assert found.message == "The week of 2026-01-12 is overcommitted by 1:30 h."
    assert found.detail == "33:20 h are planned and 8:10 h estimated, with 40:00 h of working time."
    assert found.values == {"week": "2026-01-12", "minutes": 90, "planned": 2000, "auto": 490, "capacity": 2400}
    assert found.fixes == ("open_timeline", "open_calendar")


# --- what happened ---


def test_of_two_running_timers_the_earlier_ends_where_the_later_starts() -> None:
    early, late, other = (
        an_entry(10, None, description="fix"),
        an_entry(50, None),
        an_entry(20, None, user=UserId("you")),
    )

    (found,) = two_running([late, other, early, an_entry(0, 5)])

    assert (found.subjects, found.values["ended_at"]) == ((early.id,), 50)


def test_rows_imported_on_two_devices_keep_the_oldest_of_each() -> None:
    old, new = replace(an_entry(0, 5), created_at=1), replace(an_entry(0, 5), created_at=2)
    alone = an_entry(0, 5)

    (found,) = imported_twice([[new, old], [alone]])

    assert found.subjects == (new.id,)
    assert "1 entry was" in found.message
    third = replace(an_entry(0, 5), created_at=3)
    assert imported_twice([[old, new, third]])[0].subjects == tuple(sorted((new.id, third.id)))
    assert "2 entries were" in imported_twice([[old, new], [alone, third]])[0].message
    assert imported_twice([[alone]]) == []


def test_a_timer_found_running_says_how_long_nobody_saw_it() -> None:
    entry = an_entry(0, None, description="fix")

    (found,) = found_running(entry, last_sign_of_life=NOW - HOUR, now=NOW)

    assert found.values["seconds"] == HOUR
    assert found.fixes[0] == "keep"
    assert found_running(entry, last_sign_of_life=NOW, now=NOW) == []
    assert found_running(an_entry(0, 5), last_sign_of_life=0, now=NOW) == []
    assert found_running(an_entry(NOW - 60, None), last_sign_of_life=0, now=NOW)[0].values["seconds"] == 60


@pytest.mark.parametrize(
    ("start", "end", "idle"), [(0, None, 100), (0, 150, 50), (120, 150, 30), (0, 100, None), (200, 300, None)]
)
def test_idle_time_counts_only_inside_the_entry(start: int, end: int | None, idle: int | None) -> None:
    found = idle_undecided(an_entry(start, end), since=100, until=200)

    assert [f.values["seconds"] for f in found] == ([] if idle is None else [idle])


def test_a_deleted_project_with_living_entries_is_shown_as_restored() -> None:
    parent, empty = a_project("Website"), a_project("Empty")
    children = [an_entry(at, project=ProjectId(parent.id)) for at in (5, 0)]

    (found,) = restored_parents([empty, parent], children)

    assert found.message == "“Website” was deleted, but is restored because of 2 entries."
    assert found.subjects == (children[1].id, children[0].id)
    assert "1 entry." in restored_parents([parent], children[:1])[0].message


def test_rejected_rows_name_the_file_and_the_first_reason() -> None:
    found = rejected_rows("7", file="toggl.csv", count=2, line=5, reason="no end", at=NOW)

    assert (found.message, found.detail) == ("2 rows of “toggl.csv” could not be imported.", "Line 5: no end")
    assert "1 row of" in rejected_rows("7", file="t", count=1, line=1, reason="r", at=0).message
