"""Disagreements: the conflicts of two changes are one question, whoever asks it on whichever device."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.disagreements import changed_twice, disagreements, is_worth_asking, stops_of
from app.domain.entities.conflicts import DELETION, SEEN, Conflict
from app.domain.entities.time_entries import TimeEntry
from app.domain.ids import UserId

RUNNING = [100, None, "UTC"]


def a_conflict(field: str = "description", winning: Any = "new", losing: Any = "old", **fields: Any) -> Conflict:
    given: dict[str, Any] = {
        "kind": "time_entry", "entity": "e", "winner": "02", "loser": "01", "winner_ms": 9_500, "loser_ms": 8_000,
        "winner_device": "phone", "loser_device": "laptop", "winner_user": "ann", "loser_user": "ben",
    } | fields  # fmt: skip
    return Conflict(
        id=f"{field}-{given['loser']}", created_at=0, field=field, winning=json.dumps(winning),
        losing=json.dumps(losing), **given,
    )  # fmt: skip


def an_entry(end: int | None = 200) -> TimeEntry:
    return TimeEntry(id="e", created_at=0, user=UserId("u"), started_at=100, ended_at=end, tz="UTC", description="fix")


def stopped(winning: int | None = 200, losing: int | None = 150) -> Conflict:
    return a_conflict("span", [100, winning, "UTC"], [100, losing, "UTC"])


def test_the_fields_of_two_changes_are_one_disagreement() -> None:
    (one,) = disagreements([a_conflict(), a_conflict("project", None, "aa")])

    assert (one.shown.values, one.other.values) == (
        {"description": "new", "project": None},
        {"description": "old", "project": "aa"},
    )
    assert (one.shown.device, one.shown.user, one.shown.at) == ("phone", "ann", 9)
    assert (one.other.device, one.other.user, one.other.at) == ("laptop", "ben", 8)
    assert (one.kind, one.entity, one.at, one.is_deletion) == ("time_entry", "e", 9, False)


def test_different_losers_are_asked_about_one_by_one_the_newest_first() -> None:
    found = disagreements([a_conflict(), a_conflict(loser="00", loser_ms=11_000)])

    assert [one.conflicts[0].loser for one in found] == ["00", "01"]


def test_what_is_decided_is_not_asked_again() -> None:
    assert disagreements([replace(a_conflict(), state=SEEN)]) == []


@given(
    st.permutations([a_conflict(f, loser=loser) for f in ("description", "project", "span") for loser in ("00", "01")])
)
def test_every_device_asks_the_same_in_whatever_order_conflicts_came(conflicts: list[Conflict]) -> None:
    assert disagreements(conflicts) == disagreements(conflicts[::-1])


def test_two_ends_of_a_running_entry_are_two_stops() -> None:
    stops = stops_of(stopped(), an_entry(), RUNNING)

    assert stops is not None
    assert (stops.effective, stops.offered) == (150, 200)


def test_other_conflicts_are_no_stops() -> None:
    assert stops_of(a_conflict(), an_entry(), RUNNING) is None
    assert stops_of(stopped(), an_entry(), [100, 120, "UTC"]) is None, "it was stopped before"
    assert stops_of(stopped(), an_entry(), None) is None, "nothing is known of what was before"
    assert stops_of(stopped(losing=None), an_entry(), RUNNING) is None, "one side only moved its start"
    assert stops_of(stopped(winning=None), an_entry(None), RUNNING) is None
    assert stops_of(stopped(), an_entry(190), RUNNING) is None, "somebody has decided meanwhile"
    assert stops_of(stopped(), an_entry(), ["soon", None, "UTC"]) is None
    assert stops_of(replace(stopped(), losing="{"), an_entry(), RUNNING) is None, "nobody can read it"
    moved = a_conflict("span", [100, 200, "UTC"], [90, 150, "UTC"])
    assert stops_of(moved, an_entry(), RUNNING) is None


def test_a_change_on_two_devices_offers_both_versions() -> None:
    (one,) = disagreements([a_conflict()])

    found = changed_twice(one, "fix")

    assert found.message == "“fix” was changed on two devices."
    assert found.fixes == ("keep_this", "keep_that", "keep_both", "open")
    assert found.values["first_is_shown"]
    of_project = disagreements([a_conflict("name", kind="project")])[0]
    assert changed_twice(of_project, "").fixes == ("keep_this", "keep_that", "open")
    assert "no description" in changed_twice(of_project, "").message


def test_an_edit_and_a_deletion_can_be_decided_either_way() -> None:
    (one,) = disagreements([a_conflict(DELETION, None, None)])

    found = changed_twice(one, "fix")

    assert one.is_deletion
    assert (one.shown.values, one.other.values) == ({}, {})
    assert "deleted on one device" in found.message
    assert found.fixes == ("keep_edit", "delete_after_all", "open")


def test_of_two_stops_the_earlier_stands_first() -> None:
    for conflict, is_shown in ((stopped(200, 150), False), (stopped(150, 200), True)):
        (one,) = disagreements([conflict])
        stops = stops_of(conflict, an_entry(json.loads(conflict.winning)[1]), RUNNING)

        found = changed_twice(one, "fix", stops)

        assert (found.kind, found.values["first_is_shown"]) == ("stopped_twice", is_shown)
        assert found.message == "“fix” was stopped twice, 0:00:50 h apart."


def test_nobody_is_asked_about_what_nobody_sees() -> None:
    def worth(conflict: Conflict) -> bool:
        return is_worth_asking(disagreements([conflict])[0])

    assert worth(a_conflict())
    assert not worth(a_conflict("position", 1, 2, kind="task"))
    assert not worth(a_conflict("finding", kind="dismissal"))
