"""Two computers that read the same calendar mean the same events."""

from collections.abc import Callable
from pathlib import Path

from app.orchestrators.planning.calendars import import_calendar, list_calendars, refresh_calendars, remove_calendar
from app.storage.unit_of_work import reading
from tests.support.calendars import calendar, event
from tests.support.linked import Computer

Make = Callable[[str], Computer]


def titles(computer: Computer) -> list[str]:
    with reading(computer.ctx) as read:
        assert read.conflicts.open() == []
        return sorted(one.title for one in read.planned_events.all())


def exchange(*computers: Computer) -> None:
    for each in (*computers, *computers):
        each.sync()


def written(path: Path, *titles: str) -> Path:
    # Far ahead, so that the real time these computers tell does not matter.
    events = (event("DTSTART:20991231T090000Z", "DURATION:PT1H", uid=title[0], title=title) for title in titles)
    path.write_text(calendar(*events, head="NAME:Team\n"), "utf-8", newline="")
    return path


def test_both_read_a_calendar_and_have_each_event_once(address: str, computer: Make, tmp_path: Path) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    path = written(tmp_path / "team.ics", "Planning", "Retro")
    import_calendar(laptop.ctx, path)
    desk.clock.forward(60)
    import_calendar(desk.ctx, path)
    exchange(laptop, desk)
    assert (titles(laptop), titles(desk)) == (["Planning", "Retro"], ["Planning", "Retro"])

    written(path, "Planning, moved on")
    refresh_calendars(laptop.ctx)
    exchange(laptop, desk)
    refresh_calendars(desk.ctx)
    exchange(laptop, desk)

    assert (titles(laptop), titles(desk)) == (["Planning, moved on"], ["Planning, moved on"])


def test_what_one_reads_the_other_shows_and_may_remove(address: str, computer: Make, tmp_path: Path) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    for each in (laptop, desk):
        each.link(address)
        each.sync()
    path = written(tmp_path / "team.ics", "Planning")
    import_calendar(laptop.ctx, path)
    exchange(laptop, desk)
    assert [(one.name, one.source, one.events) for one in list_calendars(desk.ctx)] == [("Team", None, 1)]
    laptop.clock.forward(60)

    remove_calendar(desk.ctx, "Team")
    exchange(desk, laptop)
    refresh_calendars(laptop.ctx)

    assert (titles(laptop), list_calendars(laptop.ctx)) == ([], [])


def test_what_both_read_before_they_knew_of_one_another_is_there_once(
    address: str, computer: Make, tmp_path: Path
) -> None:
    laptop, desk = computer("laptop"), computer("desk")
    path = written(tmp_path / "team.ics", "Planning", "Retro")
    for each in (laptop, desk):
        import_calendar(each.ctx, path)
        each.link(address)
        each.sync()
    exchange(laptop, desk)

    for each in (laptop, desk):
        import_calendar(each.ctx, path)
    exchange(laptop, desk)

    assert (titles(laptop), titles(desk)) == (["Planning", "Retro"], ["Planning", "Retro"])
