"""Plans on two computers of one person: what each set apart from the other is on both in the end, once."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.days import day_bounds, local_day, next_day
from app.orchestrators.history.history import undo
from app.orchestrators.planning.calendars import import_calendar, list_calendars, refresh_calendars, remove_calendar
from app.orchestrators.planning.events import (
    add_event,
    delete_event,
    edit_event,
    list_events,
    move_event,
    track_event,
)
from app.orchestrators.time_tracking.favorites import create_favorite, list_favorites
from app.orchestrators.work_hours.analytics import capacity
from app.orchestrators.work_hours.overrides import list_overrides, set_override
from app.orchestrators.work_hours.slots import list_slots, set_days, set_week
from app.orchestrators.work_hours.time_off import (
    add_time_off,
    delete_time_off,
    import_holidays,
    list_time_off,
    update_time_off,
)
from app.storage.unit_of_work import reading
from tests.support.drilled import agree
from tests.support.linked import Computer, Office
from tests.support.plans import HOUR, ICS, WEEK
from tests.support.random_plans import RandomPlans

Make = Callable[[str], Computer]


def today_of(computer: Computer) -> str:
    return local_day(computer.clock.now(), computer.ctx.zone)


def plans(computer: Computer) -> dict[str, Any]:
    """Return everything that is planned, and what comes of it."""
    ctx, today = computer.ctx, today_of(computer)
    span = {"since": next_day(today, -14), "until": next_day(today, 28)}
    with reading(ctx) as read:
        events = read.planned_events.all()
    return {
        "slots": _apart_from_when(list_slots(ctx)),
        "days": _apart_from_when(list_overrides(ctx)),
        "off": _apart_from_when(list_time_off(ctx)),
        "events": _apart_from_when(events),
        "favorites": list_favorites(ctx),
        "happens": [(one.event.title, one.starts_at, one.is_done) for one in list_events(ctx, **span)],
        "loads": capacity(ctx, **span),
    }


def _apart_from_when(things: Iterable[Any]) -> list[Any]:
    """Return things by id as if made at one time: what two devices made of their own accord is one, with two birthdays."""
    return sorted((replace(thing, created_at=0) for thing in things), key=lambda thing: str(thing.id))


def linked(office: Office, address: str, *computers: Computer) -> None:
    for each in computers:
        each.link(address)
    agree(*computers)


def nine(computer: Computer, day: str) -> int:
    return day_bounds(day, computer.ctx.zone)[0] + 9 * HOUR


def test_what_was_planned_apart_is_the_same_on_both(office: Office, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    with office.open() as address:
        linked(office, address, laptop, desk)
        project = laptop.add_project("Website").id
        agree(laptop, desk)
        today = today_of(laptop)

        set_week(laptop.ctx, WEEK, effective_from="2026-01-01")
        add_time_off(laptop.ctx, name="Skiing", start_date=next_day(today, 7), end_date=next_day(today, 9))
        start = nine(laptop, next_day(today, -1))
        done = add_event(laptop.ctx, starts_at=start, ends_at=start + HOUR, project=project, title="Draft").value
        set_days(desk.ctx, [4], [(540, 780)], effective_from="2026-02-02")
        set_override(desk.ctx, next_day(today, 3), 120, note="party")
        import_holidays(desk.ctx, "DE", "BY")
        start = nine(desk, today)
        weekly = add_event(
            desk.ctx, starts_at=start, ends_at=start + HOUR, title="Call", recurrence="FREQ=WEEKLY;COUNT=4"
        ).value
        create_favorite(desk.ctx, description="Mail")
        agree(laptop, desk)
        assert plans(laptop) == plans(desk)

        track_event(desk.ctx, done.id)
        moved = nine(laptop, next_day(today, 8))
        move_event(laptop.ctx, weekly.id, day=next_day(today, 7), starts_at=moved, ends_at=moved + HOUR, which="one")
        agree(laptop, desk)

    found = plans(laptop)
    assert found == plans(desk)
    assert ("Draft", nine(laptop, next_day(today, -1)), True) in found["happens"]
    days = [
        day for title, start, _ in found["happens"] for day in [local_day(start, laptop.ctx.zone)] if title == "Call"
    ]
    assert days == [today, next_day(today, 8), next_day(today, 14), next_day(today, 21)]
    entries = laptop.descriptions()
    assert entries == desk.descriptions() == ["Draft"]


def test_the_same_week_and_the_same_holidays_set_on_both_are_there_once(office: Office, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    with office.open() as address:
        linked(office, address, laptop, desk)
        for each in (laptop, desk):
            set_week(each.ctx, WEEK, effective_from="2026-01-01")
            import_holidays(each.ctx, "DE", "BY")
            set_override(each.ctx, next_day(today_of(each), 1), 240 if each is laptop else 300)
        agree(laptop, desk)

    assert plans(laptop) == plans(desk)
    assert len(list_slots(laptop.ctx)) == 5
    off = list_time_off(laptop.ctx)
    assert len({one.start_date for one in off}) == len(off)
    assert len(list_overrides(laptop.ctx)) == 1
    assert [load.capacity for load in capacity(laptop.ctx, since="2026-01-05", until="2026-01-06")] == [480, 0]


def test_edits_of_the_same_things_meet_and_an_undo_takes_back_only_its_own(office: Office, computer: Make) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    with office.open() as address:
        linked(office, address, laptop, desk)
        today = today_of(laptop)
        start = nine(laptop, next_day(today, 1))
        event = add_event(laptop.ctx, starts_at=start, ends_at=start + HOUR, title="Call").value
        off = add_time_off(
            laptop.ctx, name="Skiing", start_date=next_day(today, 7), end_date=next_day(today, 9)
        ).value  # fmt: skip
        agree(laptop, desk)

        edit_event(laptop.ctx, event.id, title="Long call")
        move_event(desk.ctx, event.id, starts_at=start + HOUR, ends_at=start + 3 * HOUR)
        update_time_off(laptop.ctx, off.id, name="Hiking")
        update_time_off(desk.ctx, off.id, fraction=0.5)
        agree(laptop, desk)

        (both,) = list_events(desk.ctx, since=today, until=next_day(today, 2))
        assert (both.event.title, both.starts_at, both.ends_at) == ("Long call", start + HOUR, start + 3 * HOUR)
        (away,) = list_time_off(laptop.ctx)
        assert (away.name, away.fraction) == ("Hiking", 0.5)

        undo(desk.ctx)
        undo(desk.ctx)
        agree(laptop, desk)
        delete_time_off(laptop.ctx, off.id)
        agree(laptop, desk)
        assert list_time_off(desk.ctx) == []
        undo(laptop.ctx)
        agree(laptop, desk)

    assert plans(laptop) == plans(desk)
    (one,) = list_events(laptop.ctx, since=today, until=next_day(today, 2))
    assert (one.event.title, one.starts_at, one.ends_at) == ("Long call", start, start + HOUR)
    (back,) = list_time_off(laptop.ctx)
    assert (back.name, back.fraction) == ("Hiking", 1.0)


def test_a_series_parted_on_one_and_ended_on_the_other_keeps_no_occurrence_twice(
    office: Office, computer: Make
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    with office.open() as address:
        linked(office, address, laptop, desk)
        today = today_of(laptop)
        start = nine(laptop, today)
        event = add_event(
            laptop.ctx, starts_at=start, ends_at=start + HOUR, title="Call", recurrence="FREQ=WEEKLY;COUNT=4"
        ).value
        agree(laptop, desk)

        edit_event(laptop.ctx, event.id, day=next_day(today, 7), which="one", title="Long call")
        agree(laptop, desk)
        rest = next(one.event for one in list_events(desk.ctx, since=next_day(today, 14), until=next_day(today, 14)))
        delete_event(desk.ctx, rest.id, day=next_day(today, 21), which="following")
        agree(laptop, desk)

    assert plans(laptop) == plans(desk)
    assert [(title, local_day(start, laptop.ctx.zone)) for title, start, _ in plans(laptop)["happens"]] == [
        ("Call", today),
        ("Long call", next_day(today, 7)),
        ("Call", next_day(today, 14)),
    ]


@pytest.mark.parametrize("seed", [1, 3])
def test_whatever_two_people_of_one_mind_plan_apart_it_is_the_same_in_the_end(
    office: Office, computer: Make, seed: int
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    hands = {each: RandomPlans(seed * 10 + number) for number, each in enumerate((laptop, desk))}
    with office.open() as address:
        linked(office, address, laptop, desk)
        laptop.add_project("Website")
        agree(laptop, desk)
        for _ in range(4):
            for each, hand in hands.items():
                for _ in range(10):
                    hand.do(each.ctx)
                    each.clock.forward(1)
            agree(laptop, desk)
            assert plans(laptop) == plans(desk)

    assert all(hand.done > 20 for hand in hands.values())
    assert laptop.descriptions() == desk.descriptions()


def test_a_calendar_that_both_read_is_there_once_and_tracked_on_one_is_done_on_the_other(
    office: Office, computer: Make, tmp_path: Path
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    day = next_day(today_of(laptop), -1)
    path = tmp_path / "team.ics"
    path.write_text(ICS.replace("20260302T", f"{day.replace('-', '')}T"), "utf-8")
    with office.open() as address:
        linked(office, address, laptop, desk)
        for each in (laptop, desk):
            import_calendar(each.ctx, path)
        agree(laptop, desk)
        (first,) = list_events(laptop.ctx, since=day, until=day)
        track_event(laptop.ctx, first.event.id, starts_at=first.starts_at)
        agree(laptop, desk)

        assert plans(laptop) == plans(desk)
        assert [done for _, _, done in plans(desk)["happens"]] == [True, False, False]
        # Where it comes from is each computer's own; removed on one, its events are gone on both.
        remove_calendar(desk.ctx, "Team")
        agree(laptop, desk)

    assert plans(laptop)["events"] == plans(desk)["events"] == []
    assert laptop.descriptions() == desk.descriptions() == ["Meeting"]


def test_where_a_calendar_comes_from_stays_on_the_computer_that_reads_it(
    office: Office, computer: Make, tmp_path: Path
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    path = tmp_path / "team.ics"
    path.write_text(ICS.replace("20260302T", f"{today_of(laptop).replace('-', '')}T"), "utf-8")
    with office.open() as address:
        linked(office, address, laptop, desk)
        import_calendar(laptop.ctx, path)
        agree(laptop, desk)

    (here,), (there,) = list_calendars(laptop.ctx), list_calendars(desk.ctx)
    assert (here.source, there.source) == (str(path), None)
    assert (here.events, there.events) == (1, 1)
    assert refresh_calendars(desk.ctx).value.unchanged == 0
