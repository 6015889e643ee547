"""What is shown meanwhile: names that can be told apart, timers that end, projects that were merged."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.entities.projects import Group, Project
from app.domain.ids import GroupId, ProjectId
from app.domain.rules.names import name_key
from app.domain.views import effective_ends, effectively, merged_projects, shown_names, twin_groups
from tests.support.things import a_group, a_project, an_entry


def test_the_oldest_keeps_its_name_and_the_others_are_numbered() -> None:
    first, second, third = (a_group(name, created_at=at) for at, name in enumerate(("Work", " work", "WORK")))

    assert shown_names([third, first, second]) == {first.id: "Work", second.id: "work (2)", third.id: "WORK (3)"}


def test_a_number_somebody_gave_is_not_given_twice() -> None:
    first, second, named = (
        a_group("Work", created_at=1),
        a_group("Work", created_at=2),
        a_group("Work (2)", created_at=3),
    )

    assert shown_names([first, second, named])[second.id] == "Work (3)"


def test_names_are_told_apart_only_in_one_place() -> None:
    here, there = a_project("Web"), a_project("Web", group=GroupId("g"))

    assert set(shown_names([here, there], within=lambda p: p.group).values()) == {"Web"}
    assert twin_groups([here, there], within=lambda p: p.group) == []
    assert len(twin_groups([here, there])) == 1


GROUPS = st.lists(
    st.builds(
        lambda name, at: a_group(name, created_at=at),
        st.sampled_from(["A", "a", "A (2)", "a (3)", "B", "b (2)"]),
        st.integers(0, 3),
    ),
    max_size=7,
)


@given(GROUPS)
def test_no_two_shown_names_are_the_same_to_a_person(groups: list[Group]) -> None:
    shown = shown_names(groups)

    assert len({name_key(name) for name in shown.values()}) == len(groups)
    assert shown == shown_names(groups[::-1])
    assert all(
        shown[group.id] == group.name
        for group in groups
        if sum(name_key(g.name) == name_key(group.name) for g in groups) == 1
    )


@given(st.lists(st.integers(0, 9), max_size=6))
def test_running_timers_follow_one_another_and_the_latest_runs_on(starts: list[int]) -> None:
    running = [an_entry(start, None) for start in starts]
    ends = effective_ends([*running, an_entry(3, 4)])
    by_start = sorted(running, key=lambda entry: (entry.started_at, entry.id))

    assert list(ends) == [entry.id for entry in by_start[:-1]]
    assert [ends[entry.id] for entry in by_start[:-1]] == [entry.started_at for entry in by_start[1:]]


def projects(**merged: str | None) -> dict[str, Project]:
    return {
        id_: a_project(id=id_, created_at=at, merged_into=ProjectId(into) if into else None)
        for at, (id_, into) in enumerate(merged.items())
    }


def test_merged_projects_lead_to_the_end_of_their_chain() -> None:
    assert merged_projects(projects(a="b", b="c", c=None, d=None)) == {"a": "c", "b": "c"}


def test_a_project_merged_into_one_that_is_not_here_stays_visible() -> None:
    assert merged_projects(projects(a="b", b="gone")) == {"a": "b"}


def test_a_circle_of_merges_shows_its_oldest() -> None:
    assert merged_projects(projects(a="b", b="c", c="b")) == {"a": "b", "c": "b"}
    assert merged_projects(projects(a="a")) == {}


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from("abcdefx")))
def test_what_is_shown_is_never_itself_hidden(merged: dict[str, str | None]) -> None:
    here = projects(**merged)
    shown = merged_projects(here)

    assert all(target in here and target not in shown for target in shown.values())


def test_of_two_timers_only_the_later_runs_on() -> None:
    early, late, closed = an_entry(3, None), an_entry(5, None), an_entry(1, 9)

    assert effectively([late, closed, early]) == [late, closed, replace(early, ended_at=5)]
