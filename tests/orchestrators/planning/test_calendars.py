"""Imported calendars: looked at, read in, kept up to date, removed; what fails leaves what is here."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.days import wall_clock
from app.domain.errors import NotFound
from app.exchange.ics import NotACalendar
from app.orchestrators.planning.calendar_files import CalendarUnreachable
from app.orchestrators.planning.calendar_span import calendar_span
from app.orchestrators.planning.calendars import (
    color_calendar,
    import_calendar,
    list_calendars,
    plan_calendar,
    refresh_calendars,
    remove_calendar,
)
from app.orchestrators.planning.events import list_events, track_event
from app.storage.context import Context
from app.storage.undo import redo, undo
from app.storage.unit_of_work import reading
from tests.orchestrators.making import everything
from tests.support.calendars import calendar, event
from tests.support.store import clock_of, make_context
from tests.support.web import Web, serving

NAMED = "X-WR-CALNAME:Team\n"
HOUR, DAY = 3600, 86_400


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "team.ics", planning(), retro())


def write(path: Path, *events: str, head: str = NAMED) -> Path:
    path.write_text(calendar(*events, head=head), "utf-8", newline="")
    # A file system may be too coarse to tell two writes apart by time.
    os.utime(path, ns=(0, path.stat().st_mtime_ns + len(events)))
    return path


def planning(start: str = "20260303T090000Z", title: str = "Planning") -> str:
    return event(f"DTSTART:{start}", "DURATION:PT1H", uid="p@x", title=title)


def retro() -> str:
    return event("DTSTART;TZID=Europe/Berlin:20260304T140000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2", uid="r@x",
                 title="Retro")  # fmt: skip


def broken() -> str:
    return event("DTSTART:20260399T090000Z", uid="b@x", title="Broken")


def shown(ctx: Context) -> list[str]:
    return [
        f"{wall_clock(one.starts_at, ctx.zone):%m-%d %H:%M} {one.event.title}"
        for one in list_events(ctx, since="2026-03-01", until="2026-03-31")
    ]


USUAL = ["03-03 10:00 Planning", "03-04 14:00 Retro", "03-11 14:00 Retro"]


def test_a_look_writes_nothing(ctx: Context, tmp_path: Path) -> None:
    before = everything(ctx)
    path = write(tmp_path / "team.ics", planning(), broken(), event("DTSTART:20200101T090000Z", uid="old@x"))

    plan = plan_calendar(ctx, path)

    assert (plan.name, plan.source, len(plan.events), plan.created, plan.past) == ("Team", str(path), 1, 1, 1)
    assert [(one.line, one.name) for one in plan.refused] == [(10, "Broken")]
    assert plan.refused[0].reason.endswith("no date or time that there is.")
    assert not plan.is_known
    assert everything(ctx) == before
    assert list_calendars(ctx) == []


def test_a_calendar_is_imported_in_one_action_and_taken_back(ctx: Context, file: Path) -> None:
    before = everything(ctx)

    result = import_calendar(ctx, file, color="rose").value

    assert (result.name, result.events, result.created) == ("Team", 2, 2)
    assert shown(ctx) == USUAL
    (one,) = list_calendars(ctx)
    assert (one.name, one.source, one.color, one.events, one.read_at) == ("Team", str(file), "rose", 2, ctx.now())
    with reading(ctx) as read:
        assert {found.calendar for found in read.planned_events.all()} == {"Team"}
        newest = read.history.undoable()
        assert newest is not None
        assert (newest.code, newest.subject) == ("import_calendar", "Team")
    undo(ctx)
    assert everything(ctx) == before
    assert list_calendars(ctx) == []


def test_a_calendar_that_was_taken_back_does_not_come_back_by_itself(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    undo(ctx)

    assert refresh_calendars(ctx).value.unchanged == 0
    assert shown(ctx) == []
    redo(ctx)
    write(file, planning(title="Moved"))
    refresh_calendars(ctx)
    assert shown(ctx) == ["03-03 10:00 Moved"]


def test_what_cannot_be_read_is_kept_with_its_reason(ctx: Context, tmp_path: Path) -> None:
    import_calendar(ctx, write(tmp_path / "team.ics", planning(), broken()))

    (one,) = list_calendars(ctx)
    assert [(refused.line, refused.name) for refused in one.refused] == [(10, "Broken")]
    write(tmp_path / "team.ics", planning())
    refresh_calendars(ctx)
    assert list_calendars(ctx)[0].refused == ()


def test_reading_the_same_again_changes_nothing(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    before = everything(ctx)

    plan = plan_calendar(ctx, file)
    result = import_calendar(ctx, file).value

    assert (plan.created, plan.changed, plan.deleted, plan.is_known) == (0, 0, 0, True)
    assert (result.created, result.changed, result.deleted) == (0, 0, 0)
    assert everything(ctx) == before


def test_a_refresh_writes_only_what_changed_and_is_nothing_to_take_back(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    write(file, planning("20260303T110000Z"), event("DTSTART:20260305T080000Z", uid="n@x", title="New"))

    outcome = refresh_calendars(ctx)

    (result,) = outcome.value.changed
    assert (result.created, result.changed, result.deleted) == (1, 1, 1)
    assert len(outcome.changes.ids) == 3
    assert shown(ctx) == ["03-03 12:00 Planning", "03-05 09:00 New"]
    with reading(ctx) as read:
        newest = read.history.undoable()
        assert newest is not None
        assert newest.code == "import_calendar"
        assert read.history.trash() == []


def test_a_person_s_own_undo_is_not_in_the_way_of_a_refresh(ctx: Context, file: Path, tmp_path: Path) -> None:
    import_calendar(ctx, file)
    import_calendar(ctx, write(tmp_path / "other.ics", planning(), head="NAME:Other\n"))
    undo(ctx)
    write(file, planning("20260303T110000Z"))
    refresh_calendars(ctx)

    redo(ctx)

    assert [one.name for one in list_calendars(ctx)] == ["Other", "Team"]


def test_only_one_calendar_is_refreshed_where_one_is_named(ctx: Context, file: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.ics", planning(), head="NAME:Other\n")
    import_calendar(ctx, file)
    import_calendar(ctx, other)
    write(file, planning(title="A"))
    write(other, planning(title="B"))

    refresh_calendars(ctx, only="Other")

    assert sorted(shown(ctx)) == ["03-03 10:00 B", *USUAL]
    with pytest.raises(NotFound, match="“Nothing”"):
        refresh_calendars(ctx, only="Nothing")


def test_a_file_that_is_gone_leaves_its_events_and_says_so(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    file.rename(file.with_suffix(".away"))
    clock_of(ctx).forward(HOUR)

    refreshed = refresh_calendars(ctx).value

    assert refreshed.failed == (("Team", "The file team.ics is not there any more."),)
    assert shown(ctx) == USUAL
    (one,) = list_calendars(ctx)
    assert (one.failure, one.failed_at) == (refreshed.failed[0][1], ctx.now())
    assert one.read_at == ctx.now() - HOUR
    file.with_suffix(".away").rename(file)
    refresh_calendars(ctx)
    assert (list_calendars(ctx)[0].failure, list_calendars(ctx)[0].read_at) == ("", ctx.now())


def test_a_file_that_may_not_be_read_is_said_in_words(ctx: Context, tmp_path: Path) -> None:
    with pytest.raises(CalendarUnreachable, match=r"team\.ics is not there\."):
        plan_calendar(ctx, tmp_path / "team.ics")
    with pytest.raises(CalendarUnreachable, match="cannot be read"):
        import_calendar(ctx, tmp_path)


def test_a_file_that_became_none_leaves_its_events(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    file.write_text("<html>Please sign in</html>", "utf-8")

    assert [name for name, _ in refresh_calendars(ctx).value.failed] == ["Team"]
    assert shown(ctx) == USUAL
    with pytest.raises(NotACalendar):
        plan_calendar(ctx, file)


def test_a_file_that_is_cut_off_takes_nothing_away(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    text = calendar(planning(title="New"), retro(), head=NAMED)
    file.write_text(text[: text.index("RRULE")], "utf-8", newline="")

    (result,) = refresh_calendars(ctx).value.changed

    assert result.deleted == 0
    assert shown(ctx) == ["03-03 10:00 New", *USUAL[1:]]
    assert [one.reason for one in result.refused] == ["it is cut off: its end is missing."]


def test_a_calendar_that_is_empty_now_is_one_still(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    write(file)
    refresh_calendars(ctx)
    assert shown(ctx) == []
    assert [(one.name, one.events) for one in list_calendars(ctx)] == [("Team", 0)]

    write(file, planning(), retro())
    refresh_calendars(ctx)

    assert shown(ctx) == USUAL


def test_a_removed_calendar_is_gone_with_its_events_and_taken_back(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)

    assert remove_calendar(ctx, "Team").value == 2
    assert (shown(ctx), list_calendars(ctx)) == ([], [])
    refresh_calendars(ctx)
    assert shown(ctx) == []
    undo(ctx)
    assert shown(ctx) == USUAL
    assert [one.source for one in list_calendars(ctx)] == [str(file)]
    with pytest.raises(NotFound):
        remove_calendar(ctx, "Nothing")


def test_an_empty_calendar_is_removed_for_good(ctx: Context, tmp_path: Path) -> None:
    import_calendar(ctx, write(tmp_path / "team.ics"))

    assert remove_calendar(ctx, "Team").value == 0
    assert list_calendars(ctx) == []
    with reading(ctx) as read:
        assert read.calendar_sources.all() == []


def test_entries_of_a_removed_calendar_stay(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    (first, *_) = list_events(ctx, since="2026-03-03", until="2026-03-03")
    clock_of(ctx).forward(3 * DAY)
    entry = track_event(ctx, first.event.id, starts_at=first.starts_at).value

    remove_calendar(ctx, "Team")

    with reading(ctx) as read:
        assert read.time_entries.require(entry.id) == entry


def test_what_was_tracked_is_done_also_after_a_refresh(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)
    (first, *_) = list_events(ctx, since="2026-03-03", until="2026-03-03")
    clock_of(ctx).forward(3 * DAY)
    track_event(ctx, first.event.id, starts_at=first.starts_at)

    write(file, planning(title="Planning, renamed"), retro())
    refresh_calendars(ctx)

    (again,) = list_events(ctx, since="2026-03-03", until="2026-03-03")
    assert (again.event.title, again.is_done) == ("Planning, renamed", True)


def test_a_calendar_gets_another_colour(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file)

    assert color_calendar(ctx, "Team", "pink").value.color == "pink"
    assert list_calendars(ctx)[0].color == "pink"
    import_calendar(ctx, file)
    assert list_calendars(ctx)[0].color == "pink"
    with pytest.raises(NotFound):
        color_calendar(ctx, "Nothing", "pink")


def test_events_that_only_got_another_id_stay_and_what_was_tracked_of_them_too(ctx: Context, file: Path) -> None:
    # As after linking to a server, where the person gets the id of the account.
    import_calendar(ctx, file)
    before = everything(ctx)["planned_event"]
    renamed = [planning().replace("p@x", "other@x"), retro()]
    write(file, *renamed)

    assert refresh_calendars(ctx).value.changed == ()
    assert everything(ctx)["planned_event"] == before
    write(file, renamed[0].replace("Planning", "Planning, changed"), retro())
    (result,) = refresh_calendars(ctx).value.changed
    assert (result.created, result.changed, result.deleted) == (1, 0, 1)


def test_events_are_shown_in_their_calendar_s_colour(ctx: Context, file: Path) -> None:
    import_calendar(ctx, file, color="rose")

    shown = calendar_span(ctx, since="2026-03-01", until="2026-03-31").events

    assert {one.project_color for one in shown} == {"rose"}


def test_times_that_name_no_zone_do_not_change_with_the_reader_s(file: Path) -> None:
    write(
        file,
        event("DTSTART:20260303T090000", "DURATION:PT1H"),
        event("DTSTART;VALUE=DATE:20260304", uid="d@x"),
        planning(),
    )
    ctx = make_context()
    import_calendar(ctx, file)
    before = everything(ctx)
    from dataclasses import replace

    elsewhere = replace(ctx, zone="America/New_York")
    write(file, event("DTSTART:20260303T090000", "DURATION:PT1H"), event("DTSTART;VALUE=DATE:20260304", uid="d@x"),
          planning(), head=NAMED + "X-A:1\n")  # fmt: skip

    assert refresh_calendars(elsewhere).value.changed == ()
    assert everything(ctx) == before
    write(file, event("DTSTART:20260303T100000", "DURATION:PT1H"), planning())
    assert len(refresh_calendars(elsewhere).value.changed) == 1
    ctx.database.close()
