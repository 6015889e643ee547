"""The calendar on days of 23 and 25 hours, in other zones, and with days that start late."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.days import day_bounds, wall_clock
from app.orchestrators.settings.settings import update_settings
from app.orchestrators.time_tracking.entries import add_entry
from app.storage.context import Context
from app.ui.calendar.spans import ViewName
from tests.support import pages
from tests.support.calendar_page import ALT, Wall
from tests.support.pages import staged
from tests.support.store import make_context
from tests.support.today import at

BERLIN = "Europe/Berlin"


@contextmanager
def opened(folder: Path, qtbot: QtBot, day: str, spans: list[tuple[int, int]], **settings: Any) -> Iterator[Wall]:
    """The week of a day at its end, with some entries."""
    with staged(folder, now=day_bounds(day, BERLIN)[1] - 60) as stage:
        wall = Wall(stage, qtbot)
        wall.stage.jobs.open()
        if settings:
            wall.run(update_settings, **settings)
        for number, (since, until) in enumerate(spans):
            wall.run(add_entry, started_at=since, ended_at=until, description=f"entry {number}")
        yield wall.open(view=ViewName.WEEK)
        assert stage.errors == []


def test_an_entry_over_the_missing_hour_is_as_long_as_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    midnight = day_bounds("2026-03-29", BERLIN)[0]
    with opened(tmp_path, qtbot, "2026-03-29", [(midnight + 3600, midnight + 3 * 3600)]) as wall:
        place = wall.body.grid.places[0]
        # From one to four by the clock, over the hole from two to three.
        assert wall.said == ["29 01:00-04:00 tracked entry 0"]
        assert place.rect.top() == wall.body.grid.y_of(60) + 1
        assert place.rect.bottom() == wall.body.grid.y_of(240) - 1
        assert wall.body.span is not None
        assert wall.body.span.days[6].tracked_seconds == 2 * 3600
        wall.body.viewport().grab()


def test_the_hour_that_comes_twice_has_room_twice(qtbot: QtBot, tmp_path: Path) -> None:
    midnight = day_bounds("2026-10-25", BERLIN)[0]
    twice = [(midnight + 2 * 3600, midnight + 3 * 3600), (midnight + 3 * 3600, midnight + 4 * 3600)]
    with opened(tmp_path, qtbot, "2026-10-25", twice) as wall:
        first, second = wall.body.grid.places
        assert wall.said == ["25 02:00-02:00 tracked entry 0", "25 02:00-03:00 tracked entry 1"]
        assert first.rect.width() == second.rect.width()
        assert first.rect.bottom() < second.rect.top()
        assert wall.body.grid.height == 25 * wall.body.hour
        wall.body.viewport().grab()


def test_moving_by_a_day_over_the_change_keeps_the_time_by_the_clock(qtbot: QtBot, tmp_path: Path) -> None:
    morning = day_bounds("2026-03-28", BERLIN)[0] + 9 * 3600
    with opened(tmp_path, qtbot, "2026-03-29", [(morning, morning + 3600)]) as wall:
        wall.stand_on("entry 0")
        QTest.keyPress(wall.body, Qt.Key.Key_Right, ALT)
        QTest.keyRelease(wall.body, Qt.Key.Key_Alt)
        wall.wait_for("29 09:00-10:00 tracked entry 0")

        grip = wall.on("entry 0")
        wall.drag(grip, grip - QPoint(round(wall.body.grid.column), 0))
        wall.wait_for("28 09:00-10:00 tracked entry 0")


def test_days_that_start_at_four_show_the_night_at_their_end(qtbot: QtBot, tmp_path: Path) -> None:
    night = day_bounds("2026-03-04", BERLIN)[0] + 2 * 3600
    with opened(tmp_path, qtbot, "2026-03-06", [(night, night + 3 * 3600)], day_starts_at=240) as wall:
        assert wall.said == ["03 02:00-05:00 tracked entry 0", "04 02:00-05:00 tracked entry 0"]
        late, early = wall.body.grid.places
        assert late.rect.bottom() > 23 * wall.body.hour
        assert early.rect.top() < 2
        assert wall.body.span is not None
        assert [day.tracked_seconds for day in wall.body.span.days[1:3]] == [2 * 3600, 3600]


def test_what_was_worked_elsewhere_stands_where_the_viewers_clocks_show_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_new_york(path: Path, *, now: int) -> Context:
        return make_context(path, now=now, zone="America/New_York")

    monkeypatch.setattr(pages, "make_context", in_new_york)
    with staged(tmp_path, now=at("20:00")) as stage:
        wall = Wall(stage, qtbot)
        wall.run(add_entry, started_at=at("09:00"), ended_at=at("10:00"), tz=BERLIN, description="call")
        wall.open()

        assert wall.body.grid.axis.zone == "America/New_York"
        assert wall.said == ["02 03:00-04:00 tracked call"]
        moved = wall.on("call")
        wall.drag(moved, moved + QPoint(0, round(wall.body.hour)))
        wall.wait(lambda: wall.said == ["02 04:00-05:00 tracked call"])
        span = wall.body.span
        assert span is not None
        assert span.entries[0].entry.tz == BERLIN
        assert f"{wall_clock(span.entries[0].entry.started_at, BERLIN):%H:%M}" == "10:00"
